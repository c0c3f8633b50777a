"""The scope against a weighted mix of the other groups, judged by the same comparison at other times and elsewhere.

The outcome is regressed on all comparison groups at once, with a ridge penalty, an intercept and the effect: a shift
over the rows after the start. docs/algorithms/verdict.md says in prose what this guarantees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import LEVELS, Estimation, Estimator
from hoshin.impact.estimators.penalised import TINY, Fit, Matrix, Shifts, penalty, persistence, shifts, standardised
from hoshin.impact.panel import Series
from hoshin.impact.placebo import Placebos, Yardstick

WINDOWS = 6
"""Placebo windows begin every sixth of their length."""


@dataclass(frozen=True)
class _Compared:
    """One series against the groups it is compared with: the shift after the start, and over the windows before it."""

    after: Shifts
    before: Shifts
    expected: Series
    residual: Series


def estimate(design: Design) -> Estimation:
    """The effect after the start, on the scale of comparison. Deterministic; time grows with rows² × groups."""
    controls = standardised(design.controls)
    after = (np.arange(len(design.outcome)) >= design.start).astype(float)
    windows = placebo_windows(len(design.outcome), design.start)
    scope = _compare(design.outcome, controls, after, windows, design.start)
    others = [
        _compare(controls[:, group], np.delete(controls, group, axis=1), after, windows, design.start)
        for group in range(controls.shape[1])
    ]
    placebos = Placebos(
        alongside=np.array([other.after.ratio[0] for other in others]),
        earlier=scope.before.ratio,
        apart=design.start // int(windows[:, 0].sum()),
        elsewhere=np.concatenate([other.before.ratio for other in others]),
    )
    yardstick = Yardstick(placebos)
    error = float(scope.after.error[0])
    return Estimation(
        effect=float(scope.after.effect[0]),
        p_value=yardstick.p_value(float(scope.after.ratio[0])),
        margins={level: yardstick.reach(level) * error for level in LEVELS},
        expected=scope.expected,
        spread=float(np.quantile(np.abs(scope.residual), 0.95)),
        placebos=tuple(float(ratio) * error for ratio in placebos.ratios),
    )


def placebo_windows(rows: int, start: int) -> Matrix:
    """Windows before the start, as columns of 0 and 1.

    Each is as long as the time after the start, or as half of the time before it where that is shorter.
    """
    length = max(1, min(rows - start, start // 2))
    firsts = np.arange(start - length, -1, -max(1, length // WINDOWS))
    index = np.arange(rows)[:, None]
    return np.asarray(((index >= firsts) & (index < firsts + length)).astype(float))


def _compare(outcome: Series, controls: Matrix, after: Series, windows: Matrix, start: int) -> _Compared:
    chosen = penalty(outcome[:start], controls[:start])
    mix = Fit.of(controls, np.ones(len(outcome))).factor(chosen)
    free = after - mix @ (mix.T @ after)
    with_effect = np.column_stack([mix, free / np.sqrt(max(float(free @ after), TINY))])
    found, before = shifts(outcome, after, windows, controls, chosen, persistence(with_effect, outcome))
    rest = outcome - after * found.effect[0]
    residual = rest - mix @ (mix.T @ rest)
    residual = residual - residual[start:].mean() * after
    return _Compared(found, before, rest - residual, residual)


RIDGE = Estimator(
    key="ridge",
    meaning="The scope against a mix of the other groups, judged by the same comparison at other times and elsewhere.",
    fits="There are comparison groups: of all that were measured it holds its error rate with the narrowest range.",
    groups=2,
    estimate=estimate,
)
