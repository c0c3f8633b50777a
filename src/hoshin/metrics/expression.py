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
    Mean,
    Quantile,
    Share,
    Statistic,
    StockShare,
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
    return tickets.resolved_on if dating is Dating.RESOLVED else tickets.opened_on


def placed(tickets: Table, dating: Dating) -> BooleanValue | None:
    """Whether a ticket has a place in time at all; None where every ticket has."""
    if dating is not Dating.RESOLVED:
        return None
    return tickets.resolved_on.notnull() & (tickets.status.isnull() | (tickets.status != Status.CANCELLED.value))


def left(tickets: Table) -> DateValue:
    """The day on which a ticket left the backlog, null while it is open; never before the day of its opening."""
    return ibis.ifelse(tickets.left_on < tickets.opened_on, tickets.opened_on, tickets.left_on)


def reaches(tickets: Table, days: int) -> DateValue:
    """The day at whose end a ticket, if still open, has been open since ``days`` days before."""
    return tickets.opened_on if days == 0 else (tickets.opened_on + ibis.interval(days=days)).cast("date")


def reached(tickets: Table, days: int) -> BooleanValue | None:
    """Whether a ticket is still open at the end of the day that it ``reaches``. All count for 0 days: None."""
    if days == 0:
        return None
    gone = left(tickets)
    return gone.isnull() | (gone.delta(tickets.opened_on, unit="day") > days)


def open_at(tickets: Table, end: Value) -> BooleanValue:
    """Whether a ticket stands open at the end of the day ``end``."""
    gone = left(tickets)
    return (tickets.opened_on <= end) & (gone.isnull() | (gone > end))


def levels(statistic: Statistic) -> tuple[int, ...]:
    """The ages in days from which a standing statistic counts open tickets; 0 counts all of them."""
    return (0, statistic.days) if isinstance(statistic, StockShare) else (0,)


def brought(statistic: Flow, tickets: Table, counted: BooleanValue | None) -> IntegerValue:
    """What each ticket brings to the number, in whole steps; null for a ticket that does not count.

    Of a share that is 1 where it is met and 0 where not.
    """
    match statistic:
        case Share(met):
            amount = met(tickets).cast("int64")
        case Mean(measure) | Quantile(measure, _):
            amount = measure.of(tickets).cast("int64")
        case Count():
            amount = ibis.literal(1, "int64")
    return amount if counted is None else ibis.ifelse(counted, amount, ibis.null("int64"))


def sufficient(statistic: Flow, amounts: IntegerValue) -> dict[str, Value]:
    """The sufficient statistics of what tickets bring, by name.

    ``n`` tickets; ``met`` of a share; of a mean the ``total`` of its steps and the ``squares`` of its coarse steps;
    ``quantile``.
    """
    columns: dict[str, Value] = {"n": amounts.count()}
    match statistic:
        case Share():
            columns["met"] = amounts.sum()
        case Mean(measure):
            coarse = amounts.abs() if measure.coarse == 1 else (amounts.abs() / measure.coarse).round().cast("int64")
            coarse = ibis.least(coarse, MOST_COARSE)
            # As reals only once they are summed: whole numbers add up to the same sum in any order.
            columns["total"] = amounts.sum().cast("float64")
            columns["squares"] = (coarse * coarse).sum().cast("float64")
        case Quantile(_, q):
            columns["quantile"] = amounts.quantile(q)
        case Count():
            pass
    return columns
