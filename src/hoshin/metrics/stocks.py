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

from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, kept, leaves, levels, reached, reaches
from hoshin.metrics.intervals import wilson
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reason, Refusal, Result, Value
from hoshin.metrics.scope import Cut, cut, holds
from hoshin.metrics.scope import keys as breakdown
from hoshin.metrics.statistic import Change, Condition, Gone, Level, Open, OverdueShare, StockDays, StockShare
from hoshin.metrics.window import Window

Part = tuple[Condition | None, Level]
"""Of the tickets of a part (None: all) those that count for a level."""


class Standing(NamedTuple):
    """A level at the end of one period: how many stand, came and went in it, and came ever."""

    stand: int
    came: int
    went: int
    ever: int


Course = Sequence[Standing]
"""A level over the periods of a window."""

Found = Mapping[Cut, Mapping[Part, Course]]
"""The courses by part of the breakdown, and by part of the tickets and level."""


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
    """One pass over the openings, one for each further level that is asked for, and one over the leavings."""
    wanted: list[Part] = list(dict.fromkeys((m.among, level) for m in metrics for level in levels(m.statistic)))
    scoped = kept(tickets, holds(tickets, query))
    found: dict[Cut, dict[Part, Moves]] = {}

    def moves(value: Cut, part: Part) -> Moves:
        return found.setdefault(value, {each: Moves() for each in wanted})[part]

    for level in dict.fromkeys(level for _, level in wanted):
        own = [part for part in wanted if part[1] == level]
        entering = kept(scoped, reached(scoped, level))
        for value, start, counts in _counted(entering, reaches(entering, level), own, query, window):
            for part, n in zip(own, counts, strict=True):
                moves(value, part).came[start] = n
    for level in dict.fromkeys(level if isinstance(level, Gone) else Open() for _, level in wanted):
        # All that stands open goes on the day of leaving; only what counts after it has a day of its own.
        own = [part for part in wanted if isinstance(part[1], Gone) == isinstance(level, Gone)]
        own = [part for part in own if part[1] == level] if isinstance(level, Gone) else own
        for value, start, counts in _counted(scoped, leaves(scoped, level), own, query, window):
            for part, n in zip(own, counts, strict=True):
                moves(value, part).went[start] = n
    return {value: {level: each.course(window) for level, each in at.items()} for value, at in found.items()}


def _counted(
    tickets: Table, when: DateValue, wanted: Sequence[Part], query: Query, window: Window
) -> Iterator[tuple[Cut, date | None, list[int]]]:
    """How many tickets of each level move on the day ``when``, by value and period. A null day does not move."""
    start = window.first or window.periods[0].first
    within = ibis.literal(window.periods[0].first) if query.grain is Grain.ALL else bucket(when, query.grain)
    keys: dict[str, Expression] = {"period": ibis.ifelse(when < start, ibis.null("date"), within)}
    keys |= breakdown(tickets, query)
    counts = {
        f"n{i}": all_of(ibis.literal(True), among(tickets) if among else None, reached(tickets, level))
        for i, (among, level) in enumerate(wanted)
    }
    # A null day is no move: it is never on or before the last one.
    rows = tickets.filter(when <= window.end(window.periods[-1])).select(**keys, **counts)
    sums = {name: rows[name].sum() for name in counts}
    for row in rows.group_by(*keys).aggregate(**sums).to_pyarrow().to_pylist():
        period = row["period"].date() if isinstance(row["period"], datetime) else row["period"]
        yield cut(row, query), period, [row[f"n{i}"] for i in range(len(wanted))]


def seen(parts: Mapping[Part, Course]) -> bool:
    """Whether a value of the breakdown has any ticket that stood or moved in the periods."""
    return any(each.stand or each.came or each.went for course in parts.values() for each in course)


def results(metric: Metric, found: Mapping[Part, Course] | None, window: Window, span: Span) -> list[Result]:
    """The metric's results, one for each period of the window. ``found`` is None where the scope has no ticket."""
    nothing = Moves().course(window)
    courses = [found[metric.among, level] if found else nothing for level in levels(metric.statistic)]
    return [
        _result(metric, window.end(period), span, *standing)
        for period, *standing in zip(window.periods, *courses, strict=True)
    ]


def _result(metric: Metric, end: date, span: Span, every: Standing, *others: Standing) -> Result:
    if end < span.first:
        return Refusal(Reason.NOT_COVERED)
    if every.ever == 0:
        return Refusal(Reason.NO_CASES)
    match metric.statistic:
        case StockShare():
            return _share(others[0].stand, every.stand)
        case OverdueShare():
            promised, overdue = others
            if promised.ever == 0:
                missing = [column for column in TICKETS.columns if column.name in metric.columns]
                return Refusal(Reason.NO_FIELD, every.stand, "; ".join(f"{c.name}: {c.meaning}" for c in missing))
            return _share(overdue.stand, promised.stand, every.stand - promised.stand)
        case StockDays(days, working):
            if (end - span.first).days < days - 1:
                return Refusal(Reason.NOT_COVERED)
            if others[0].stand == 0:
                return Refusal(Reason.NO_CASES, every.stand, f"no ticket left within {days} days")
            return Value(every.stand * working / others[0].stand, every.stand)
        case Change():
            return Value(float(every.came - every.went), every.came + every.went)
        case _:
            return Value(float(every.stand), every.stand)


def _share(part: int, whole: int, left_out: int = 0) -> Result:
    if whole == 0:
        return Refusal(Reason.NO_CASES)
    low, high = wilson(part, whole)
    return Value(part / whole, whole, low, high, left_out)
