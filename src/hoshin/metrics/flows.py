"""Reads metrics of tickets that fall into days: all that are dated alike in one scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ibis import Table
from ibis.expr.types import BooleanValue, IntegerValue
from ibis.expr.types import Value as Expression

from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, brought, day, divided, kept, placed, sufficient
from hoshin.metrics.intervals import enclosing, fractions, normal, wilson
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reason, Refusal, Result, Value
from hoshin.metrics.scope import Cut, cut, holds
from hoshin.metrics.scope import keys as breakdown
from hoshin.metrics.statistic import Count, Dating, Flow, Mean, Measure, Quantile, Ratio, Share, Total, Weekly

Given = Callable[[str], frozenset[str]]
"""The desks that give a column, by its name."""

Cell = Mapping[str, Any]
"""One row of the scan: the sufficient statistics of all metrics for one period and value."""


@dataclass(frozen=True)
class Amounts:
    """What tickets bring to the metrics ``of`` one measure over the same tickets: one column, summed up once.

    ``fractions`` are those at which its quantiles are taken: an engine orders the values once for all of them.
    """

    column: str
    of: tuple[Metric, ...]
    fractions: tuple[float, ...]

    @cached_property
    def places(self) -> dict[float, int]:
        """Where the quantile of each fraction stands among them."""
        return {fraction: place for place, fraction in enumerate(self.fractions)}


@dataclass(frozen=True)
class Scan:
    """What one pass over the tickets found.

    ``cells`` are by part of the breakdown and first day of the period (None for ``all``); ``days``
    are these first days, for ``all`` those of the first and the last ticket; ``amounts`` is by key of the metric.
    """

    cells: dict[Cut, dict[date | None, Cell]]
    days: tuple[date, ...]
    amounts: dict[str, Amounts]


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
    keys |= breakdown(found, query)
    amounts = _amounts(metrics)
    shared = dict.fromkeys(amounts.values())
    columns = {each.column: brought(_flow(each.of[0]), found, counted(each.of[0], found, given)) for each in shared}
    for each in shared:
        if (under := divided(_flow(each.of[0]), found, counted(each.of[0], found, given))) is not None:
            columns[f"{each.column}.below"] = under
    columns |= {f"{m.key}.about": m.among(found) for m in metrics if m.among}
    # What tickets bring is worked out once each, and then summed up by period and value.
    rows = found.select(day=when, **keys, **columns)
    sums: dict[str, Expression] = {"rows": rows.count()}
    if query.grain is Grain.ALL:
        sums |= {"earliest": rows.day.min(), "latest": rows.day.max()}
    sums |= {f"{m.key}.there": rows[f"{m.key}.about"].sum() for m in metrics if m.among}
    for each in shared:
        below = f"{each.column}.below"
        sums |= _sums(each, rows[each.column], rows[below] if below in columns else None)
    answer = (rows.group_by(*keys) if keys else rows).aggregate(**sums).to_pyarrow().to_pylist()
    cells: dict[Cut, dict[date | None, Cell]] = {}
    days: set[date] = set()
    for row in answer:
        if row["rows"]:
            cells.setdefault(cut(row, query), {})[row.get("period")] = row
            days.update((row["period"],) if "period" in row else (row["earliest"], row["latest"]))
    return Scan(cells, tuple(days), amounts)


def _flow(metric: Metric) -> Flow:
    if not isinstance(metric.statistic, Count | Share | Mean | Quantile | Total | Ratio | Weekly):
        raise TypeError(f"Metric '{metric.key}' is dated {metric.dating}, which its statistic cannot be.")
    return metric.statistic


def _amounts(metrics: Sequence[Metric]) -> dict[str, Amounts]:
    """What is to be summed up for the metrics, by key: one column for all that take the same of the same tickets."""
    alike: dict[tuple[object, ...], list[Metric]] = {}
    for metric in metrics:
        flow = _flow(metric)
        what = flow.measure if isinstance(flow, Mean | Quantile | Total | Weekly) else flow
        which = (metric.among, metric.valid, metric.needs, metric.needs_one_of, metric.desk_gives)
        alike.setdefault((what, *which), []).append(metric)
    found: dict[str, Amounts] = {}
    for group in alike.values():
        quantiles = {q for m in group if isinstance(m.statistic, Quantile) for q in fractions(m.statistic.q)}
        found |= dict.fromkeys((m.key for m in group), Amounts(group[0].key, tuple(group), tuple(sorted(quantiles))))
    return found


def _sums(amounts: Amounts, column: IntegerValue, below: IntegerValue | None) -> dict[str, Expression]:
    found: dict[str, Expression] = {}
    for metric in amounts.of:
        if not isinstance(metric.statistic, Quantile):
            found |= sufficient(_flow(metric), column, below)
    if amounts.fractions:
        found |= {"n": column.count(), "quantiles": column.quantile(list(amounts.fractions))}
    return {f"{amounts.column}.{name}": expression for name, expression in found.items()}


def result(metric: Metric, scan: Scan, cell: Cell | None, period: Period, span: Span) -> Result:
    """The metric's result from the row of its period and scope; None where the scan found no ticket for these."""
    there = int(cell.get(f"{metric.key}.there", cell["rows"])) if cell else 0
    if cell is None or there == 0:
        return Refusal(Reason.NO_CASES if span.covers(period) else Reason.NOT_COVERED)
    amounts = scan.amounts[metric.key]
    n = int(cell[f"{amounts.column}.n"])
    if n == 0:
        missing = [column for column in TICKETS.columns if column.name in metric.columns]
        if missing:
            return Refusal(Reason.NO_FIELD, there, "; ".join(f"{c.name}: {c.meaning}" for c in missing))
        return Refusal(Reason.NO_CASES, there, f"left out: {metric.exclusions}")
    found = _amount(metric, amounts, cell, n, _covered_days(period, span))
    if found is None:
        return Refusal(Reason.NO_CASES, there, f"left out: {metric.exclusions}")
    amount, interval = found
    low, high = interval or (None, None)
    return Value(amount, n, low, high, left_out=there - n)


def _covered_days(period: Period, span: Span) -> int:
    """How many days of the period the export covers; all of them where it covers none of it."""
    first, last = max(period.first, span.first), min(period.last, span.last)
    return (last - first).days + 1 if first <= last else (period.last - period.first).days + 1


def _amount(
    metric: Metric, amounts: Amounts, cell: Cell, n: int, days: int
) -> tuple[float, tuple[float, float] | None] | None:
    """The amount and its interval; None for a ratio over nothing."""
    match metric.statistic:
        case Share():
            met = int(cell[f"{amounts.column}.met"])
            return met / n, wilson(met, n)
        case Mean(measure):
            total, squares = float(cell[f"{amounts.column}.total"]), float(cell[f"{amounts.column}.squares"])
            return total / n / measure.per, _around_mean(measure, n, total, squares)
        case Quantile(measure, q):
            found, place = cell[f"{amounts.column}.quantiles"], amounts.places
            ends = enclosing(q, n)
            interval = (found[place[ends[0]]] / measure.per, found[place[ends[1]]] / measure.per) if ends else None
            return found[place[q]] / measure.per, interval
        case Total(measure):
            return float(cell[f"{amounts.column}.total"]) / measure.per, None
        case Ratio(over, under):
            below = float(cell[f"{amounts.column}.under"]) / under.per
            return (float(cell[f"{amounts.column}.total"]) / over.per / below, None) if below else None
        case Weekly(measure):
            return float(cell[f"{amounts.column}.total"]) / measure.per * 7 / days, None
        case _:
            return float(n), None


def _around_mean(measure: Measure, n: int, total: float, squares: float) -> tuple[float, float] | None:
    mean, coarse = total / n / measure.per, measure.per / measure.coarse
    variance = (squares / n / coarse / coarse - mean * mean) * n / (n - 1) if n > 1 else 0.0
    return normal(n, mean, variance)
