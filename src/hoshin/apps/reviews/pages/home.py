"""The page of all reviews: what meets next, what is late, and which decisions come back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.reviews import access, cadence
from hoshin.apps.reviews.queries import forums, outcomes

LISTED = 6
"""How many late commitments and due decisions are listed; the rest is one click away."""


def reviews(request: SignedInRequest) -> HttpResponse:
    """Every forum with its next meeting, and what waits."""
    today = timezone.localdate()
    found = forums.seen_by(request.user)
    meetings = [(each, forums.next_meeting(each, today)) for each in found]
    ahead = sorted((m for _, m in meetings if m), key=lambda m: (m.on, m.forum.name))
    late = outcomes.late(request.user, today).order_by("due", "pk")
    due = outcomes.due_decisions(request.user, today)
    context = {
        "title": "Reviews",
        "subtitle": "Who meets when, what was decided, and whether it was done.",
        "next": ahead[0] if ahead else None,
        "forums": [
            {
                "forum": each,
                "words": cadence.words(each.rule, each.first),
                "meeting": meeting,
                "last": each.reviews.filter(closed_at__isnull=False, why_off="").first(),
            }
            for each, meeting in meetings
        ],
        "late": late[:LISTED],
        "late_count": late.count(),
        "due": due[:LISTED],
        "due_count": due.count(),
        "record": outcomes.record_of(outcomes.commitments(request.user), today),
        "today": today,
        "may_make": request.user.may_lead,
        "ended": access.forums(request.user).filter(ended=True),
    }
    return render(request, "reviews/reviews.html", context)
