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
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports import alignment as aligned
from hoshin.apps.portfolios.reports import status, x_matrix
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.apps.portfolios.reports.x_matrix import Kind
from hoshin.apps.portfolios.reports.x_picture import picture
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.beside_numbers import asked, known
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Status

WHOLE, SHOWN, OF_ONE = 150, 20, 5
"""Objectives that are all drawn, else how many, from the business down; and initiatives of each."""


def alignment(request: SignedInRequest) -> HttpResponseBase:
    """What contributes to what, down to the initiatives, and what hangs in the air."""
    today, every = timezone.localdate(), strategy.listed(request.user)
    if "form" in request.GET:
        whole = aligned.compose(*_standings(every, queries.initiatives(request.user)), today)
        if file := file_of(request, tables.LOOSE_ENDS, tables.ends(whole)):
            return file
    shown, more = strategy.drawn(every, WHOLE, SHOWN)
    parents = dict(every.values_list("pk", "parent"))
    of_all = aligned.whole(parents, queries.served())
    found = aligned.compose(*_standings(shown, queries.first_beside(shown, OF_ONE, request.user)), today, of_all)
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


def _standings(
    objectives: Iterable[Objective], initiatives: Iterable[Initiative]
) -> tuple[list[ObjectiveStanding], list[InitiativeStanding]]:
    """Where some objectives and initiatives, which are seen, stand today."""
    today = timezone.localdate()
    aims, works = list(objectives), list(initiatives)
    beside = known(today, asked(aims, [each.pk for each in works]))
    with readers.if_published() as reader:
        return (
            progress.gather(reader, aims, today, beside),
            status.gather(reader, queries.judged(reader, works, drawn=False), today, beside),
        )


def _statuses(objectives: Iterable[Objective], initiatives: Iterable[Initiative]) -> dict[tuple[Kind, str], Status]:
    """The derived status of each objective and initiative, by its place in the matrix."""
    first, then = _standings(objectives, initiatives)
    found = {(Kind.OBJECTIVE, str(each.objective.pk)): each.status for each in first}
    return found | {(Kind.INITIATIVE, each.judged.initiative.slug): each.status for each in then}


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
    initiatives = list(
        queries.initiatives(request.user)
        if "form" in request.GET
        else queries.first_beside(objectives, OF_ONE, request.user)
    )
    found = x_matrix.compose(
        year,
        list(strategy.themes(vision)) if vision else [],
        objectives,
        initiatives,
        definitions.catalogue(),
    )
    statuses = _statuses(objectives, initiatives)
    marks = (tables.Marked(year, each, statuses.get((each.of.kind, each.of.key))) for each in found.marks)
    if file := file_of(request, tables.MARKS, marks):
        return file
    files = (tables.MARKS,) if found.objectives else ()
    context = {
        "title": f"X-matrix {year}",
        "files": files,
        "matrix": found,
        "lists": [
            (name, [(item, statuses.get((item.kind, item.key)), marks) for item, marks in rows])
            for name, rows in found.lists
        ],
        "picture": picture(found),
        "years": years,
        "shown": len(shown),
        "of_one": OF_ONE,
        "more": more,
    }
    return render(request, "portfolios/x-matrix.html", context)
