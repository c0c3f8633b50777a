"""The XmR chart (individuals and moving range): which points of a series noise hardly explains.

Sources: D. J. Wheeler, Understanding Variation (1993) and Making Sense of Data (2003); W. A. Shewhart, Economic Control
of Quality of Manufactured Product (1931); NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2. What the chart
promises and what it does not: docs/algorithms/control-chart.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, pairwise
from math import isfinite
from statistics import fmean

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.result import Reading, Value

TO_LIMIT = 2.66
"""Natural limits lie this many average moving ranges from the centre: 3 / d2, with d2 = 1.128 for ranges of two."""

TO_RANGE_LIMIT = 3.268
"""The upper limit of moving ranges, in average moving ranges: D4 for ranges of two."""

BASELINE = 24
"""Points that make the baseline where none is chosen: the first ones."""

ENOUGH = 10
"""With fewer points in the baseline the limits are provisional, and nothing is called a signal."""

RUN = 8
"""Points in a row on one side of the centre that make a signal."""


class Rule(StrEnum):
    """By what a signal is told from noise."""

    OUTSIDE = "a point outside the natural limits"
    RUN = "eight points in a row on one side of the centre"
    NEAR_LIMIT = "three of four points nearer to a limit than to the centre"


class Meaning(StrEnum):
    """What a signal means, by the metric's direction."""

    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"


@dataclass(frozen=True)
class Signal:
    """One signal. ``since`` and ``index`` are the positions of its first and its newest point in the series."""

    index: int
    rule: Rule
    words: str
    higher: bool
    since: int
    meaning: Meaning = Meaning.CHANGED


@dataclass(frozen=True)
class Point:
    """One point that is judged, by its position in the series, and its distance from the point before it."""

    index: int
    value: float
    moving_range: float | None


@dataclass(frozen=True)
class ControlChart:
    """The chart of a series. Centre and limits are None where there are fewer than two points.

    ``baseline`` holds the positions of the first and the last point that centre and limits come from. They are
    ``provisional`` where those are fewer than ten; then there are no signals, because nothing can be told yet.
    """

    centre: float | None
    lower: float | None
    upper: float | None
    baseline: tuple[int, int] | None
    signals: tuple[Signal, ...]
    points: tuple[Point, ...]
    range_centre: float | None = None
    range_limit: float | None = None
    provisional: bool = True


def chart(
    values: Sequence[float | None],
    baseline: tuple[int, int] | None = None,
    *,
    names: Sequence[str] = (),
    direction: Direction | None = None,
    floor: float | None = None,
    ceiling: float | None = None,
) -> ControlChart:
    """The chart of ``values``, oldest first; None (a gap, or a number not to be judged) is skipped, never a zero.

    ``baseline`` names the first and the last position that centre and limits come from; without it these are the first
    24 points. ``names`` are the periods' labels for the words of signals, ``direction`` says which way is better.
    Limits are drawn no further than ``floor`` and ``ceiling``, beyond which no value can lie.
    """
    points = tuple(_points(values))
    first, last = baseline or (0, len(values))
    chosen = [p for p in points if first <= p.index <= last][: None if baseline else BASELINE]
    if len(chosen) < 2:
        return ControlChart(None, None, None, None, (), points)
    centre = fmean(p.value for p in chosen)
    spread = fmean(abs(after.value - before.value) for before, after in pairwise(chosen))
    limits = _Limits(centre, TO_LIMIT * spread)
    provisional = len(chosen) < ENOUGH
    teller = _Teller(tuple(names), direction)
    signals = () if provisional else tuple(_signals(points, limits, teller))
    return ControlChart(
        centre,
        limits.lower if floor is None else max(limits.lower, floor),
        limits.upper if ceiling is None else min(limits.upper, ceiling),
        (chosen[0].index, chosen[-1].index),
        signals,
        points,
        spread,
        TO_RANGE_LIMIT * spread,
        provisional,
    )


def judged(reading: Reading) -> float | None:
    """The amount that a chart may judge: of a wholly covered period with enough cases; None for all else."""
    result = reading.result
    return result.amount if isinstance(result, Value) and reading.complete and not result.small else None


def chart_of(readings: Sequence[Reading], metric: Metric, baseline: tuple[date, date] | None = None) -> ControlChart:
    """The chart of one metric's readings in one scope, oldest first, as many positions as readings.

    ``baseline`` holds the first and the last day of the periods that centre and limits come from.
    """
    positions = None
    if baseline:
        inside = [i for i, r in enumerate(readings) if baseline[0] <= r.period.first and r.period.last <= baseline[1]]
        positions = (inside[0], inside[-1]) if inside else (0, -1)
    return _remembered(
        tuple(judged(reading) for reading in readings),
        positions,
        tuple(reading.period.label for reading in readings),
        metric.direction,
        0.0 if metric.never_negative else None,
        1.0 if metric.unit == "share" else None,
    )


@lru_cache(maxsize=512)
def _remembered(
    values: tuple[float | None, ...],
    baseline: tuple[int, int] | None,
    names: tuple[str, ...],
    direction: Direction | None,
    floor: float | None,
    ceiling: float | None,
) -> ControlChart:
    """The chart, made once: pages ask for the same ones again and again."""
    return chart(values, baseline, names=names, direction=direction, floor=floor, ceiling=ceiling)


def _points(values: Sequence[float | None]) -> Iterator[Point]:
    before: float | None = None
    for i, value in enumerate(values):
        if value is not None and isfinite(value):
            yield Point(i, value, None if before is None else abs(value - before))
            before = value


@dataclass(frozen=True)
class _Limits:
    """Centre and natural limits. ``reach`` is the distance between them."""

    centre: float
    reach: float

    @property
    def lower(self) -> float:
        return self.centre - self.reach

    @property
    def upper(self) -> float:
        return self.centre + self.reach

    def beyond(self, point: Point, distance: float) -> int:
        """1 where the point lies further than ``distance`` above the centre, -1 below it, else 0."""
        # A constant baseline puts limits and centre on one line: rounding alone must not cross it.
        away, rounding = point.value - self.centre, 1e-9 * max(abs(self.centre), abs(point.value))
        return 0 if abs(away) <= distance + rounding else 1 if away > 0 else -1


def _signals(points: Sequence[Point], limits: _Limits, teller: _Teller) -> list[Signal]:
    found = [teller.outside(point, side > 0) for point in points if (side := limits.beyond(point, limits.reach))]
    for side, group in groupby(points, lambda point: limits.beyond(point, 0.0)):
        run = list(group)
        if side and len(run) >= RUN:
            found.append(teller.run(run, side > 0))
    for side in (1, -1):
        near = [limits.beyond(point, limits.reach / 2) == side for point in points]
        found += [teller.near(points[a : b + 1], sum(near[a : b + 1]), side > 0) for a, b in _episodes(near)]
    return sorted(found, key=lambda signal: (signal.index, list(Rule).index(signal.rule)))


def _episodes(near: Sequence[bool]) -> list[tuple[int, int]]:
    """The stretches in which of any four points in a row at least three are near: first and last near point of each.

    Stretches that share a point are one.
    """
    found: list[tuple[int, int]] = []
    for start in range(len(near) - 3):
        window = [i for i in range(start, start + 4) if near[i]]
        if len(window) >= 3:
            if found and window[0] <= found[-1][1]:
                found[-1] = (found[-1][0], window[-1])
            else:
                found.append((window[0], window[-1]))
    return found


@dataclass(frozen=True)
class _Teller:
    """Puts signals into words."""

    names: tuple[str, ...]
    direction: Direction | None

    def outside(self, point: Point, higher: bool) -> Signal:
        way = "higher" if higher else "lower"
        said = f"{self._name(point, start=True)} lies {way} than is usual: chance alone hardly leads there."
        return self._signal(Rule.OUTSIDE, point, point, said, higher)

    def run(self, run: Sequence[Point], higher: bool) -> Signal:
        side = "above" if higher else "below"
        said = f"{len(run)} points in a row, {self._stretch(run)}, lie {side} the usual level: it has shifted."
        return self._signal(Rule.RUN, run[0], run[-1], said, higher)

    def near(self, stretch: Sequence[Point], near: int, higher: bool) -> Signal:
        end = "upper" if higher else "lower"
        count = f"{near} of {len(stretch)} points, {self._stretch(stretch)},"
        said = f"{count} lie nearer to the {end} end of what is usual than to its middle."
        return self._signal(Rule.NEAR_LIMIT, stretch[0], stretch[-1], said, higher)

    def _signal(self, rule: Rule, first: Point, last: Point, said: str, higher: bool) -> Signal:
        match self.direction:
            case Direction.HIGHER | Direction.LOWER:
                better = higher == (self.direction is Direction.HIGHER)
                meaning = Meaning.BETTER if better else Meaning.WORSE
                said = f"{said} That is {meaning}."
            case None:
                meaning = Meaning.CHANGED
            case _:
                meaning = Meaning.CHANGED
                said = f"{said} That is neither better nor worse by itself."
        return Signal(last.index, rule, said, higher, first.index, meaning)

    def _stretch(self, points: Sequence[Point]) -> str:
        return f"{self._name(points[0])} to {self._name(points[-1])}"

    def _name(self, point: Point, *, start: bool = False) -> str:
        return self.names[point.index] if self.names else f"{'Point' if start else 'point'} {point.index + 1}"
