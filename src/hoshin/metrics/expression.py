"""The expressions that declared statistics stand for. Engine, drill and definition hash all take them from here."""

from __future__ import annotations

from functools import reduce
from operator import and_

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, DateValue, IntegerValue, Value

from hoshin.eventlog.schema import Status
from hoshin.metrics.statistic import (
    MOST_COARSE,
    Count,
    Dating,
    Flow,
    Gone,
    Level,
    Mean,
    Measure,
    MedianWeek,
    Open,
    Overdue,
    OverdueShare,
    Promised,
    Quantile,
    Ratio,
    Share,
    Statistic,
    StockDays,
    StockShare,
    Total,
    Weekly,
)


def all_of(*conditions: BooleanValue | None) -> BooleanValue | None:
    """All of the conditions together; None, which holds for every ticket, where there is none."""
    given = [condition for condition in conditions if condition is not None]
    return reduce(and_, given) if given else None


def kept(tickets: Table, condition: BooleanValue | None) -> Table:
    """The tickets for which the condition holds."""
    return tickets if condition is None else tickets.filter(condition)


def day(tickets: Table, dating: Dating) -> DateValue:
    """The day that places a ticket in time. Standing tickets have none of their own."""
    return tickets[dating.column]


def placed(tickets: Table, dating: Dating) -> BooleanValue | None:
    """Whether a ticket has a place in time at all; None where every ticket has."""
    if dating is Dating.OPENED:
        return None
    return day(tickets, dating).notnull() & (tickets.status.isnull() | (tickets.status != Status.CANCELLED.value))


def left(tickets: Table) -> DateValue:
    """The day on which a ticket left the backlog, null while it is open; never before the day of its opening."""
    return ibis.ifelse(tickets.left_on < tickets.opened_on, tickets.opened_on, tickets.left_on)


def reaches(tickets: Table, level: Level) -> DateValue:
    """The day at whose end a ticket counts for the level first, if it ``reached`` it at all."""
    match level:
        case Open(0) | Promised():
            return tickets.opened_on
        case Open(days):
            return (tickets.opened_on + ibis.interval(days=days)).cast("date")
        case Overdue():
            return ibis.greatest(tickets.opened_on, tickets.due_on)
        case Gone():
            return left(tickets)


def leaves(tickets: Table, level: Level) -> DateValue:
    """The day at whose end a ticket counts for the level no longer; null as long as that is not known."""
    if isinstance(level, Gone):
        return (left(tickets) + ibis.interval(days=level.days)).cast("date")
    return left(tickets)


def reached(tickets: Table, level: Level) -> BooleanValue | None:
    """Whether a ticket ever counts for the level. All do that are opened: None."""
    gone = left(tickets)
    match level:
        case Open(0):
            return None
        case Open(days):
            return gone.isnull() | (gone.delta(tickets.opened_on, unit="day") > days)
        case Promised():
            return tickets.due_on.notnull()
        case Overdue():
            return tickets.due_on.notnull() & (gone.isnull() | (gone > reaches(tickets, level)))
        case Gone():
            return gone.notnull()


def open_at(tickets: Table, end: Value) -> BooleanValue:
    """Whether a ticket stands open at the end of the day ``end``."""
    gone = left(tickets)
    return (tickets.opened_on <= end) & (gone.isnull() | (gone > end))


def levels(statistic: Statistic) -> tuple[Level, ...]:
    """The levels that a standing statistic is made of, all that stands open first."""
    match statistic:
        case StockShare(days):
            return Open(), Open(days)
        case OverdueShare():
            return Open(), Promised(), Overdue()
        case StockDays(days):
            return Open(), Gone(days)
        case _:
            return (Open(),)


def ages(tickets: Table, ends: Table, **keys: Value) -> Table:
    """The median age in days of the tickets that stand open at each ``end``, with their number ``n``, by ``keys``.

    The one place where days are joined with tickets: a median cannot be added up from what came and went.
    """
    rows = tickets.select(opened=tickets.opened_on, gone=left(tickets), **keys)
    pairs = ends.join(rows, [ends.end >= rows.opened, rows.gone.isnull() | (rows.gone > ends.end)])
    age = pairs.end.delta(pairs.opened, unit="day")
    return pairs.group_by("end", *keys).aggregate(n=pairs.count(), age=age.quantile(0.5))


def brought(statistic: Flow, tickets: Table, counted: BooleanValue | None) -> IntegerValue:
    """What each ticket brings to the number, in whole steps; null for a ticket that does not count.

    Of a share that is 1 where it is met and 0 where not.
    """
    match statistic:
        case Share(met):
            amount = met(tickets).cast("int64")
        case (
            Mean(measure)
            | Quantile(measure, _)
            | Total(measure)
            | Weekly(measure)
            | MedianWeek(measure)
            | Ratio(measure, _)
        ):
            amount = measure.of(tickets).cast("int64")
        case Count():
            amount = ibis.literal(1, "int64")
    return amount if counted is None else ibis.ifelse(counted, amount, ibis.null("int64"))


def divided(statistic: Flow, tickets: Table, counted: BooleanValue | None) -> IntegerValue | None:
    """What each ticket brings below the line of a ratio, in whole steps; None for other statistics."""
    if not isinstance(statistic, Ratio):
        return None
    amount = statistic.under.of(tickets).cast("int64")
    return amount if counted is None else ibis.ifelse(counted, amount, ibis.null("int64"))


def squared(measure: Measure, amounts: IntegerValue) -> IntegerValue:
    """The squares of the measure's coarse steps."""
    coarse = amounts.abs() if measure.coarse == 1 else (amounts.abs() / measure.coarse).round().cast("int64")
    coarse = ibis.least(coarse, MOST_COARSE)
    return coarse * coarse


def sufficient(statistic: Flow, amounts: IntegerValue, under: IntegerValue | None = None) -> dict[str, Value]:
    """The sufficient statistics of what tickets bring, by name.

    ``n`` tickets; ``met`` of a share; of a mean the ``total`` of its steps and the ``squares`` of its coarse steps;
    ``quantile``; the ``total`` of a total, and of a ratio that ``under`` the line beside.
    """
    columns: dict[str, Value] = {"n": amounts.count()}
    match statistic:
        case Total() | Weekly() | MedianWeek() | Ratio():
            columns["total"] = amounts.sum().cast("float64")
            if under is not None:
                columns["under"] = under.sum().cast("float64")
        case Share():
            columns["met"] = amounts.sum()
        case Mean(measure):
            # As reals only once they are summed: whole numbers add up to the same sum in any order.
            columns["total"] = amounts.sum().cast("float64")
            columns["squares"] = squared(measure, amounts).sum().cast("float64")
        case Quantile(_, q):
            columns["quantile"] = amounts.quantile(q)
        case Count():
            pass
    return columns
