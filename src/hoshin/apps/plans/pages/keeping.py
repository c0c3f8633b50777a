"""Page: what a quarter's promises came to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.plans import access, queries
from hoshin.apps.plans.reports import integrity as report


def keeping(request: SignedInRequest, pk: int) -> HttpResponse:
    """Kept, slipped, added and silent in a quarter of a round, each with the list behind it."""
    of = access.planning_round(request.user, pk)
    today = timezone.localdate()
    begun = queries.quarters_begun(of, today)
    asked = request.GET.get("quarter", "")
    place = int(asked) if asked.isdigit() and int(asked) in begun else (begun or [0])[-1]
    found = queries.kept_in(of, place, today, request.user) if begun else None
    context = {
        "title": f"What was promised for {of.quarter(place)}",
        "subtitle": "What the approved plan said that would begin and be done, beside what came of it.",
        "round": of,
        "rounds": queries.rounds(),
        "begun": [(each, of.quarter(each)) for each in begun],
        "place": place,
        "found": found,
        "sentence": report.sentence(found) if found else "",
        "groups": report.groups(found) if found else [],
        "first": of.quarter(0),
    }
    return render(request, "plans/keeping.html", context)
