"""Pages that show whether direction and work hang together: the alignment tree and the X-matrix."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import csv_file
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.reports import alignment as aligned
from hoshin.apps.portfolios.reports import status, x_matrix
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.apps.portfolios.reports.x_matrix import Kind
from hoshin.apps.portfolios.reports.x_picture import picture
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.evidence import known
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Status


def alignment(request: SignedInRequest) -> HttpResponse:
    """What contributes to what, down to the initiatives, and what hangs in the air."""
    found = aligned.compose(*_standings(), timezone.localdate())
    return render(request, "portfolios/alignment.html", {"title": "Alignment", "alignment": found})


def _standings() -> tuple[list[ObjectiveStanding], list[InitiativeStanding]]:
    """Where all objectives and all initiatives stand today."""
    today = timezone.localdate()
    beside = known(today)
    with readers.if_published() as reader:
        judged = queries.judged(reader, queries.initiatives())
        return (
            progress.gather(reader, strategy.objectives(), today, beside),
            status.gather(reader, judged, today, beside),
        )


def _statuses() -> dict[tuple[Kind, str], Status]:
    """The derived status of each objective and initiative, by its place in the matrix."""
    objectives, initiatives = _standings()
    found = {(Kind.OBJECTIVE, str(each.objective.pk)): each.status for each in objectives}
    return found | {(Kind.INITIATIVE, each.judged.initiative.slug): each.status for each in initiatives}


def matrix(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The X-matrix of a year; with ``form=csv`` its marks as a file."""
    objectives = list(strategy.objectives())
    years = sorted({year for each in objectives for year in range(each.first.year, each.last.year + 1)})
    asked, now = request.GET.get("year", ""), timezone.localdate().year
    year = int(asked) if asked.isdigit() and int(asked) in years else now if now in years or not years else years[-1]
    vision = strategy.vision()
    found = x_matrix.compose(
        year,
        list(strategy.themes(vision)) if vision else [],
        objectives,
        queries.initiatives(),
        definitions.catalogue(),
    )
    if request.GET.get("form") == "csv":
        return csv_file(x_matrix.columns(found, _statuses()), f"x-matrix-{year}")
    statuses = _statuses()
    context = {
        "title": f"X-matrix {year}",
        "matrix": found,
        "lists": [(item, statuses.get((item.kind, item.key)), marks) for item, marks in found.lists],
        "picture": picture(found),
        "years": years,
    }
    return render(request, "portfolios/x-matrix.html", context)
