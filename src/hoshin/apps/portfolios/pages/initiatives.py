"""Pages: the initiatives, and those that serve an objective."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.portfolios import queries, tables
from hoshin.apps.portfolios.pages.reading import judged_beside, judged_now, rows
from hoshin.apps.portfolios.reports import ledger
from hoshin.apps.strategy import access as strategy_access


def initiatives(request: SignedInRequest) -> HttpResponseBase:
    """All initiatives, or those that serve an objective: claimed beside seen."""
    objective = request.GET.get("objective", "")
    found = queries.serving(int(objective), request.user) if objective.isdigit() else queries.initiatives(request.user)
    words = words_of(request)
    known = containing(found, words, "title", "owner__name", "values__value")
    known = known.distinct() if words else known
    if "form" in request.GET:
        today = timezone.localdate()
        every = (tables.Dated(each, today) for each in judged_now(known))
        if file := file_of(request, tables.INITIATIVES, every):
            return file
    page = page_of(request, queries.claimed_first(known))
    judged, every_claim = judged_beside(page, request.user)
    within = set(found.values_list("pk", flat=True)) if objective.isdigit() else None
    claimed = [each for each in every_claim if within is None or each.initiative.pk in within]
    context = {
        "title": "Initiatives",
        "subtitle": "What each one claimed before it started, and what it did.",
        "headline": ledger.headline(claimed),
        "waiting": found.count() - len(claimed),
        "page": page,
        "words": words,
        "ticks": ledger.compose(judged).ticks,
        "rows": rows(judged),
        "files": (tables.INITIATIVES,) if judged else (),
        "narrowed": objective.isdigit(),
    }
    return render(request, "portfolios/initiatives.html", context)


def serving(request: SignedInRequest, pk: int) -> HttpResponse:
    """The initiatives that serve an objective, as a part of its page."""
    found = strategy_access.objective(request.user, pk)
    judged = judged_now(queries.serving(found.pk, request.user))
    return render(request, "portfolios/serving.html", {"objective": found, "rows": rows(judged)})
