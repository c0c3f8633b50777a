"""Guardrails: metrics that an initiative must not make worse, judged by the same design as its claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.effect import Interval
from hoshin.impact.kind import VerdictKind
from hoshin.metrics.definition import Direction as Better
from hoshin.metrics.definition import Metric

BORNE = 0.1
"""A change for the worse by a tenth has to be ruled out before a guardrail counts as held."""

WORSE = {Better.LOWER: Direction.UP, Better.HIGHER: Direction.DOWN}


class Guard(StrEnum):
    """What became of a guardrail."""

    HURT = "got worse"
    DOUBTFUL = "probably got worse"
    HELD = "held"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True)
class Guarded:
    """A guardrail as it was judged: its title, what became of it, and the relative change with its range."""

    title: str
    guard: Guard
    change: Interval | None


def harm(metric: Metric) -> Claim | None:
    """The question whether a metric got worse, put as a claim; None where no way is worse."""
    way = WORSE.get(metric.direction)
    return Claim(metric.key, way, BORNE) if way else None


def guard(asked: VerdictKind) -> Guard:
    """What the verdict on ``harm`` says of the guardrail."""
    return {
        VerdictKind.PROVEN: Guard.HURT,
        VerdictKind.LIKELY: Guard.DOUBTFUL,
        VerdictKind.NO_VISIBLE_EFFECT: Guard.HELD,
        VerdictKind.HARMFUL: Guard.HELD,  # the other way than feared: it got better
        VerdictKind.CANNOT_TELL: Guard.UNKNOWN,
    }[asked]
