"""Reads metrics of tickets as they stand: who came and who went, period by period, then running sums.

No day is ever joined with the tickets: the work grows with the tickets, not with tickets times days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import NamedTuple

import ibis
import pyarrow as pa
from ibis import Table
from ibis.expr.types import Value as Expression

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, kept, leaves, levels, reached, reaches
from hoshin.metrics.intervals import wilson
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reason, Refusal, Result, Value
from hoshin.metrics.scope import Breakdown, Cut, column, holds, parts
from hoshin.metrics.statistic import (
    Change,
    Condition,
    Given,
    Gone,
    Level,
    Open,
    Overdue,
    OverdueShare,
    Promised,
    StockDays,
    StockShare,
)
from hoshin.metrics.window import Window

Part = tuple[Condition | None, Level]
"""Of the tickets of a part (None: all) those that count for a level."""


class Way(StrEnum):
    """Which way a ticket moves: to a level, or from it."""

    CAME = "came"
    WENT = "went"


Move = tuple[Way, Part]


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


def scan(
    log: EventLog,
    metrics: Sequence[Metric],
    query: Query,
    breakdowns: Sequence[Breakdown],
    window: Window,
    given: Given,
) -> list[Found]:
    """For all breakdowns at once: one pass for each day on which tickets come to a level or go from one."""
    wanted: list[Part] = list(dict.fromkeys((m.among, level) for m in metrics for level in levels(m.statistic)))
    promises = bool(given("due_on"))
    passes: dict[tuple[Way, Level], list[Move]] = {}
    for part in wanted:
        if promises or not isinstance(part[1], Promised | Overdue):
            for way in Way:
                passes.setdefault(_same_day(way, part[1]), []).append((way, part))
    period = ("period",)
    sets = tuple((*period, *map(column, breakdown)) for breakdown in breakdowns)
    asked = replace(query, by=None, across=None)
    found: list[dict[Cut, dict[Move, Counter[date | None]]]] = [{} for _ in breakdowns]
    for (way, level), moves in passes.items():
        question = ("stocks", way, level, tuple(moves), asked, window.periods[0], window.periods[-1])
        built = partial(_built, log.tickets, way, level, moves, query, breakdowns, window)
        answers = log.grouped(question, sets, built)
        for answer, breakdown, at in zip(answers, breakdowns, found, strict=True):
            _put(answer, breakdown, moves, at)
    return [
        {cut: {part: _course(part, moves, window) for part in wanted} for cut, moves in each.items()} for each in found
    ]


def _same_day(way: Way, level: Level) -> tuple[Way, Level]:
    """The first way and level whose day it is as well, so that one pass counts for all of them."""
    if way is Way.CAME:
        match level:
            case Promised():
                return Way.CAME, Open()
            case Gone():
                return Way.WENT, Open()
            case _:
                return Way.CAME, level
    return Way.WENT, level if isinstance(level, Gone) else Open()


def _built(
    tickets: Table,
    way: Way,
    level: Level,
    moves: Sequence[Move],
    query: Query,
    breakdowns: Sequence[Breakdown],
    window: Window,
) -> tuple[Table, dict[str, Expression]]:
    """How many tickets move on the day of a level, by period. A null day does not move."""
    scoped = kept(tickets, holds(tickets, query))
    if len({part[1] for _, part in moves}) == 1:
        scoped = kept(scoped, reached(scoped, moves[0][1][1]))
    when = reaches(scoped, level) if way is Way.CAME else leaves(scoped, level)
    start = window.first or window.periods[0].first
    within = ibis.literal(window.periods[0].first) if query.grain is Grain.ALL else bucket(when, query.grain)
    keys: dict[str, Expression] = {"period": ibis.ifelse(when < start, ibis.null("date"), within)}
    keys |= {column(dimension): scoped[dimension] for breakdown in breakdowns for dimension in breakdown}
    counts = {
        f"n{i}": all_of(ibis.literal(True), among(scoped) if among else None, reached(scoped, of))
        for i, (_, (among, of)) in enumerate(moves)
    }
    # A null day is no move: it is never on or before the last one.
    rows = scoped.filter(when <= window.end(window.periods[-1])).select(**keys, **counts)
    return rows, {name: rows[name].sum() for name in counts}


def _put(
    answer: pa.Table, breakdown: Breakdown, moves: Sequence[Move], found: dict[Cut, dict[Move, Counter[date | None]]]
) -> None:
    firsts = answer["period"].cast(pa.date32()).to_pylist()
    cuts = parts([answer[column(dimension)].to_pylist() for dimension in breakdown], answer.num_rows)
    counts = [answer[f"n{i}"].to_pylist() for i in range(len(moves))]
    for cut, first, *ns in zip(cuts, firsts, *counts, strict=True):
        at = found.setdefault(cut, {})
        for move, n in zip(moves, ns, strict=True):
            if n:
                at.setdefault(move, Counter())[first] = n


def _course(part: Part, moves: Mapping[Move, Counter[date | None]], window: Window) -> Course:
    """The level at the end of each period: the running sum of what came less what went."""
    came_in, went_in = moves.get((Way.CAME, part), Counter()), moves.get((Way.WENT, part), Counter())
    ever, gone, found = came_in[None], went_in[None], []
    for period in window.periods:
        came, went = came_in[period.first], went_in[period.first]
        ever, gone = ever + came, gone + went
        found.append(Standing(ever - gone, came, went, ever))
    return found


def seen(courses: Mapping[Part, Course]) -> bool:
    """Whether a value of the breakdown has any ticket that stood or moved in the periods."""
    return any(each.stand or each.came or each.went for course in courses.values() for each in course)


def results(metric: Metric, found: Mapping[Part, Course] | None, window: Window, span: Span) -> list[Result]:
    """The metric's results, one for each period of the window. ``found`` is None where the scope has no ticket."""
    courses = [
        found[metric.among, level] if found else [Standing(0, 0, 0, 0)] * len(window.periods)
        for level in levels(metric.statistic)
    ]
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
                return Refusal(Reason.NO_FIELD, every.stand, _missing(metric.columns))
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


@cache
def _missing(needed: tuple[str, ...]) -> str:
    return "; ".join(f"{each.name}: {each.meaning}" for each in TICKETS.columns if each.name in needed)


def _share(part: int, whole: int, left_out: int = 0) -> Result:
    if whole == 0:
        return Refusal(Reason.NO_CASES)
    low, high = wilson(part, whole)
    return Value(part / whole, whole, low, high, left_out)
