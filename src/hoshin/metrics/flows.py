"""Reads metrics of tickets that fall into days: all that are dated alike in one scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ibis import Table
from ibis.expr.types import BooleanValue
from ibis.expr.types import Value as Expression

from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, day, kept, placed, sufficient
from hoshin.metrics.intervals import enclosing, fractions, normal, wilson
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reason, Refusal, Result, Value
from hoshin.metrics.scope import Raw, holds
from hoshin.metrics.statistic import Count, Dating, Mean, Measure, Quantile, Share

Given = Callable[[str], frozenset[str]]
"""The desks that give a column, by its name."""

Cell = Mapping[str, Any]
"""One row of the scan: the sufficient statistics of all metrics for one period and value."""


@dataclass(frozen=True)
class Ordered:
    """Where the quantiles of a metric stand in a row: the column, and the fraction that each of its numbers is for."""

    column: str
    fractions: tuple[float, ...]


@dataclass(frozen=True)
class Scan:
    """What one pass over the tickets found.

    ``cells`` are by value of the breakdown (None without one) and first day of the period (None for ``all``); ``days``
    are these first days, for ``all`` those of the first and the last ticket; ``ordered`` is by key of the metric.
    """

    cells: dict[Raw, dict[date | None, Cell]]
    days: tuple[date, ...]
    ordered: dict[str, Ordered]


def counted(metric: Metric, tickets: Table, given: Given) -> BooleanValue | None:
    """Which of the tickets placed in time count for the metric."""
    return metric.counted(tickets, given(metric.desk_gives) if metric.desk_gives else None)


def in_days(tickets: Table, dating: Dating, query: Query) -> Table:
    """The tickets of the question: placed in time, in its days, in its scope."""
    when = day(tickets, dating)
    return kept(
        tickets,
        all_of(
            placed(tickets, dating),
            when >= query.first if query.first else None,
            when <= query.last if query.last else None,
            holds(tickets, query),
        ),
    )


def scan(tickets: Table, dating: Dating, metrics: Sequence[Metric], query: Query, given: Given) -> Scan:
    """One pass over the tickets for all metrics of a dating."""
    found = in_days(tickets, dating, query)
    when = day(found, dating)
    keys: dict[str, Expression] = {}
    if query.grain is not Grain.ALL:
        keys["period"] = bucket(when, query.grain)
    if query.by:
        keys["value"] = found[query.by]
    columns: dict[str, Expression] = {"rows": found.count()}
    if query.grain is Grain.ALL:
        columns |= {"earliest": when.min(), "latest": when.max()}
    ordered = _ordered(metrics)
    columns |= _columns(found, metrics, ordered, given)
    rows = (found.group_by(**keys) if keys else found).aggregate(**columns).to_pyarrow().to_pylist()
    cells: dict[Raw, dict[date | None, Cell]] = {}
    days: set[date] = set()
    for row in rows:
        if row["rows"]:
            cells.setdefault(row.get("value"), {})[row.get("period")] = row
            days.update((row["period"],) if "period" in row else (row["earliest"], row["latest"]))
    return Scan(cells, tuple(days), ordered)


def _columns(
    tickets: Table, metrics: Sequence[Metric], ordered: Mapping[str, Ordered], given: Given
) -> dict[str, Expression]:
    columns: dict[str, Expression] = {}
    for metric in metrics:
        about, counts = metric.about(tickets), counted(metric, tickets, given)
        if about is not None:
            columns[f"{metric.key}.there"] = tickets.count(where=about)
        match metric.statistic:
            case Quantile(measure, _):
                at = ordered[metric.key]
                columns[f"{metric.key}.n"] = tickets.count(where=counts)
                columns[at.column] = measure.of(tickets).quantile(list(at.fractions), where=counts)
            case Count() | Share() | Mean() as flow:
                own = sufficient(flow, tickets, counts)
                columns |= {f"{metric.key}.{name}": expression for name, expression in own.items()}
    return columns


def _ordered(metrics: Sequence[Metric]) -> dict[str, Ordered]:
    """One column for all quantiles of a measure over the same tickets: an engine keeps and orders the values once."""
    alike: dict[tuple[object, ...], list[tuple[str, float]]] = {}
    for metric in metrics:
        if isinstance(metric.statistic, Quantile):
            over = (metric.statistic.measure, metric.among, metric.valid, metric.needs, metric.desk_gives)
            alike.setdefault(over, []).append((metric.key, metric.statistic.q))
    found: dict[str, Ordered] = {}
    for group in alike.values():
        at = Ordered(f"{group[0][0]}.quantiles", tuple(sorted({f for _, q in group for f in fractions(q)})))
        found |= {key: at for key, _ in group}
    return found


def result(metric: Metric, scan: Scan, cell: Cell | None, period: Period, span: Span) -> Result:
    """The metric's result from the row of its period and scope; None where the scan found no ticket for these."""
    there = int(cell.get(f"{metric.key}.there", cell["rows"])) if cell else 0
    if cell is None or there == 0:
        return Refusal(Reason.NO_CASES if span.covers(period) else Reason.NOT_COVERED)
    n = int(cell[f"{metric.key}.n"])
    if n == 0:
        missing = [column for column in TICKETS.columns if column.name in (*metric.needs, metric.desk_gives)]
        if missing:
            return Refusal(Reason.NO_FIELD, there, "; ".join(f"{c.name}: {c.meaning}" for c in missing))
        return Refusal(Reason.NO_CASES, there, f"left out: {metric.exclusions}")
    amount, interval = _amount(metric, scan, cell, n)
    low, high = interval or (None, None)
    return Value(amount, n, low, high, left_out=there - n)


def _amount(metric: Metric, scan: Scan, cell: Cell, n: int) -> tuple[float, tuple[float, float] | None]:
    match metric.statistic:
        case Share():
            met = int(cell[f"{metric.key}.met"])
            return met / n, wilson(met, n)
        case Mean(measure):
            total = float(cell[f"{metric.key}.total"])
            return total / n / measure.per, _around_mean(measure, n, total, float(cell[f"{metric.key}.squares"]))
        case Quantile(measure, q):
            at = scan.ordered[metric.key]
            found = dict(zip(at.fractions, cell[at.column], strict=True))
            ends = enclosing(q, n)
            interval = (found[ends[0]] / measure.per, found[ends[1]] / measure.per) if ends else None
            return found[q] / measure.per, interval
        case _:
            return float(n), None


def _around_mean(measure: Measure, n: int, total: float, squares: float) -> tuple[float, float] | None:
    mean, coarse = total / n / measure.per, measure.per / measure.coarse
    variance = (squares / n / coarse / coarse - mean * mean) * n / (n - 1) if n > 1 else 0.0
    return normal(n, mean, variance)
