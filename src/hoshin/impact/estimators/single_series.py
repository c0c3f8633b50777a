"""The scope against its own past: a forecast from before the start, judged by the same forecast at earlier times.

For a scope without comparison groups. What would have been is the level that the last rows before the start had, where
it pays with a trend or a season, and all by discounted least squares. docs/algorithms/single-series.md says in prose
what this guarantees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.design import WARM, Design, stride
from hoshin.impact.estimators.definition import LEVELS, Estimation, Estimator
from hoshin.impact.estimators.penalised import TINY, Matrix
from hoshin.impact.panel import Series
from hoshin.impact.placebo import Placebos, Yardstick

STEADY = np.inf
"""A memory that forgets nothing."""

MEMORIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, STEADY)
"""Rows after which a past row counts half, for a level: a short memory follows a scope that wanders."""

LONG_MEMORIES = (16.0, 32.0, STEADY)
"""The same for a level with a trend: few rows tell no trend."""

CYCLES = 2
"""A season is forecast only where the time before the start holds it so often."""

SHORT = 10
"""A season of fewer rows than this (weekdays) may have any form."""

WAVES = {True: 2, False: 1}
"""Waves that make up a season, short or long."""

HELD = 1e-6
"""How firmly a coefficient is held at 0 before the rows say otherwise, in rows."""


@dataclass(frozen=True)
class _Past:
    """For each row: the coefficients that the rows before it give, and the forecast of that row itself."""

    features: Matrix
    coefficients: Matrix

    def forecast(self, start: int, rows: slice) -> Series:
        """What the rows before ``start`` let one expect in ``rows``."""
        return np.asarray(self.features[rows] @ self.coefficients[start])

    def steps(self) -> Series:
        """The forecast of each row from the rows before it."""
        return np.asarray((self.features * self.coefficients[: len(self.features)]).sum(axis=1))


def estimate(design: Design) -> Estimation:
    """The effect after the start, on the scale of comparison; comparison groups have no say. Deterministic."""
    start, rows = design.start, len(design.outcome)
    centre = float(design.outcome[:start].mean())
    unit = max(float(design.outcome[:start].std()), TINY)
    outcome = (design.outcome - centre) / unit
    # Where a season may be forecast, all candidates are compared where it could be known.
    past = _best(outcome, start, max(WARM, min(int(design.cycle), start // 2)), _candidates(design, outcome))
    after = rows - start
    starts = placebo_starts(start, after)
    errors = np.array([outcome[at : at + after] - past.forecast(at, slice(at, at + after)) for at in starts])
    placebos = Placebos(
        alongside=np.empty(0),
        earlier=errors.mean(axis=1),
        apart=max((start - WARM) // after, 1),
        elsewhere=np.empty(0),
    )
    yardstick = Yardstick(placebos)
    ahead = past.forecast(start, slice(start, rows))
    effect = float(np.mean(outcome[start:] - ahead))
    return Estimation(
        effect=effect * unit,
        p_value=yardstick.p_value(effect),
        margins={level: yardstick.reach(level) * unit for level in LEVELS},
        expected=np.append(past.steps()[:start], ahead) * unit + centre,
        spread=float(np.quantile(np.abs(errors), 0.95)) * unit,
        placebos=tuple(float(error) * unit for error in placebos.ratios),
    )


def placebo_starts(start: int, after: int) -> NDArray[np.intp]:
    """Rows before the start at which nothing was begun, each with as many rows behind it as the start has after it.

    At least WARM rows lie before each, so that there is something to forecast from.
    """
    return np.arange(start - after, WARM - 1, -stride(after))


def _candidates(design: Design, outcome: Series) -> Iterator[_Past]:
    """What may be forecast, each with the memory that it is forecast from; simpler ones first."""
    when, start = design.rows.astype(float), design.start
    level = np.ones((len(when), 1))
    for memory in MEMORIES:
        yield _Past(level, _coefficients(outcome, start, level, memory))
    trend = np.column_stack([level, (when - when[start]) / max(start, 1)])
    for memory in LONG_MEMORIES:
        yield _Past(trend, _coefficients(outcome, start, trend, memory))
    if start + 1 >= CYCLES * design.cycle:
        waves = 2 * np.pi * np.outer(when / design.cycle, np.arange(1, WAVES[design.cycle < SHORT] + 1))
        season = np.column_stack([level, np.sin(waves), np.cos(waves)])
        known = _coefficients(outcome, start, season, STEADY)
        # Before the season was once seen whole it is not known: the level stands in, which is farther off.
        unseen = int(np.ceil(design.cycle))
        known[:unseen] = 0.0
        known[:unseen, :1] = _coefficients(outcome, start, level, MEMORIES[-1])[:unseen]
        yield _Past(season, known)


def _best(outcome: Series, start: int, first: int, candidates: Iterable[_Past]) -> _Past:
    """The candidate whose forecasts of the next row, from row ``first`` to the start, were best."""
    return min(candidates, key=lambda past: float(np.sum((outcome - past.steps())[first:start] ** 2)))


def _coefficients(outcome: Series, start: int, features: Matrix, memory: float) -> Matrix:
    """A row for each row: the discounted least squares of all rows before it; rows from the start on add nothing."""
    count = features.shape[1]
    kept = 0.5 ** (1 / memory)
    gram = np.zeros((count, count))
    product = np.zeros(count)
    grams, products = [gram], [product]
    for row, seen in zip(features[:start], outcome[:start], strict=True):
        gram = kept * gram + np.outer(row, row)
        product = kept * product + row * seen
        grams.append(gram)
        products.append(product)
    known = np.linalg.solve(np.array(grams) + HELD * np.eye(count), np.array(products)[..., None])[..., 0]
    return np.vstack([known, np.repeat(known[-1:], len(outcome) - start, axis=0)])


SINGLE_SERIES = Estimator(
    key="single_series",
    meaning="The scope against what its own past let one expect, judged by the same forecast at earlier times.",
    fits="No other groups can serve as comparison. What else happened at the start cannot be told from the initiative.",
    groups=0,
    estimate=estimate,
)
