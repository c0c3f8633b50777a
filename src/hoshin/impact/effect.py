"""The size of an effect, brought back from the scale of comparison to the metric's unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import Estimation
from hoshin.impact.panel import Series


@dataclass(frozen=True)
class Interval:
    """A number with the low and the high end of its interval."""

    amount: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether ``value`` lies within, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Effect:
    """The mean difference after the start between what was and what would have been, at one ``level`` of confidence.

    ``absolute`` is in the metric's unit; ``relative`` is the share of what would have been (-0.2: a fifth less), None
    where what would have been is 0.
    """

    level: float
    absolute: Interval
    relative: Interval | None


def effect(ready: Design, found: Estimation, after: Series, level: float) -> Effect:
    """The effect at one level; ``after`` are the observed numbers after the start, in the unit."""
    ends = (found.effect, *found.interval(level))
    absolute, relative = zip(*(_sizes(ready, after, end) for end in ends), strict=True)
    known = [size for size in relative if size is not None]
    return Effect(level, Interval(*absolute), Interval(*known) if len(known) == len(ends) else None)


def _sizes(ready: Design, after: Series, effect: float) -> tuple[float, float | None]:
    """An effect on the scale of comparison as a mean difference in the unit, and as a share of what would have been."""
    without = float(np.mean(ready.scale.without(after, effect)))
    difference = float(np.mean(after)) - without
    return difference, difference / abs(without) if without else None


def relative_placebos(ready: Design, found: Estimation, after: Series) -> tuple[float, ...]:
    """Placebos as shares of the level after the start, had the initiative done nothing."""
    without = ready.scale.without(after, found.effect)
    level = abs(float(np.mean(without)))
    if not level:
        return ()
    moved = ready.scale.backward(ready.scale.forward(without)[:, None] + np.array(found.placebos))
    return tuple(float(size) for size in (moved.mean(axis=0) - np.mean(without)) / level)
