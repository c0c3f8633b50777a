"""Difference in differences: what changed in the scope less what changed in the other groups, all counted alike.

docs/algorithms/difference.md says in prose what this guarantees.
"""

from __future__ import annotations

import numpy as np

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import Estimation, Estimator
from hoshin.impact.estimators.penalised import Matrix
from hoshin.impact.estimators.weighting import Weights, judged
from hoshin.impact.panel import Series


def difference(past: Series, controls: Matrix, moves: float) -> Weights:
    """All groups alike, and all times before the start alike."""
    count, start = controls.shape[1], len(past)
    return Weights(np.full(count, 1 / count), np.full(start, 1 / start))


def estimate(design: Design) -> Estimation:
    """The effect after the start, on the scale of comparison. Deterministic."""
    return judged(design, difference)


DIFFERENCE = Estimator(
    key="difference",
    meaning="What changed in the scope less what changed in the mean of the other groups.",
    fits="All groups go the same way; to be shown beside another, for it is the one that everybody knows.",
    groups=2,
    estimate=estimate,
)
