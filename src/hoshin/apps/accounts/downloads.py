"""Lists to be taken away: the one way in which all apps hand out a file.

A page of a list offers its tables as ``files`` in its context; the base template draws the links, and the page answers
them with ``file_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pyarrow as pa
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from hoshin.apps.accounts import queries
from hoshin.apps.accounts.access import SignedInRequest
from hoshin.reporting import to_csv, to_xlsx
from hoshin.reporting.tables import Table
from hoshin.reporting.to_xlsx import Origin

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN = ("form", "list", "page")
"""What an address asks of a list besides narrowing it."""

Row = TypeVar("Row")


def csv_file(found: pa.Table, name: str) -> StreamingHttpResponse:
    """A table of columns as the CSV file ``name``, streamed line by line."""
    return StreamingHttpResponse(to_csv.lines(found), content_type=CSV, headers=_named(f"{name}.csv"))


def file_of(request: SignedInRequest, table: Table[Row], rows: Iterable[Row]) -> HttpResponseBase | None:
    """The list as the file that the address asks for, by ``form=csv`` or ``form=xlsx``; None where it asks for none.

    A page of several lists is told by ``list`` which one is meant. ``rows`` are read only where a file is asked for.
    """
    form = request.GET.get("form")
    if form not in ("csv", "xlsx") or request.GET.get("list", table.name) != table.name:
        return None
    found = table.of(rows)
    if form == "csv":
        return StreamingHttpResponse(to_csv.lines_of(found), content_type=CSV, headers=_named(f"{table.name}.csv"))
    origin = Origin(queries.organisation_name(), request.user.name, timezone.now(), _narrowed(request))
    try:
        book = to_xlsx.workbook(found, origin)
    except to_xlsx.TooLong as refusal:
        return HttpResponse(str(refusal), status=413, content_type="text/plain; charset=utf-8")
    return HttpResponse(book, content_type=XLSX, headers=_named(f"{table.name}.xlsx"))


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


def _narrowed(request: SignedInRequest) -> str:
    """What the address narrows the list to, as the page would show it in its form."""
    return ", ".join(f"{name}: {value}" for name, value in request.GET.items() if value and name not in OWN)
