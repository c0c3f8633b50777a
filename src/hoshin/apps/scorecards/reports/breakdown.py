"""One metric by the values of a dimension, over the whole stretch chosen."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import MISSING, Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader, question_behind
from hoshin.reporting.blocks import Cell, Table, Tone
from hoshin.reporting.wording import amount, dimension_words

SHOWN = 12
"""Rows shown at first; the last one leads to all."""


@dataclass(frozen=True)
class Breakdown:
    """A metric's readings by one dimension, over one stretch."""

    metric: Metric
    dimension: str
    selection: Selection
    query: Query
    readings: tuple[Reading, ...]


def gather(reader: Reader, metric: Metric, selection: Selection, dimension: str) -> Breakdown:
    """Read the metric once for each value of ``dimension``."""
    query = selection.query(reader.coverage(selection.where), by=dimension, grain=Grain.ALL)
    return Breakdown(metric, dimension, selection, query, tuple(reader.read([metric.key], query)))


def compose(found: Breakdown, *, whole: bool = False) -> Table:
    """The values with most tickets behind them, most first, each linked to its tickets; with ``whole`` all of them.

    Values without any ticket in the stretch are left out.
    """
    metric, selection = found.metric, found.selection
    ordered = found.dimension == "priority"  # its values have an order of their own
    there = [reading for reading in found.readings if reading.result.n]
    there.sort(key=lambda r: (0 if ordered else -r.result.n, str(r.scope)))
    most = there if whole else there[:SHOWN]
    rows = []
    for reading in most:
        value = dict(reading.scope)[found.dimension]
        shown = MISSING if value is None else value
        here = selection.narrowed(found.dimension, shown)
        result = reading.result
        rows.append(
            (
                Cell(shown, href=f"{reverse('scorecards:metric', args=[metric.key])}?{here.address}"),
                Cell(
                    amount(result.amount, metric.unit) if isinstance(result, Value) else "no data",
                    tone=Tone.UNKNOWN if not isinstance(result, Value) or result.small else Tone.NEUTRAL,
                    numeric=True,
                ),
                Cell(
                    f"{result.n:,}",
                    numeric=True,
                    href=tickets_address(metric, found.query, reading) if result.n else "",
                ),
            )
        )
    if len(there) > len(most):
        every = f"{reverse('scorecards:metric', args=[metric.key])}?{selection.address}&rows={found.dimension}"
        rows.append((Cell(f"and {len(there) - len(most):,} more", href=every), Cell(""), Cell("")))
    return Table(
        caption=f"By {dimension_words(found.dimension)}",
        columns=(dimension_words(found.dimension).capitalize(), "Amount", "Tickets"),
        rows=tuple(rows),
        empty=f"No ticket of this scope has a {dimension_words(found.dimension)}.",
    )


def tickets_address(metric: Metric, query: Query, reading: Reading) -> str:
    """Where the tickets behind a reading are listed, given the question that it answers."""
    return address("scorecards:tickets", metric, question_behind(query, reading))


def address(page: str, metric: Metric, query: Query) -> str:
    """A page of the metric with the days and the scope of a question."""
    stretch = [(name, day.isoformat()) for name, day in (("from", query.first), ("to", query.last)) if day]
    where = [("where", f"{dimension}={value}") for dimension, value in query.where]
    return f"{reverse(page, args=[metric.key])}?{urlencode(stretch + where)}"
