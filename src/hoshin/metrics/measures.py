"""Amounts of one ticket that several metrics share: times between two moments, and hours that the log holds."""

from __future__ import annotations

from functools import cache

from ibis import Table
from ibis.expr.types import BooleanValue, IntegerValue

from hoshin.metrics.statistic import Condition, Measure

MICROSECONDS_AN_HOUR = 3_600_000_000
MICROSECONDS_A_DAY = 24 * MICROSECONDS_AN_HOUR
MICROSECONDS_A_SECOND = 1_000_000


@cache
def between(start: str, end: str, *, days: bool = False) -> Measure:
    """The calendar time from the column ``start`` to the column ``end``, in hours or in days of 24 hours."""

    def took(tickets: Table) -> IntegerValue:
        return tickets[end].delta(tickets[start], unit="microsecond")

    return Measure(took, per=MICROSECONDS_A_DAY if days else MICROSECONDS_AN_HOUR, coarse=MICROSECONDS_A_SECOND)


@cache
def in_order(start: str, end: str) -> Condition:
    """Whether ``end`` does not lie before ``start``."""

    def ordered(tickets: Table) -> BooleanValue:
        return tickets[end] >= tickets[start]

    return ordered


@cache
def hours(column: str) -> Measure:
    """A column of hours."""

    def amount(tickets: Table) -> IntegerValue:
        return (tickets[column] * MICROSECONDS_AN_HOUR).round().cast("int64")

    return Measure(amount, per=MICROSECONDS_AN_HOUR, coarse=MICROSECONDS_A_SECOND)


@cache
def hours_without_waiting(start: str, end: str) -> Measure:
    """As ``between``, in hours, without the time that the ticket waited; never below zero."""
    whole = between(start, end)

    def took(tickets: Table) -> IntegerValue:
        waited = hours("waiting_hours").of(tickets)
        return (whole.of(tickets) - waited).clip(lower=0)

    return Measure(took, per=MICROSECONDS_AN_HOUR, coarse=MICROSECONDS_A_SECOND)
