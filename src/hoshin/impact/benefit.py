"""What an effect is worth: hours or tickets, and money by a rate that somebody answers for. Booked from the low end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hoshin.impact.claim import Claim
from hoshin.impact.effect import Interval
from hoshin.impact.standing import Place
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Change, Dating

HANDS_ON = frozenset({"lost_time"})
"""Metrics in hours that count work, not waiting."""


class Per(StrEnum):
    """What a rate prices."""

    WAITING_HOUR = "waiting hour"
    WORKING_HOUR = "working hour"
    TICKET = "ticket"


@dataclass(frozen=True)
class Rate:
    """What one of something costs, in a currency (three letters)."""

    per: Per
    amount: float
    currency: str


@dataclass(frozen=True)
class Booked:
    """So many hours or tickets, and what they are worth; no money without a rate. Below 0 it was lost."""

    quantity: float
    money: float | None


@dataclass(frozen=True)
class Benefit:
    """What an initiative is worth from its start to the last day judged.

    ``unit`` is h or tickets. ``claimed`` is what it would be worth had the claim come true to the letter. ``booked`` is
    counted from the end of the effect's range that is nearest to none; it is None for what is not proven, and below 0
    for what is harmful. ``likely`` is the same from the middle of the range, to be shown, never to be added up.
    """

    unit: str
    claimed: Booked | None
    booked: Booked | None
    likely: Booked | None
    rate: Rate | None

    @property
    def currency(self) -> str:
        """The currency; empty without a rate."""
        return self.rate.currency if self.rate else ""


def per(metric: Metric) -> Per | None:
    """What a rate has to price for the metric; None where hours or tickets saved do not follow from it.

    They follow from times, from counts of tickets, and from shares of the tickets that somebody wants fewer of.
    A stock is no sum of what was saved, so none is booked.
    """
    stock = metric.dating is Dating.STANDING or isinstance(metric.statistic, Change)
    if metric.direction is not Direction.LOWER or stock:
        return None
    if metric.unit == "h":
        return Per.WORKING_HOUR if metric.key in HANDS_ON else Per.WAITING_HOUR
    return Per.TICKET if metric.unit in ("tickets", "share") else None


def benefit(
    metric: Metric,
    claim: Claim,
    place: Place,
    *,
    absolute: Interval | None,
    relative: Interval | None,
    tickets: int,
    periods: int,
    rate: Rate | None,
) -> Benefit | None:
    """What the effect is worth; None where hours or tickets do not follow from the metric or nothing was estimated.

    ``absolute`` is the effect in the metric's unit and ``relative`` the share of what would have been. ``tickets`` were
    counted by the metric after the start, in ``periods`` periods: an effect on a time or share counts once a ticket,
    one on a count once a period.
    """
    priced = per(metric)
    if priced is None or absolute is None or relative is None:
        return None
    times = periods if metric.unit == "tickets" else tickets
    without = absolute.amount / relative.amount if relative.amount else 0.0

    def booked(change: float) -> Booked:
        saved = -change * times
        return Booked(saved, saved * rate.amount if rate else None)

    nearest = min((absolute.low, absolute.high), key=abs)
    counts = place in (Place.PROVEN, Place.HARMFUL) and absolute.low * absolute.high > 0
    return Benefit(
        unit="h" if metric.unit == "h" else "tickets",
        claimed=booked(claim.change * without) if without else None,
        booked=booked(nearest) if counts else None,
        likely=booked(absolute.amount) if place in (Place.PROVEN, Place.LIKELY, Place.MIXED) else None,
        rate=rate,
    )
