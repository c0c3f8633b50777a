"""The mix of the other groups that ridge regression gives, fitted on the rows before the start alone."""

from __future__ import annotations

import numpy as np

from hoshin.impact.estimators.penalised import Matrix, penalty
from hoshin.impact.estimators.weighting import Weights
from hoshin.impact.panel import Series


def ridge_weights(outcome: Series, controls: Matrix, start: int, moves: float) -> Weights:
    """Weights of any sign and sum, with an intercept: the penalty is the one that predicts left-out runs best.

    Whatever happens after the start moves the effect by its mean there, and the mix not at all.
    """
    past = controls[:start] - controls[:start].mean(axis=0)
    spread = past.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    unit = past / spread
    chosen = penalty(outcome[:start], unit)
    gram = unit.T @ unit + chosen * start * np.eye(controls.shape[1])
    slopes = np.linalg.solve(gram, unit.T @ (outcome[:start] - outcome[:start].mean()))
    return Weights(np.asarray(slopes / spread), np.full(start, 1 / start))
