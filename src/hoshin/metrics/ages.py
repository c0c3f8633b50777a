"""Reads how old the open tickets are at the end of each period: what running sums cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import ibis
import pyarrow as pa
from ibis import Table

from hoshin.metrics.coverage import Span
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import ages, all_of, kept
from hoshin.metrics.query import Query
from hoshin.metrics.result import Reason, Refusal, Result, Value
from hoshin.metrics.results import Results
from hoshin.metrics.scope import Cut, cut, holds, keys
from hoshin.metrics.window import Window

Found = Mapping[Cut, Mapping[date, tuple[int, float]]]
"""How many tickets stand open at the end of a day, and their median age in days; by part of the breakdown."""


def scan(tickets: Table, metric: Metric, query: Query, window: Window) -> Found:
    """One join of the ends of the periods with the tickets that the metric is about."""
    ends = sorted({window.end(period) for period in window.periods})
    about = kept(tickets, all_of(holds(tickets, query), metric.about(tickets)))
    days = ibis.memtable(pa.table({"end": pa.array(ends, pa.date32())}))
    found: dict[Cut, dict[date, tuple[int, float]]] = {}
    for row in ages(about, days, **keys(about, query)).to_pyarrow().to_pylist():
        end = row["end"].date() if isinstance(row["end"], datetime) else row["end"]
        found.setdefault(cut(row, query), {})[end] = (row["n"], float(row["age"]))
    return found


def results(found: Found, cuts: Sequence[Cut], window: Window, spans: Sequence[Span]) -> Results:
    """The results of each of the parts; ``spans`` are the days that each part's desks cover."""
    ends = [window.end(period) for period in window.periods]
    parts = zip(cuts, spans, strict=True)
    return Results.of(
        [[_result(end, found.get(cut, {}).get(end), span) for end in ends] for cut, span in parts], len(ends)
    )


def _result(end: date, found: tuple[int, float] | None, span: Span) -> Result:
    if end < span.first:
        return Refusal(Reason.NOT_COVERED)
    return Value(found[1], found[0]) if found else Refusal(Reason.NO_CASES)
