"""Several scopes with starts of their own: each cohort against groups that have not started, then all together.

Every cohort is compared with a ridge mix of groups that have not started, fitted before its start alone, so that
effects which differ by cohort or grow with time do not mix (Callaway and Sant'Anna 2021; Sun and Abraham 2021). The
placebos are vectors of starts: the same cohorts at other times, and other groups in the cohorts' places.
docs/algorithms/staggered.md says in prose what this guarantees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.estimators.definition import LEVELS
from hoshin.impact.estimators.penalised import TINY, Matrix
from hoshin.impact.estimators.ridge import WINDOWS
from hoshin.impact.estimators.ridge_weights import RidgeWeights
from hoshin.impact.estimators.weighting import FITS, within
from hoshin.impact.panel import Series
from hoshin.impact.placebo import Placebos, Yardstick
from hoshin.impact.staggered import Cohort, StaggeredDesign

BY_FAR = 2.0
"""How many times the variance of the earlier placebos those alongside must have to be of another kind."""

SPARED = 3
"""At most one in so many comparison groups stands in for cohorts in one turn; where cohorts are more, one stands in for
several. A turn of all of them would show almost nothing, for each is compared with the others: their mean is none."""

Rows = NDArray[np.bool_]
"""Which rows lie in a stretch of time."""


@dataclass(frozen=True)
class CohortEffect:
    """The effect in one cohort, on the scale of comparison, and what it counts in the whole: its share of groups."""

    names: tuple[str, ...]
    effect: float
    weight: float


@dataclass(frozen=True)
class StaggeredEstimation:
    """The effect of all cohorts together, on the scale of comparison, and what was found where nothing was begun.

    ``effect`` is the mean of the cohorts' effects by ``weight``. ``by_time`` holds, for each number of periods since
    the start, the mean over the cohorts that have run for so long. The rest is as in ``Estimation``.
    """

    effect: float
    p_value: float
    margins: Mapping[float, float]
    cohorts: tuple[CohortEffect, ...]
    by_time: tuple[float, ...]
    placebos: tuple[float, ...]

    def interval(self, level: float) -> tuple[float, float]:
        """Low and high end at one of LEVELS."""
        return self.effect - self.margins[level], self.effect + self.margins[level]


def estimate(design: StaggeredDesign) -> StaggeredEstimation:
    """The effect of all cohorts together. Deterministic; time grows with cohorts × groups × windows."""
    shares = np.array([len(cohort.names) for cohort in design.cohorts], dtype=float)
    shares /= shares.sum()
    length = min(min(len(cohort.outcome) - cohort.start, cohort.start // 2) for cohort in design.cohorts)
    firsts = _windows(design, length)
    compared = [_compared(cohort, length, firsts) for cohort in design.cohorts]
    effect, error = _together(shares, [scope.after for scope, _ in compared])
    groups = max(len(others) for _, others in compared)
    distinct = max(1, min(len(compared), groups // SPARED))
    turns = [
        [others[(turn + place * distinct // len(compared)) % len(others)] for place, (_, others) in enumerate(compared)]
        for turn in range(groups)
    ]
    alongside = np.concatenate([_ratios(shares, [each.after for each in turn]) for turn in turns])
    earlier = _ratios(shares, [scope.before for scope, _ in compared])
    apart = min(len(firsts), max(1, min(cohort.start for cohort in design.cohorts) // length))
    placebos = Placebos(
        alongside=alongside,
        earlier=earlier,
        apart=apart,
        elsewhere=np.concatenate([_ratios(shares, [each.before for each in turn]) for turn in turns]),
        independent=_independent(alongside, earlier, apart, distinct),
    )
    yardstick = Yardstick(placebos)
    return StaggeredEstimation(
        effect=float(effect[0]),
        p_value=yardstick.p_value(float(effect[0] / error[0])),
        margins={level: yardstick.reach(level) * float(error[0]) for level in LEVELS},
        cohorts=tuple(
            CohortEffect(cohort.names, float(scope.after[0, 0]), float(share))
            for cohort, (scope, _), share in zip(design.cohorts, compared, shares, strict=True)
        ),
        by_time=_by_time([scope.gap for scope, _ in compared], shares),
        placebos=tuple(float(ratio * error[0]) for ratio in placebos.ratios),
    )


@dataclass(frozen=True)
class _Compared:
    """One series in a cohort's place: columns of effect and standard error, and the gap row by row after the start."""

    after: Matrix
    before: Matrix
    gap: Series


def _windows(design: StaggeredDesign, length: int) -> NDArray[np.intp]:
    """How many rows before each cohort's start the placebo windows begin: the same for all, as starts go together."""
    room = min(cohort.start for cohort in design.cohorts) - length
    firsts = np.arange(length, length + room + 1, max(1, length // WINDOWS))
    series = 1 + max(cohort.controls.shape[1] for cohort in design.cohorts)
    return firsts[:: -(-len(firsts) * series // FITS)]


def _compared(cohort: Cohort, length: int, firsts: NDArray[np.intp]) -> tuple[_Compared, list[_Compared]]:
    """A cohort, and each of its comparison groups in its place, after the start and over the windows before it."""
    rows = np.arange(len(cohort.outcome))
    before = rows[: cohort.start]
    windows = [(before >= cohort.start - first) & (before < cohort.start - first + length) for first in firsts]
    series = [(cohort.outcome, cohort.controls)]
    series += [
        (cohort.controls[:, group], np.delete(cohort.controls, group, axis=1))
        for group in range(cohort.controls.shape[1])
    ]
    found = [_series(one, others, rows >= cohort.start, windows) for one, others in series]
    return found[0], found[1:]


def _series(outcome: Series, controls: Matrix, after: Rows, windows: list[Rows]) -> _Compared:
    """One series in a cohort's place; the penalty is chosen once, on all rows before the start."""
    start = int((~after).sum())
    mix = RidgeWeights.of(outcome[:start], controls)
    weights = mix(outcome[:start], controls, 0.0)
    gap = weights.gap(outcome, controls)
    return _Compared(
        after=np.array([within(outcome, controls, after, 0.0, mix)]),
        before=np.array([within(outcome, controls, window, 0.0, mix) for window in windows]),
        gap=np.asarray(gap[start:] - weights.times @ gap[:start]),
    )


def _together(shares: Series, found: list[Matrix]) -> tuple[Series, Series]:
    """The weighted mean of the cohorts' effects and its standard error, were the cohorts independent.

    They share comparison groups, so the error is somewhat too small; placebos share them too and measure by how much.
    """
    both = np.array(found)
    error = np.sqrt(shares**2 @ both[..., 1] ** 2)
    return np.asarray(shares @ both[..., 0]), np.asarray(np.maximum(error, TINY))


def _independent(alongside: Series, earlier: Series, apart: int, distinct: int) -> int:
    """How many of the nearest placebos are independent.

    Where what was seen alongside is by far the larger, as with trends of single groups, the earlier times add nothing
    to it; and as the same comparison groups come in turn, ``distinct`` of them at a time, so many follow from others.
    """
    if np.mean(alongside**2) < BY_FAR * np.mean(earlier**2):
        return len(alongside) + apart
    return max(1, len(alongside) - distinct)


def _ratios(shares: Series, found: list[Matrix]) -> Series:
    effect, error = _together(shares, found)
    return np.asarray(effect / error)


def _by_time(gaps: list[Series], shares: Series) -> tuple[float, ...]:
    found: Matrix = np.full((max(map(len, gaps)), len(gaps)), np.nan)
    for place, gap in enumerate(gaps):
        found[: len(gap), place] = gap
    known = np.isfinite(found)
    total = (known * shares).sum(axis=1)
    return tuple(float(value) for value in (np.where(known, found, 0.0) * shares).sum(axis=1) / total)
