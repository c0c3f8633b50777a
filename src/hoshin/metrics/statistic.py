"""The statistics that a metric can be, as frozen declarations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ibis import Table
from ibis.expr.types import BooleanValue, IntegerValue

Condition = Callable[[Table], BooleanValue]
"""A condition on the canonical tickets."""


class Dating(StrEnum):
    """What places a ticket in time: its opening, its resolution, or its standing open at the end of a day.

    Resolved means resolved and not cancelled.
    """

    OPENED = "opened"
    RESOLVED = "resolved"
    STANDING = "standing"


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
class Stock:
    """The number of tickets open at the end of a day."""


@dataclass(frozen=True)
class StockShare:
    """The part of the open tickets that were opened ``days`` days before that day, or earlier."""

    days: int


@dataclass(frozen=True)
class Change:
    """Tickets opened less tickets that left: what the stock gains in a period."""


Flow = Count | Share | Mean | Quantile
Standing = Stock | StockShare | Change
Statistic = Flow | Standing
