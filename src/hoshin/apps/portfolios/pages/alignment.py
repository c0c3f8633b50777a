"""Pages that show whether direction and work hang together: the alignment tree and the X-matrix."""

from __future__ import annotations

from collections.abc import Iterable

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries, tables
from hoshin.apps.portfolios.reports import alignment as aligned
from hoshin.apps.portfolios.reports import x_matrix
from hoshin.apps.portfolios.reports.x_picture import picture
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.warehouse.errors import NothingPublished

WHOLE, SHOWN, OF_ONE = 150, 30, 10
"""Objectives that are all drawn, else how many, from the business down; and initiatives of each."""


def alignment(request: SignedInRequest) -> HttpResponseBase:
    """What contributes to what, down to the initiatives, and what hangs in the air."""
    today, every = timezone.localdate(), strategy.listed(request.user)
    if "form" in request.GET:
        whole = aligned.compose(_standings(every), list(queries.initiatives(request.user)), today)
        if file := file_of(request, tables.LOOSE_ENDS, tables.ends(whole)):
            return file
    shown, more = strategy.drawn(every, WHOLE, SHOWN)
    parents = dict(every.values_list("pk", "parent"))
    known = aligned.whole(parents, queries.served())
    found = aligned.compose(_standings(shown), list(queries.first_beside(shown, OF_ONE, request.user)), today, known)
    files = (tables.LOOSE_ENDS,) if found.loose else ()
    context = {
        "title": "Alignment",
        "alignment": found,
        "files": files,
        "shown": len(shown),
        "of_one": OF_ONE,
        "more": more,
    }
    return render(request, "portfolios/alignment.html", context)


def _standings(objectives: Iterable[Objective]) -> list[ObjectiveStanding]:
    today = timezone.localdate()
    try:
        with readers.remembering() as reader:
            return progress.gather(reader, objectives, today)
    except NothingPublished:
        return progress.gather(None, objectives, today)


def matrix(request: SignedInRequest) -> HttpResponseBase:
    """The X-matrix of a year."""
    days = strategy.listed(request.user).order_by().values_list("first", "last").distinct()
    years = sorted({year for first, last in days for year in range(first.year, last.year + 1)})
    asked, now = request.GET.get("year", ""), timezone.localdate().year
    year = int(asked) if asked.isdigit() and int(asked) in years else now if now in years or not years else years[-1]
    vision = strategy.vision()
    within = strategy.listed(request.user).filter(first__year__lte=year, last__year__gte=year)
    if "form" in request.GET:
        shown, more = list(within), 0
    else:
        shown, more = strategy.drawn(within, WHOLE, SHOWN)
    objectives = strategy.with_above(shown, request.user)
    found = x_matrix.compose(
        year,
        list(strategy.themes(vision)) if vision else [],
        objectives,
        queries.initiatives(request.user)
        if "form" in request.GET
        else queries.first_beside(objectives, OF_ONE, request.user),
        definitions.catalogue(),
    )
    if file := file_of(request, tables.MARKS, (tables.Marked(year, each) for each in found.marks)):
        return file
    files = (tables.MARKS,) if found.objectives else ()
    context = {
        "title": f"X-matrix {year}",
        "files": files,
        "matrix": found,
        "picture": picture(found),
        "years": years,
        "shown": len(shown),
        "of_one": OF_ONE,
        "more": more,
    }
    return render(request, "portfolios/x-matrix.html", context)
