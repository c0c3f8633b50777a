"""Reads metrics of tickets that fall into days: all that are dated alike in one scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table
from ibis.expr.types import BooleanValue
from ibis.expr.types import Value as Expression
from numpy.typing import NDArray

from hoshin.eventlog.grouping import Kind, Sum
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.amounts import Amounts, counted, together
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket, ordinal, ordinals
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, day, kept, placed
from hoshin.metrics.intervals import Floats, Ints, ends, normal, served_by, wilson_each
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reason
from hoshin.metrics.results import NUMBER, Bools, Results
from hoshin.metrics.scope import Breakdown, Cut, column, encoded, holds
from hoshin.metrics.statistic import Dating, Given, Mean, Quantile, Ratio, Share, Total, Weekly
from hoshin.metrics.window import Window


@dataclass(frozen=True)
class Scan:
    """What one pass over the tickets found: the sufficient statistics of all metrics, a row for a part and a period.

    ``cuts`` are the parts of the breakdown, in order, and ``parts`` says of each row which it belongs to; ``firsts`` is
    the first day of its period, as days since 1970 (None for ``all``); ``days`` are these first days, for ``all`` those
    of the first and the last ticket; ``amounts`` is by key of the metric.
    """

    rows: pa.Table
    cuts: list[Cut]
    parts: Ints
    firsts: Ints | None
    days: tuple[date, ...]
    amounts: dict[str, Amounts]

    def whole(self, column: str) -> Ints:
        """A column of whole numbers, 0 where there is none."""
        found: Ints = pc.fill_null(self.rows[column].cast(pa.int64()), 0).to_numpy()
        return found

    def real(self, column: str) -> Floats:
        """A column of sums, 0 where there is none."""
        found: Floats = pc.fill_null(self.rows[column].cast(pa.float64(), safe=False), 0.0).to_numpy()
        return found

    def quantiles(self, column: str, of: int) -> Floats:
        """A column of ``of`` quantiles a row, NaN where there is none."""
        lists = self.rows[column].combine_chunks()
        found = np.full((len(lists), of), np.nan)
        found[lists.is_valid().to_numpy(zero_copy_only=False)] = lists.flatten().to_numpy().reshape(-1, of)
        return found


def within(tickets: Table, dating: Dating, query: Query) -> BooleanValue | None:
    """Whether a ticket is placed in time, in the days of the question; None where all are."""
    when = day(tickets, dating)
    return all_of(
        placed(tickets, dating),
        when >= query.first if query.first else None,
        when <= query.last if query.last else None,
    )


def in_days(tickets: Table, dating: Dating, query: Query) -> Table:
    """The tickets of the question: placed in time, in its days, in its scope."""
    return kept(tickets, all_of(within(tickets, dating, query), holds(tickets, query)))


def scan(
    log: EventLog,
    dating: Dating,
    metrics: Sequence[Metric],
    query: Query,
    breakdowns: Sequence[Breakdown],
    given: Given,
) -> list[Scan]:
    """One pass over the tickets for all metrics of a dating and all breakdowns, whatever that of the query is."""
    amounts = together([metric for metric in metrics if _known(metric, given)])
    period = ("period",) if query.grain is not Grain.ALL else ()
    sets = tuple((*period, *map(column, breakdown)) for breakdown in breakdowns)
    giving = (bool(given("duplicate")), *(given(metric.desk_gives) for metric in metrics if metric.desk_gives))
    question = ("flows", dating, tuple(metrics), tuple(amounts), replace(query, by=None, across=None), giving)
    built = partial(_built, log.tickets, dating, metrics, amounts, query, breakdowns, given)
    answers = log.grouped(question, sets, built)
    return [_scan(answer, breakdown, amounts) for answer, breakdown in zip(answers, breakdowns, strict=True)]


def _known(metric: Metric, given: Given) -> bool:
    """Whether any desk gives what the metric needs; where none does, no ticket counts and nothing is summed up."""
    needed = (*metric.needs, *filter(None, [metric.desk_gives]))
    one_of = metric.needs_one_of
    return all(given(each) for each in needed) and (not one_of or any(given(each) for each in one_of))


def _built(
    tickets: Table,
    dating: Dating,
    metrics: Sequence[Metric],
    amounts: Mapping[str, Amounts],
    query: Query,
    breakdowns: Sequence[Breakdown],
    given: Given,
) -> tuple[Table, dict[str, Sum]]:
    """What tickets bring, worked out once each, and what is to be known of it."""
    found = in_days(tickets, dating, query)
    when = day(found, dating)
    keys: dict[str, Expression] = {}
    if query.grain is not Grain.ALL:
        keys["period"] = bucket(when, query.grain)
    keys |= {column(dimension): found[dimension] for breakdown in breakdowns for dimension in breakdown}
    shared = dict.fromkeys(amounts.values())
    # Each row counts, so it has a column of its own that is never null.
    columns: dict[str, Expression] = {"row": ibis.literal(1, "int8")}
    sums = {"rows": Sum(Kind.COUNT, "row")}
    if query.grain is Grain.ALL:
        sums |= {"earliest": Sum(Kind.LEAST, "day"), "latest": Sum(Kind.GREATEST, "day")}
    for metric in metrics:
        if metric.among:
            columns[f"{metric.key}.about"] = metric.among(found)
            sums[f"{metric.key}.there"] = Sum(Kind.TOTAL, f"{metric.key}.about")
    for each in shared:
        counts = counted(each.of[0], found, given)
        columns |= each.columns(found, counts)
        sums |= each.sums()
    return found.select(day=when, **keys, **columns), sums


def _scan(answer: pa.Table, breakdown: Breakdown, amounts: dict[str, Amounts]) -> Scan:
    rows = answer.filter(pc.greater(answer["rows"], 0))
    cuts, parts = encoded([rows[column(dimension)] for dimension in breakdown], rows.num_rows)
    if "period" in rows.column_names:
        firsts = rows["period"].cast(pa.date32())
        days = firsts.unique().to_pylist()
        return Scan(rows, cuts, parts, ordinals(firsts), tuple(days), amounts)
    days = [*rows["earliest"].to_pylist(), *rows["latest"].to_pylist()]
    return Scan(rows, cuts, parts, None, tuple(dict.fromkeys(days)), amounts)


@dataclass(frozen=True)
class Frame:
    """Where the rows of a scan stand among all parts and periods.

    ``cells`` is the place of each row among parts times periods; ``covered`` says whether the export covers any day of
    a part's period, and ``days`` how many, or all where it covers none: both of shape (parts, periods).
    """

    cells: Ints
    covered: Bools
    days: Ints


def frame(scan: Scan, window: Window, spans: Sequence[Span]) -> Frame:
    """The frame of a scan over the periods of a window; ``spans`` are the days that each part's desks cover."""
    periods = window.periods
    at = np.zeros(len(scan.parts), np.int64)
    if scan.firsts is not None:
        at = np.searchsorted(np.array([ordinal(period.first) for period in periods]), scan.firsts).astype(np.int64)
    covered = {span: [span.covers(period) for period in periods] for span in set(spans)}
    days = {span: [_covered_days(period, span) for period in periods] for span in covered}
    shape = (len(spans), len(periods))
    return Frame(
        scan.parts * len(periods) + at,
        np.array([covered[span] for span in spans], np.bool_).reshape(shape),
        np.array([days[span] for span in spans], np.int64).reshape(shape),
    )


def results(metric: Metric, scan: Scan, frame: Frame) -> Results:
    """The metric's results for all parts and periods of the frame."""
    amounts = scan.amounts.get(metric.key)
    n = scan.whole(f"{amounts.column}.n") if amounts else np.zeros(scan.rows.num_rows, np.int64)
    there = scan.whole(f"{metric.key}.there" if metric.among else "rows")
    days = frame.days.ravel()[frame.cells]
    none = np.full(len(n), np.nan)
    found, low, high = _amounts_of(metric, amounts, scan, n, days) if amounts else (none, none, none)
    needed = metric.columns
    missing = "; ".join(f"{column.name}: {column.meaning}" for column in TICKETS.columns if column.name in needed)
    left_out = f"left out: {metric.exclusions}"
    refusals = (
        (Reason.NO_CASES, ""),
        (Reason.NOT_COVERED, ""),
        (Reason.NO_FIELD, missing) if missing else (Reason.NO_CASES, left_out),
        (Reason.NO_CASES, left_out),
    )
    nothing = np.where(frame.covered, 0, 1).astype(np.int8)
    why = np.select(
        [there == 0, n == 0, np.isnan(found)], [nothing.ravel()[frame.cells], np.int8(2), np.int8(3)], np.int8(NUMBER)
    )
    number = why == NUMBER

    def spread(rows: NDArray[Any], elsewhere: NDArray[Any]) -> NDArray[Any]:
        every = elsewhere.copy()
        every.ravel()[frame.cells] = rows
        return every

    unknown, zero = np.full(nothing.shape, np.nan), np.zeros(nothing.shape, np.int64)
    return Results(
        spread(np.where(number, found, np.nan), unknown),
        spread(np.where(number, n, there), zero),
        spread(np.where(number, low, np.nan), unknown),
        spread(np.where(number, high, np.nan), unknown),
        spread(np.where(number, there - n, 0), zero),
        spread(why, nothing),
        refusals,
    )


def _covered_days(period: Period, span: Span) -> int:
    """How many days of the period the export covers; all of them where it covers none of it."""
    first, last = max(period.first, span.first), min(period.last, span.last)
    return (last - first).days + 1 if first <= last else (period.last - period.first).days + 1


def _amounts_of(metric: Metric, amounts: Amounts, scan: Scan, n: Ints, days: Ints) -> tuple[Floats, Floats, Floats]:
    """The amounts and the ends of their intervals, NaN where there is none; without meaning where ``n`` is 0.

    ``days`` are those of each row's period that are covered.
    """
    cases = np.maximum(n, 1)
    none = np.full(len(n), np.nan)
    match metric.statistic:
        case Share():
            met = scan.whole(f"{amounts.column}.met")
            return met / cases, *wilson_each(met, cases)
        case Mean(measure):
            mean = scan.real(f"{amounts.column}.total") / cases / measure.per
            coarse = measure.per / measure.coarse
            squares = scan.real(f"{amounts.column}.squares")
            variance = (squares / cases / coarse / coarse - mean * mean) * cases / np.maximum(cases - 1, 1)
            return mean, *normal(cases, mean, variance)
        case Quantile(measure, q):
            found, place = scan.quantiles(f"{amounts.column}.quantiles", len(amounts.fractions)), amounts.places
            low, high, served = none.copy(), none.copy(), served_by(n)
            for size, enclosing in enumerate(ends(q)):
                if enclosing is not None:
                    own = served == size
                    low[own], high[own] = (found[own, place[end]] / measure.per for end in enclosing)
            return found[:, place[q]] / measure.per, low, high
        case Total(measure):
            return scan.real(f"{amounts.column}.total") / measure.per, none, none
        case Ratio(over, under):
            below = scan.real(f"{amounts.column}.under") / under.per
            total = scan.real(f"{amounts.column}.total") / over.per
            return np.divide(total, below, out=none.copy(), where=below != 0), none, none
        case Weekly(measure):
            return scan.real(f"{amounts.column}.total") / measure.per * 7 / days, none, none
        case _:
            return n.astype(np.float64), none, none
