"""Comparisons whose mix of groups and of earlier times is a weighted mean, and how they are judged by placebos.

They work on plain matrices: ``outcome`` has one number a row, ``controls`` one column a group, and the rows from
``start`` on lie after the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import LEVELS, Estimation
from hoshin.impact.estimators.penalised import TINY, Matrix
from hoshin.impact.estimators.ridge import placebo_windows
from hoshin.impact.panel import Series
from hoshin.impact.placebo import Placebos, Yardstick

FITS = 50
"""About so many comparisons are made over earlier windows: more cost time and overlap those already made."""


@dataclass(frozen=True)
class Weights:
    """A weight for each group (sum 1) and for each row before the start (sum 1; all 0 where levels are compared)."""

    groups: Series
    times: Series

    def gap(self, outcome: Series, controls: Matrix) -> Series:
        """The outcome less the mix of groups, row by row."""
        return np.asarray(outcome - controls @ self.groups)

    def contrast(self, rows: int) -> Series:
        """What each row of the gap counts: the mean after the start less the weighted rows before it."""
        start = len(self.times)
        return np.append(-self.times, np.full(rows - start, 1 / (rows - start)))

    def effect(self, outcome: Series, controls: Matrix) -> float:
        """The mean difference after the start."""
        return float(self.contrast(len(outcome)) @ self.gap(outcome, controls))


Rows = NDArray[np.intp]
"""Where in time each row lies."""

Weighting = Callable[[Series, Matrix, float], Weights]
"""From the outcome *before* the start, all rows of the controls and the groups' unrest to weights.

That what the scope did after its start could have a say is impossible: it is not handed over.
"""


def unrest(controls: Matrix, start: int) -> float:
    """The standard deviation of the groups' changes from row to row before the start."""
    return float(np.std(np.diff(controls[:start], axis=0), ddof=1))


def placebo_error(controls: Matrix, start: int, weighting: Weighting) -> float:
    """The standard error by placebos: the standard deviation of the effects found in each group against the others.

    All groups take their turn, so no random draw is needed (Arkhangelsky et al. 2021, algorithm 4, draws them).
    """
    moves = unrest(controls, start)
    effects = []
    for group in range(controls.shape[1]):
        outcome, others = controls[:, group], np.delete(controls, group, axis=1)
        effects.append(weighting(outcome[:start], others, moves).effect(outcome, others))
    return float(np.std(effects, ddof=1))


def judged(design: Design, weighting: Weighting) -> Estimation:
    """The effect by ``weighting``, judged by the same comparison at other times and in other groups. Deterministic."""
    start, rows = design.start, len(design.outcome)
    unit = max(float(design.outcome[:start].std()), TINY)
    outcome, controls = design.outcome / unit, design.controls / unit
    moves = unrest(np.column_stack([outcome[:start], controls[:start]]), start)
    weights = weighting(outcome[:start], controls, moves)
    effect = weights.effect(outcome, controls)
    error, level, residual = _standing(weights, outcome, controls, np.arange(rows))
    windows = _thinned(placebo_windows(rows, start), controls.shape[1] + 1)
    scope = list(_earlier(outcome, controls, start, windows, moves, weighting))
    alongside: list[float] = []
    elsewhere: list[float] = []
    for group in range(controls.shape[1]):
        one, others = controls[:, group], np.delete(controls, group, axis=1)
        alongside.append(float(np.divide(*within(one, others, np.arange(rows) >= start, moves, weighting))))
        elsewhere += _earlier(one, others, start, windows, moves, weighting)
    apart = min(start // int(windows[:, 0].sum()), windows.shape[1])
    placebos = Placebos(np.array(alongside), np.array(scope), apart, np.array(elsewhere))
    yardstick = Yardstick(placebos)
    return Estimation(
        effect=effect * unit,
        p_value=yardstick.p_value(effect / error),
        margins={share: yardstick.reach(share) * error * unit for share in LEVELS},
        expected=(controls @ weights.groups + level) * unit,
        spread=float(np.quantile(np.abs(residual), 0.95)) * unit,
        placebos=tuple(float(ratio) * error * unit for ratio in placebos.ratios),
    )


def _thinned(windows: Matrix, series: int) -> Matrix:
    """Every so many windows, the last one before the start among them, that about FITS comparisons are made."""
    return windows[:, :: -(-windows.shape[1] * series // FITS)]


def _earlier(
    outcome: Series, controls: Matrix, start: int, windows: Matrix, moves: float, weighting: Weighting
) -> Iterator[float]:
    """The ratio over each window, as if the initiative had run in it alone; what lies after the start has no say."""
    for window in windows.T[:, :start] > 0:
        effect, error = within(outcome, controls, window, moves, weighting)
        yield effect / error


def within(
    outcome: Series, controls: Matrix, window: NDArray[np.bool_], moves: float, weighting: Weighting
) -> tuple[float, float]:
    """Effect and standard error as if the initiative had run in the ``window`` alone; rows beyond it have no say."""
    rows = np.append(np.flatnonzero(~window), np.flatnonzero(window))
    one, others = outcome[rows], controls[rows]
    weights = weighting(one[: int((~window).sum())], others, moves)
    return weights.effect(one, others), _standing(weights, one, others, rows)[0]


def _standing(weights: Weights, outcome: Series, controls: Matrix, rows: Rows) -> tuple[float, float, Series]:
    """The effect's standard error if errors persist as those before the start do; their level, and the errors.

    ``rows`` say where in time each row lies. The error need not be right, only alike for the scope and for placebos,
    which measure what is wrong with it.
    """
    start = len(weights.times)
    gap = weights.gap(outcome, controls)
    level = float(weights.times @ gap[:start])
    residual = gap[:start] - gap[:start].mean()
    next_to = np.diff(rows[:start]) == 1
    total = max(float(residual @ residual), TINY)
    persists = float(np.clip((residual[1:] * residual[:-1])[next_to].sum() / total, 0.0, 0.95))
    contrast = np.zeros(int(rows.max()) + 1)
    contrast[rows] = weights.contrast(len(outcome))
    by_lag = np.correlate(contrast, contrast, "full")[len(contrast) - 1 :]
    counts = 2 * persists ** np.arange(len(by_lag))
    counts[0] = 1.0
    variance = total / max(start - 1, 1) * max(float(by_lag @ counts), TINY)
    return float(np.sqrt(max(variance, TINY))), level, np.asarray(gap[:start] - level)
