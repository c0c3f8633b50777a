"""Reads metrics of tickets as they stand: who came and who went, period by period, then running sums.

No day is ever joined with the tickets: the work grows with the tickets, not with tickets times days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import ibis
from ibis import Table
from ibis.expr.types import DateValue
from ibis.expr.types import Value as Expression

from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, kept, left, levels, reached, reaches
from hoshin.metrics.intervals import wilson
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reason, Refusal, Result, Value
from hoshin.metrics.scope import Raw, holds
from hoshin.metrics.statistic import Change, Condition, StockShare
from hoshin.metrics.window import Window

Level = tuple[Condition | None, int]
"""The tickets of a part (None: all) that have been open for so many days."""


class Standing(NamedTuple):
    """A level at the end of one period: how many stand, came and went in it, and came ever."""

    stand: int
    came: int
    went: int
    ever: int


Course = Sequence[Standing]
"""A level over the periods of a window."""

Found = Mapping[Raw, Mapping[Level, Course]]
"""The courses by value of the breakdown (None without one) and level."""


@dataclass
class Moves:
    """How many tickets came to a level and went from it, by the first day of the period; None is before them all."""

    came: Counter[date | None] = field(default_factory=Counter)
    went: Counter[date | None] = field(default_factory=Counter)

    def course(self, window: Window) -> Course:
        """The level at the end of each period: the running sum of what came less what went."""
        ever, gone, found = self.came[None], self.went[None], []
        for period in window.periods:
            came, went = self.came[period.first], self.went[period.first]
            ever, gone = ever + came, gone + went
            found.append(Standing(ever - gone, came, went, ever))
        return found


def scan(tickets: Table, metrics: Sequence[Metric], query: Query, window: Window) -> Found:
    """One pass over the openings, one for each age that is asked for, and one over the leavings."""
    wanted: list[Level] = list(dict.fromkeys((m.among, days) for m in metrics for days in levels(m.statistic)))
    scoped = kept(tickets, holds(tickets, query))
    found: dict[Raw, dict[Level, Moves]] = {}

    def moves(value: Raw, level: Level) -> Moves:
        return found.setdefault(value, {each: Moves() for each in wanted})[level]

    for days in sorted({days for _, days in wanted}):
        own = [level for level in wanted if level[1] == days]
        entering = kept(scoped, reached(scoped, days))
        for value, start, counts in _counted(entering, reaches(entering, days), own, query, window):
            for level, n in zip(own, counts, strict=True):
                moves(value, level).came[start] = n
    for value, start, counts in _counted(scoped, left(scoped), wanted, query, window):
        for level, n in zip(wanted, counts, strict=True):
            moves(value, level).went[start] = n
    return {value: {level: each.course(window) for level, each in at.items()} for value, at in found.items()}


def _counted(
    tickets: Table, when: DateValue, wanted: Sequence[Level], query: Query, window: Window
) -> Iterator[tuple[Raw, date | None, list[int]]]:
    """How many tickets of each level move on the day ``when``, by value and period. A null day does not move."""
    start = window.first or window.periods[0].first
    within = ibis.literal(window.periods[0].first) if query.grain is Grain.ALL else bucket(when, query.grain)
    keys: dict[str, Expression] = {"period": ibis.ifelse(when < start, ibis.null("date"), within)}
    if query.by:
        keys["value"] = tickets[query.by]
    counts = {
        f"n{i}": all_of(ibis.literal(True), among(tickets) if among else None, reached(tickets, days))
        for i, (among, days) in enumerate(wanted)
    }
    # A null day is no move: it is never on or before the last one.
    rows = tickets.filter(when <= window.end(window.periods[-1])).select(**keys, **counts)
    sums = {name: rows[name].sum() for name in counts}
    for row in rows.group_by(*keys).aggregate(**sums).to_pyarrow().to_pylist():
        period = row["period"].date() if isinstance(row["period"], datetime) else row["period"]
        yield row.get("value"), period, [row[f"n{i}"] for i in range(len(wanted))]


def seen(levels: Mapping[Level, Course]) -> bool:
    """Whether a value of the breakdown has any ticket that stood or moved in the periods."""
    return any(each.stand or each.came or each.went for course in levels.values() for each in course)


def results(metric: Metric, found: Mapping[Level, Course] | None, window: Window, span: Span) -> list[Result]:
    """The metric's results, one for each period of the window. ``found`` is None where the scope has no ticket."""
    nothing = Moves().course(window)
    courses = [found[metric.among, days] if found else nothing for days in levels(metric.statistic)]
    return [
        _result(metric, window.end(period), span, *standing)
        for period, *standing in zip(window.periods, *courses, strict=True)
    ]


def _result(metric: Metric, end: date, span: Span, every: Standing, aged: Standing | None = None) -> Result:
    if end < span.first:
        return Refusal(Reason.NOT_COVERED)
    if every.ever == 0:
        return Refusal(Reason.NO_CASES)
    match metric.statistic:
        case StockShare() if aged is not None:
            if every.stand == 0:
                return Refusal(Reason.NO_CASES)
            return Value(aged.stand / every.stand, every.stand, *wilson(aged.stand, every.stand))
        case Change():
            return Value(float(every.came - every.went), every.came + every.went)
        case _:
            return Value(float(every.stand), every.stand)
