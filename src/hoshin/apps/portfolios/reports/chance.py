"""Could it be chance? The effect among the differences that were found where nothing was started."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports.verdict import percent
from hoshin.apps.portfolios.verdicts.said import Said
from hoshin.impact.scales import Scale, scale
from hoshin.impact.staggered_verdict import BY_LOT

BINS = 48
"""Columns of the placebo cloud."""

TALLEST = 14
"""Dots in its tallest column; beyond, one dot stands for several."""

DOT = 4
HIGH = 2 * DOT * TALLEST
"""Pixels: half the room of a dot, and the height of the cloud."""


@dataclass(frozen=True)
class Axis:
    """How far a relative change lies from none on the scale on which the verdict compares.

    There what halves is as far away as what doubles, so that up and down are drawn and counted alike. ``level`` is what
    would have been without the initiative, in the unit.
    """

    scale: Scale
    level: float

    def place(self, change: float) -> float:
        """Where a relative change lies; 0 for none."""
        changed, level = self.scale.forward(np.array([self.level + abs(self.level) * change, self.level]))
        return float(changed - level)

    def change(self, place: float) -> float:
        """The relative change that lies there, as far as the scale goes."""
        [level] = self.scale.forward(np.array([self.level]))
        [changed] = self.scale.backward(np.array([level + place]))
        return float(changed - self.level) / abs(self.level)


@dataclass(frozen=True)
class Cloud:
    """Differences where nothing was started, as dots, and the effect among them.

    Places across go from 0 to 100; dots are so many pixels from the top. ``each`` says how many one dot stands for.
    """

    dots: tuple[tuple[float, int], ...]
    effect: float
    none: float
    ends: tuple[str, str]
    each: int
    summary: str


def cloud(judged: Judged) -> Cloud | None:
    """The effect among the differences that were found where nothing was started; None where there are none."""
    verdict = judged.verdict
    if verdict is None or judged.metric is None or verdict.relative is None or not verdict.placebos:
        return None
    axis = axis_of(verdict, judged.metric.unit)
    effect, placebos = axis.place(verdict.relative.amount), [axis.place(each) for each in verdict.placebos]
    widest = max(float(np.quantile(np.abs(placebos), 0.98)), abs(effect)) * 1.1 or 1.0
    columns = Counter(min(max(int((place + widest) / (2 * widest) * BINS), 0), BINS - 1) for place in placebos)
    each = -(-max(columns.values()) // TALLEST)
    dots = tuple(
        (round(100 * (column + 0.5) / BINS, 2), HIGH - DOT * (2 * height + 1))
        for column, many in sorted(columns.items())
        for height in range(-(-many // each))
    )
    as_far = sum(abs(place) >= abs(effect) * (1 - 1e-9) for place in placebos)
    many = len(placebos)
    elsewhere = f"The same comparison at {many} other times and in other groups, where nothing was started"
    if verdict.estimator == BY_LOT:
        elsewhere = f"The same numbers by {many} other orders that the lot could have drawn"
    return Cloud(
        dots=dots,
        effect=round(50 * (1 + effect / widest), 2),
        none=50.0,
        ends=(percent(axis.change(-widest)), percent(axis.change(widest))),
        each=each,
        summary=f"{elsewhere}: {as_far or 'none'} of them came out as far from no change as this initiative.",
    )


def axis_of(verdict: Said, unit: str) -> Axis:
    """The scale on which a verdict on a metric of this unit compares, about what would have been after the start."""
    known = [each for each in verdict.course.observed if each is not None]
    after = [each for each in verdict.course.observed[verdict.course.start :] if each is not None]
    level = float(np.mean(after or known or [1.0])) or 1.0
    relative, absolute = verdict.relative, verdict.absolute
    if relative and absolute and relative.amount and absolute.amount:
        level = float(np.copysign(absolute.amount / relative.amount, level))
    return Axis(scale(unit, negative=min(known, default=0.0) < 0), level)
