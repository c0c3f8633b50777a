"""The statistics that a metric can be, as frozen declarations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ibis import Table
from ibis.expr.types import BooleanValue, IntegerValue

Condition = Callable[[Table], BooleanValue]
"""A condition on the canonical tickets."""


Given = Callable[[str], frozenset[str]]
"""The desks that give a column, by its name."""


class Dating(StrEnum):
    """What places a ticket in time: one of its days, or its standing open at the end of a day.

    A ticket that was cancelled has no other day than that of its opening.
    """

    OPENED = "opened"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    FIRST_RESOLVED = "first_resolved"
    SLA_JUDGED = "sla_judged"
    RESPONSE_JUDGED = "response_judged"
    CLOSED = "closed"
    CAUSE_FOUND = "cause_found"
    FINISHED = "finished"
    STANDING = "standing"

    @property
    def column(self) -> str:
        """The column of the canonical tickets that holds the day. Standing tickets have none of their own."""
        return f"{self.value}_on"

    @property
    def words(self) -> str:
        """What it says to readers."""
        match self:
            case Dating.FIRST_RESOLVED:
                return "resolved, of a reopened ticket the resolution that did not hold"
            case Dating.SLA_JUDGED:
                return "resolved, or due where that came first"
            case Dating.RESPONSE_JUDGED:
                return "first responded to, or due to be where that came first"
            case _:
                return self.value.replace("_", " ")


@dataclass(frozen=True)
class Measure:
    """An amount of one ticket in whole steps, ``per`` of which make one of the metric's unit.

    Whole steps add up to the same sum in any order, so that an engine with many threads gives the same bits each time.
    Squares are summed over steps ``coarse`` times as long, at most ``MOST_COARSE`` of them: they fit into 64 bits.
    """

    of: Callable[[Table], IntegerValue]
    per: int = 1
    coarse: int = 1


MOST_COARSE = 3_000_000_000


@dataclass(frozen=True)
class Count:
    """The number of tickets."""


@dataclass(frozen=True)
class Share:
    """The part of the tickets for which ``met`` holds."""

    met: Condition


@dataclass(frozen=True)
class Mean:
    """The arithmetic mean of ``measure``."""

    measure: Measure


@dataclass(frozen=True)
class Quantile:
    """The ``q`` quantile of ``measure``: linear between order statistics (Hyndman and Fan 1996, type 7)."""

    measure: Measure
    q: float


@dataclass(frozen=True)
class Total:
    """The sum of ``measure``."""

    measure: Measure


@dataclass(frozen=True)
class Ratio:
    """The sum of ``over`` divided by the sum of ``under``: never a mean of ratios."""

    over: Measure
    under: Measure


@dataclass(frozen=True)
class Weekly:
    """The sum of ``measure`` for each seven days of the period that the desk's export covers."""

    measure: Measure


@dataclass(frozen=True)
class MedianWeek:
    """The median of what weeks sum up of ``measure``: the weeks, Monday to Sunday, that lie whole in the period.

    A week counts where the desk's export covers all of it; one without a ticket is a week of nothing.
    """

    measure: Measure


@dataclass(frozen=True)
class Absent:
    """A number that no event log can hold: ``field`` and ``meaning`` name what would have to be known."""

    field: str
    meaning: str


@dataclass(frozen=True)
class Stock:
    """The number of tickets open at the end of a day."""


@dataclass(frozen=True)
class StockShare:
    """The part of the open tickets that were opened ``days`` days before that day, or earlier."""

    days: int


@dataclass(frozen=True)
class Change:
    """Tickets opened less tickets that left: what the stock gains in a period."""


@dataclass(frozen=True)
class OverdueShare:
    """The part of the open tickets with a due time whose due day has come."""


@dataclass(frozen=True)
class StockDays:
    """For how many working days the stock would last: over the tickets that leave on one of them.

    That pace is taken over the last ``days`` days, of which ``working`` are working days.
    """

    days: int = 28
    working: int = 20


@dataclass(frozen=True)
class MedianAge:
    """The median age of the open tickets, in days since their opening."""


Flow = Count | Share | Mean | Quantile | Total | Ratio | Weekly | MedianWeek
Standing = Stock | StockShare | Change | OverdueShare | StockDays | MedianAge
Statistic = Flow | Standing | Absent


@dataclass(frozen=True)
class Open:
    """The tickets that stand open and were opened ``days`` days before, or earlier."""

    days: int = 0


@dataclass(frozen=True)
class Promised:
    """The tickets that stand open and have a due time."""


@dataclass(frozen=True)
class Overdue:
    """The tickets that stand open and whose due day has come."""


@dataclass(frozen=True)
class Gone:
    """The tickets that left within the last ``days`` days."""

    days: int


Level = Open | Promised | Overdue | Gone
"""Tickets that are counted at the end of a day: each comes on one day, and goes on a later one or never."""
