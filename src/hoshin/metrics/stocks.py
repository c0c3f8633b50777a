"""Reads metrics of tickets as they stand: who came and who went, period by period, then running sums.

No day is ever joined with the tickets: the work grows with the tickets, not with tickets times days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, partial

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table
from ibis.expr.types import Value as Expression

from hoshin.eventlog.grouping import Kind, Sum
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket, ordinal, ordinals
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, kept, leaves, levels, reached, reaches
from hoshin.metrics.intervals import Floats, Ints, wilson_each
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reason
from hoshin.metrics.results import NUMBER, Bools, Results
from hoshin.metrics.scope import Breakdown, Cut, column, cuts_in_order, encoded, holds
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


@dataclass(frozen=True, eq=False)
class Course:
    """A level over the periods of a window, by part of the breakdown: each column of shape (parts, periods).

    How many ``stand`` at the end of a period, ``came`` and ``went`` in it, and came ``ever``.
    """

    stand: Ints
    came: Ints
    went: Ints
    ever: Ints

    def of(self, parts: Ints) -> Course:
        """That of some of the parts, by their places."""
        return Course(self.stand[parts], self.came[parts], self.went[parts], self.ever[parts])


@dataclass(frozen=True, eq=False)
class Found:
    """The parts of the breakdown, in order, and the courses of each part of the tickets and level."""

    cuts: list[Cut]
    courses: Mapping[Part, Course]


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
    found: list[list[tuple[pa.Table, Sequence[Move]]]] = [[] for _ in breakdowns]
    for (way, level), moves in passes.items():
        question = ("stocks", way, level, tuple(moves), asked, window.periods[0], window.periods[-1])
        built = partial(_built, log.tickets, way, level, moves, query, breakdowns, window)
        answers = log.grouped(question, sets, built)
        for answer, of_it in zip(answers, found, strict=True):
            of_it.append((answer, moves))
    return [_found(each, breakdown, wanted, window) for each, breakdown in zip(found, breakdowns, strict=True)]


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
) -> tuple[Table, dict[str, Sum]]:
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
    return rows, {name: Sum(Kind.TOTAL, name) for name in counts}


def _found(
    answers: Sequence[tuple[pa.Table, Sequence[Move]]], breakdown: Breakdown, wanted: Sequence[Part], window: Window
) -> Found:
    """The courses from how many moved, by part of the breakdown and period: running sums of who came less who went."""
    told = [encoded([answer[column(dim)] for dim in breakdown], answer.num_rows) for answer, _ in answers]
    cuts: list[Cut] = cuts_in_order({cut for own, _ in told for cut in own}) if breakdown else [()]
    rank = {cut: place for place, cut in enumerate(cuts)}
    firsts = np.array([ordinal(period.first) for period in window.periods])
    # The first column is for what moved before the window.
    none = np.zeros((len(cuts), 1 + len(firsts)), np.int64)
    moved: dict[Move, Ints] = {}
    for (answer, moves), (own, parts) in zip(answers, told, strict=True):
        rows = np.array([rank[cut] for cut in own], np.int64)[parts]
        period = answer["period"].cast(pa.date32())
        before = pc.is_null(period).to_numpy()
        at = np.where(before, 0, 1 + np.searchsorted(firsts, ordinals(pc.fill_null(period, window.periods[0].first))))
        for i, move in enumerate(moves):
            moved[move] = counts = none.copy()
            counts[rows, at] = pc.fill_null(answer[f"n{i}"].cast(pa.int64()), 0).to_numpy()
    return Found(cuts, {p: _course(moved.get((Way.CAME, p), none), moved.get((Way.WENT, p), none)) for p in wanted})


def _course(came: Ints, went: Ints) -> Course:
    ever = came.cumsum(axis=1)
    stand = ever - went.cumsum(axis=1)
    return Course(stand[:, 1:], came[:, 1:], went[:, 1:], ever[:, 1:])


def seen(found: Found) -> Found:
    """Only the parts of the breakdown that have any ticket that stood or moved in the periods."""
    there = np.zeros(len(found.cuts), np.bool_)
    for each in found.courses.values():
        there |= (each.stand != 0).any(axis=1) | (each.came != 0).any(axis=1) | (each.went != 0).any(axis=1)
    kept = np.flatnonzero(there)
    return Found([found.cuts[place] for place in kept], {part: each.of(kept) for part, each in found.courses.items()})


def results(metric: Metric, found: Found, window: Window, spans: Sequence[Span]) -> Results:
    """The metric's results for all parts and periods; ``spans`` are the days that each part's desks cover."""
    every, *others = (found.courses[metric.among, level] for level in levels(metric.statistic))
    ends = np.array([ordinal(window.end(period)) for period in window.periods])
    firsts = np.array([ordinal(span.first) for span in spans], np.int64).reshape(-1, 1)
    known = np.broadcast_to(ends - firsts, every.stand.shape)
    refusals: list[tuple[Reason, str]] = [(Reason.NOT_COVERED, ""), (Reason.NO_CASES, "")]
    refused: list[tuple[Bools, Ints]] = [
        (known < 0, np.zeros_like(every.stand)),
        (every.ever == 0, np.zeros_like(every.stand)),
    ]
    n, left_out, none = every.stand, np.zeros_like(every.stand), np.full(every.stand.shape, np.nan)
    low, high = none, none

    def refuse(where: Bools, cases: Ints, reason: Reason, detail: str = "") -> None:
        refused.append((where, cases))
        refusals.append((reason, detail))

    match metric.statistic:
        case StockShare():
            refuse(n == 0, np.zeros_like(n), Reason.NO_CASES)
            amount, low, high = _share(others[0].stand, n)
        case OverdueShare():
            promised, overdue = others
            n, left_out = promised.stand, every.stand - promised.stand
            refuse(promised.ever == 0, every.stand, Reason.NO_FIELD, _missing(metric.columns))
            refuse(n == 0, np.zeros_like(n), Reason.NO_CASES)
            amount, low, high = _share(overdue.stand, n)
        case StockDays(days, working):
            pace = others[0].stand
            refuse(known < days - 1, np.zeros_like(n), Reason.NOT_COVERED)
            refuse(pace == 0, n, Reason.NO_CASES, f"no ticket left within {days} days")
            amount = n * working / np.maximum(pace, 1)
        case Change():
            amount, n = (every.came - every.went).astype(np.float64), every.came + every.went
        case _:
            amount = n.astype(np.float64)
    why = np.select([where for where, _ in refused], [np.int8(i) for i in range(len(refused))], np.int8(NUMBER))
    number = why == NUMBER
    return Results(
        np.where(number, amount, np.nan),
        np.select([where for where, _ in refused], [cases for _, cases in refused], n),
        np.where(number, low, np.nan),
        np.where(number, high, np.nan),
        np.where(number, left_out, 0),
        why,
        tuple(refusals),
    )


@cache
def _missing(needed: tuple[str, ...]) -> str:
    return "; ".join(f"{each.name}: {each.meaning}" for each in TICKETS.columns if each.name in needed)


def _share(part: Ints, whole: Ints) -> tuple[Floats, Floats, Floats]:
    """Of a share its amount and the ends of its interval; without meaning where ``whole`` is 0."""
    cases = np.maximum(whole, 1)
    return part / cases, *wilson_each(part, cases)
