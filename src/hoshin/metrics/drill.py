"""From a number to the tickets behind it."""

from __future__ import annotations

from datetime import date
from functools import partial

import ibis
from ibis import Table
from ibis.expr.types import Value

from hoshin.eventlog.log import EventLog
from hoshin.metrics.ageing import Bucket, within
from hoshin.metrics.amounts import counted
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.definition import Metric
from hoshin.metrics.engine import desks_that_give
from hoshin.metrics.expression import all_of, kept, left, open_at
from hoshin.metrics.flows import in_days
from hoshin.metrics.query import MISSING, Grain, Query
from hoshin.metrics.result import Reading
from hoshin.metrics.scope import check, holds
from hoshin.metrics.statistic import (
    Absent,
    Change,
    Dating,
    Given,
    Mean,
    MedianAge,
    MedianWeek,
    OverdueShare,
    Quantile,
    Ratio,
    Share,
    StockShare,
    Total,
    Weekly,
)
from hoshin.metrics.window import standing_window

COLUMNS = (
    "desk",
    "ticket",
    "kind",
    "title",
    "opened_at",
    "resolved_at",
    "closed_at",
    "state",
    "status",
    "priority",
    "group",
    "service",
    "category",
    "channel",
)
"""What is shown of a ticket. Times are UTC."""


def question_behind(query: Query, reading: Reading) -> Query:
    """The question that asks for the tickets of one reading and no others, given the question that it answers."""
    first = max(query.first or date.min, reading.period.first)
    last = min(query.last or date.max, reading.period.last)
    where = tuple((dimension, MISSING if value is None else value) for dimension, value in reading.scope)
    return Query(Grain.ALL, None, first, last, where)


def aged(tickets: Table, query: Query, end: date, bucket: Bucket) -> Table:
    """The tickets that stand open at the end of the day ``end`` with an age in ``bucket``, newest first.

    Beside ``COLUMNS`` they have ``amount``, the age in days. Raises UnknownDimension.
    """
    check(Query(where=query.where))
    rows = kept(tickets, holds(tickets, query))
    rows = rows.filter(open_at(rows, ibis.literal(end)) & within(rows, end, bucket))
    age = ibis.literal(end).delta(rows.opened_on, unit="day").cast("float64")
    return _shown(rows.mutate(amount=age), rows.opened_at, "amount")


def tickets(log: EventLog, metric: Metric, query: Query, *, coverage: Coverage, given: Given | None = None) -> Table:
    """The tickets behind the metric's number over all days of the question, newest first: as many as its ``n``.

    Beside ``COLUMNS`` a share has ``met``, and a mean, a quantile or a change has ``amount``: what the ticket brings to
    the number, in the metric's unit. Of a stock these are the tickets of the last reading. A breakdown plays no part.
    Raises UnknownDimension and QueryInvalid.
    """
    check(query)
    if metric.dating is Dating.STANDING:
        return _standing(log.tickets, metric, query, coverage)
    rows = in_days(log.tickets, metric.dating, query)
    rows = kept(rows, counted(metric, rows, given or partial(desks_that_give, log)))
    moment = f"{metric.dating.value}_at"
    newest = rows[moment if moment in rows.columns else metric.dating.column]
    match metric.statistic:
        case Share(met):
            return _shown(rows.mutate(met=met(rows)), newest, "met")
        case Ratio(over, under):
            below = under.of(rows).cast("float64") / under.per
            share = ibis.ifelse(below == 0, ibis.null("float64"), over.of(rows).cast("float64") / over.per / below)
            return _shown(rows.mutate(amount=share), newest, "amount")
        case Absent():
            return _shown(rows.limit(0), newest)
        case Mean(measure) | Quantile(measure, _) | Total(measure) | Weekly(measure) | MedianWeek(measure):
            return _shown(rows.mutate(amount=measure.of(rows).cast("float64") / measure.per), newest, "amount")
        case _:
            return _shown(rows, newest)


def _standing(log_tickets: Table, metric: Metric, query: Query, coverage: Coverage) -> Table:
    span = coverage.within(query)
    about = kept(log_tickets, all_of(holds(log_tickets, query), metric.about(log_tickets)))
    if span is None:
        return _shown(about.limit(0), about.opened_at)
    window = standing_window(query, span)
    end = ibis.literal(window.end(window.periods[-1]))
    if isinstance(metric.statistic, Change):
        first = window.first or window.periods[0].first
        came = about.filter((about.opened_on >= first) & (about.opened_on <= end))
        gone = about.filter((left(about) >= first) & (left(about) <= end))
        moves = ibis.union(
            came.mutate(amount=ibis.literal(1.0), moved_at=came.opened_at),
            gone.mutate(amount=ibis.literal(-1.0), moved_at=gone.left_at),
        )
        return _shown(moves, moves.moved_at, "amount")
    rows = about.filter(open_at(about, end))
    if isinstance(metric.statistic, StockShare):
        aged = (rows.opened_on + ibis.interval(days=metric.statistic.days)).cast("date") <= end
        return _shown(rows.mutate(met=aged), rows.opened_at, "met")
    if isinstance(metric.statistic, OverdueShare):
        promised = rows.filter(rows.due_on.notnull())
        return _shown(promised.mutate(met=promised.due_on <= end), promised.opened_at, "met")
    if isinstance(metric.statistic, MedianAge):
        age = end.delta(rows.opened_on, unit="day").cast("float64")
        return _shown(rows.mutate(amount=age), rows.opened_at, "amount")
    return _shown(rows, rows.opened_at)


def _shown(rows: Table, newest: Value, *own: str) -> Table:
    """The columns that are shown, in an order that never depends on the engine."""
    return rows.order_by(newest.desc(), rows.desk, rows.ticket, *(rows[c].desc() for c in own)).select(*COLUMNS, *own)
