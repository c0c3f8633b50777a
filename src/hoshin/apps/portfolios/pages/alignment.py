"""Pages that show whether direction and work hang together: the alignment tree and the X-matrix."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries, tables
from hoshin.apps.portfolios.reports import alignment as aligned
from hoshin.apps.portfolios.reports import x_matrix
from hoshin.apps.portfolios.reports.x_picture import picture
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.warehouse.errors import NothingPublished


def alignment(request: SignedInRequest) -> HttpResponseBase:
    """What contributes to what, down to the initiatives, and what hangs in the air."""
    found = aligned.compose(_standings(request.user), list(queries.initiatives(request.user)), timezone.localdate())
    if file := file_of(request, tables.LOOSE_ENDS, tables.ends(found)):
        return file
    files = (tables.LOOSE_ENDS,) if found.loose else ()
    return render(request, "portfolios/alignment.html", {"title": "Alignment", "alignment": found, "files": files})


def _standings(person: Person) -> list[ObjectiveStanding]:
    today = timezone.localdate()
    try:
        with readers.remembering() as reader:
            return progress.gather(reader, strategy.objectives(person), today)
    except NothingPublished:
        return progress.gather(None, strategy.objectives(person), today)


def matrix(request: SignedInRequest) -> HttpResponseBase:
    """The X-matrix of a year."""
    objectives = list(strategy.objectives(request.user))
    years = sorted({year for each in objectives for year in range(each.first.year, each.last.year + 1)})
    asked, now = request.GET.get("year", ""), timezone.localdate().year
    year = int(asked) if asked.isdigit() and int(asked) in years else now if now in years or not years else years[-1]
    vision = strategy.vision()
    found = x_matrix.compose(
        year,
        list(strategy.themes(vision)) if vision else [],
        objectives,
        queries.initiatives(request.user),
        definitions.catalogue(),
    )
    if file := file_of(request, tables.MARKS, (tables.Marked(year, each) for each in found.marks)):
        return file
    files = (tables.MARKS,) if found.objectives else ()
    context = {"files": files, "title": f"X-matrix {year}", "matrix": found, "picture": picture(found), "years": years}
    return render(request, "portfolios/x-matrix.html", context)
