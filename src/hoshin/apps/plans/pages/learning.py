"""Page: what past claims came to, and whether a round counts on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.plans import access, actions, queries
from hoshin.apps.plans.reports import learning as report


def learning(request: SignedInRequest, pk: int) -> HttpResponse:
    """Past claims beside proven effects by kind, and what they do to this round's estimates."""
    of = access.planning_round(request.user, pk)
    lessons = queries.lessons()
    found = queries.learnt(lessons)
    told = report.changed(of, queries.candidates(of), found)
    context = {
        "title": "What past claims teach",
        "subtitle": f"How much of what was promised came true, and what that does to the plan of {of.title}.",
        "round": of,
        "sentence": report.sentence(of, found, told),
        "kinds": report.kinds(found),
        "rows": report.rows(lessons, definitions.catalogue()),
        "changed": told,
    }
    return render(request, "plans/learning.html", context)


@at_least(Role.LEADER)
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have a round count on what was learnt, or not."""
    of = access.planning_round(request.user, pk, needs=Role.LEADER)
    row = actions.learn(request.user, of, learns=request.POST.get("learns") == "yes")
    messages.success(
        request,
        "From now on past claims correct the estimates. Work scenarios out again to see what that does."
        if row.learns
        else "Estimates count in full again. Work scenarios out again to see what that does.",
    )
    return redirect("plans:learning", pk)
