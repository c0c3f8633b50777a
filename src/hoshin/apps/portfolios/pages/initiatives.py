"""Pages: the initiatives, and those that serve an objective."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.pages.reading import judged_now, rows
from hoshin.apps.portfolios.reports import ledger
from hoshin.apps.strategy import access as strategy_access


def initiatives(request: SignedInRequest) -> HttpResponse:
    """All initiatives, or those that serve an objective: claimed beside seen."""
    objective = request.GET.get("objective", "")
    found = queries.serving(int(objective), request.user) if objective.isdigit() else queries.initiatives(request.user)
    judged = judged_now(found)
    context = {
        "title": "Initiatives",
        "subtitle": "What each one claimed before it started, and what it did.",
        "headline": ledger.headline(judged),
        "waiting": sum(each.claim is None for each in judged),
        "ticks": ledger.compose(judged).ticks,
        "rows": rows(judged),
        "narrowed": objective.isdigit(),
    }
    return render(request, "portfolios/initiatives.html", context)


def serving(request: SignedInRequest, pk: int) -> HttpResponse:
    """The initiatives that serve an objective, as a part of its page."""
    found = strategy_access.objective(request.user, pk)
    judged = judged_now(queries.serving(found.pk, request.user))
    return render(request, "portfolios/serving.html", {"rows": rows(judged)})
