"""What several pages share: what the form above them offers, what an address asks, a list of tickets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import csv_file
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.scorecards.selection import BREAKDOWNS, GRAINS, SPANS, Selection
from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.catalogue import UnknownMetric
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import MISSING, Grain, Query
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import dimension_words

PAGE = 50
"""Tickets on one page."""


def choices(reader: Reader, selection: Selection) -> dict[str, object]:
    """What the form above every scorecard page offers."""
    scopes = [(d, dimension_words(d), values) for d, values in told_apart(reader, selection).items()]
    return {
        "selection": selection,
        "desks": sorted(reader.desks),
        "several": sum(not desk.demonstration for desk in reader.desks.values()) > 1,
        "scopes": scopes,
        "grains": GRAINS.items(),
        "spans": [(key, words) for key, (words, _) in SPANS.items()],
    }


def told_apart(reader: Reader, selection: Selection) -> dict[str, list[str]]:
    """The dimensions by which the desk's tickets are told apart at all, each with its values."""
    within = (("desk", selection.desk),) if selection.desk else ()
    values = {d: [MISSING if v is None else str(v) for v in reader.values(d, within)] for d in BREAKDOWNS}
    return {dimension: found for dimension, found in values.items() if found != [MISSING]}


def metric_or_404(key: str) -> Metric:
    """The metric that an address names."""
    try:
        return definitions.catalogue().metric(key)
    except UnknownMetric as error:
        raise Http404(str(error)) from error


def query_of(request: SignedInRequest) -> Query:
    """The question that an address holds: from, to and any number of DIMENSION=VALUE."""
    where = []
    for text in request.GET.getlist("where"):
        dimension, _, value = text.partition("=")
        if dimension not in DIMENSIONS:
            raise Http404(f"Tickets cannot be narrowed by '{dimension}': use one of {', '.join(DIMENSIONS)}.")
        where.append((dimension, value))
    try:
        first, last = (
            date.fromisoformat(request.GET[name]) if request.GET.get(name) else None for name in ("from", "to")
        )
    except ValueError as error:
        raise Http404(f"A day is written like 2016-04-30: {error}.") from error
    return Query(Grain.ALL, None, first, last, tuple(where))


def tickets_response(
    request: SignedInRequest, found: pa.Table, name: str, context: Mapping[str, object]
) -> HttpResponse | StreamingHttpResponse:
    """A list of tickets as a page, or as the CSV file ``name`` where the address asks for that."""
    if request.GET.get("form") == "csv":
        return csv_file(found, name)
    page = max(int(request.GET["page"]) if request.GET.get("page", "").isdigit() else 1, 1)
    pages = max(-(-found.num_rows // PAGE), 1)
    page = min(page, pages)
    address = request.GET.copy()
    address.pop("page", None)
    listed = {
        "columns": [name for name in found.column_names if name not in ("desk", "ticket")],
        "rows": [_row(row) for row in found.slice((page - 1) * PAGE, PAGE).to_pylist()],
        "total": found.num_rows,
        "page": page,
        "pages": pages,
        "address": address.urlencode(),
    }
    return render(request, "scorecards/tickets.html", {**context, **listed})


def _row(row: dict[str, object]) -> dict[str, object]:
    return {
        "desk": row["desk"],
        "ticket": row["ticket"],
        "cells": ["" if v is None else v for k, v in row.items() if k not in ("desk", "ticket")],
    }
