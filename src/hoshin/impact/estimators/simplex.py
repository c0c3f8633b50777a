"""Weights that are never negative and add up to 1, so that a mix stays within what was really seen."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from hoshin.impact.estimators.penalised import TINY, Matrix
from hoshin.impact.panel import Series

PATIENCE = 50
"""Steps a column after which the active-set method has surely ended; it rarely takes more than one or two."""


def simplex_weights(columns: Matrix, target: Series, ridge: float, *, intercept: bool) -> Series:
    """The weights w ≥ 0 with sum 1 that minimise the mean of (columns·w − target)² plus ridge²·|w|².

    With ``intercept`` a constant is fitted beside them. ``ridge`` is in the unit of the columns.

    Exact, by non-negative least squares (Lawson and Hanson 1974): as the weights add up to 1, the errors
    are linear in them, E·w; min |E·w|² + (sum w − 1)² over w ≥ 0 then lies on the ray through the solution wanted.
    """
    if intercept:
        columns, target = columns - columns.mean(axis=0), target - target.mean()
    rows, count = columns.shape
    errors = np.vstack([columns - target[:, None], ridge * np.sqrt(rows) * np.eye(count)])
    errors = errors / max(float(np.sqrt((errors**2).sum(axis=0).mean())), TINY)
    wanted = np.append(np.zeros(len(errors)), 1.0)
    weights, _ = nnls(np.vstack([errors, np.ones(count)]), wanted, maxiter=PATIENCE * (count + 1))
    return np.asarray(weights / weights.sum())
