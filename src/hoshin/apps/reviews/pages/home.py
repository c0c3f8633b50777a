"""The page of all reviews: what meets next, what is late, and which decisions come back."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.reviews import access, cadence, tables
from hoshin.apps.reviews.queries import forums, outcomes

LISTED = 6
"""How many late commitments and due decisions are listed; the rest is one click away."""


def reviews(request: SignedInRequest) -> HttpResponseBase:
    """Every forum with its next meeting, and what waits."""
    today = timezone.localdate()
    found = forums.seen_by(request.user)
    held = forums.held(found)
    meetings = [(each, forums.next_of(each, held[each.pk], today)) for each in found]
    if file := file_of(request, tables.FORUMS, (tables.Meets(each, meeting) for each, meeting in meetings)):
        return file
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
                "last": next((one for one in held[each.pk] if not one.is_open and not one.why_off), None),
            }
            for each, meeting in meetings
        ],
        "late": late[:LISTED],
        "late_count": late.count(),
        "due": due[:LISTED],
        "due_count": due.count(),
        "record": outcomes.record_of(outcomes.commitments(request.user), today),
        "today": today,
        "files": (tables.FORUMS,) if found else (),
        "may_make": request.user.may_lead,
        "ended": access.forums(request.user).filter(ended=True),
    }
    return render(request, "reviews/reviews.html", context)
