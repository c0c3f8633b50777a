"""Pages: the initiatives, and those that serve an objective."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.pages.reading import rows


def initiatives(request: SignedInRequest) -> HttpResponse:
    """All initiatives, or those that serve an objective: claimed beside seen."""
    objective = request.GET.get("objective", "")
    found = queries.serving(int(objective)) if objective.isdigit() else queries.initiatives()
    context = {
        "title": "Initiatives",
        "subtitle": "What each one claimed before it started, and what it did.",
        "rows": rows(found),
        "narrowed": objective.isdigit(),
    }
    return render(request, "portfolios/initiatives.html", context)


def serving(request: SignedInRequest, pk: int) -> HttpResponse:
    """The initiatives that serve an objective, as a part of its page."""
    return render(request, "portfolios/serving.html", {"rows": rows(queries.serving(pk))})
