"""The mix of the other groups that ridge regression gives, fitted on the rows before the start alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.impact.estimators.penalised import Matrix, penalty
from hoshin.impact.estimators.weighting import Weights
from hoshin.impact.panel import Series


@dataclass(frozen=True)
class RidgeWeights:
    """A weighting of any sign and sum, with an intercept, by one penalty a row.

    Whatever happens after the start moves the effect by its mean there, and the mix not at all.
    """

    penalty: float

    @classmethod
    def of(cls, past: Series, controls: Matrix) -> RidgeWeights:
        """By the penalty that predicts left-out runs of the rows before the start best."""
        unit, _ = _unit(controls[: len(past)])
        return cls(penalty(past, unit))

    def __call__(self, past: Series, controls: Matrix, moves: float) -> Weights:
        """The weights from the rows before the start."""
        start = len(past)
        unit, spread = _unit(controls[:start])
        gram = unit.T @ unit + self.penalty * start * np.eye(controls.shape[1])
        slopes = np.linalg.solve(gram, unit.T @ (past - past.mean()))
        return Weights(np.asarray(slopes / spread), np.full(start, 1 / start))


def _unit(controls: Matrix) -> tuple[Matrix, Series]:
    """The columns with mean 0 and standard deviation 1, and what that was; a constant column becomes 0."""
    centred = controls - controls.mean(axis=0)
    spread = centred.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    return np.asarray(centred / spread), spread
