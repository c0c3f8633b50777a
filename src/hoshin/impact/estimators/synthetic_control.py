"""Synthetic control: the scope against the mean of the other groups, weighted so that it went the same way before.

Abadie, Diamond and Hainmueller 2010. docs/algorithms/synthetic-control.md says in prose what this guarantees.
"""

from __future__ import annotations

import numpy as np

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import Estimation, Estimator
from hoshin.impact.estimators.penalised import Matrix
from hoshin.impact.estimators.simplex import simplex_weights
from hoshin.impact.estimators.weighting import Weights, judged
from hoshin.impact.panel import Series

NEARLY_NONE = 1e-6
"""The penalty, in units of the groups' unrest: makes the weights unique and changes nothing else."""


def synthetic_control(past: Series, controls: Matrix, moves: float) -> Weights:
    """Weights of groups by which their mean lay where the outcome lay before the start; levels are compared as are."""
    groups = simplex_weights(controls[: len(past)], past, NEARLY_NONE * moves, intercept=False)
    return Weights(groups, np.zeros(len(past)))


def level_free_control(past: Series, controls: Matrix, moves: float) -> Weights:
    """The same for groups of unlike levels: weights by which they moved alike, each from its own mean before the start.

    Ferman and Pinto 2021. A desk's groups differ more in level than a mean of them could make up for.
    """
    groups = simplex_weights(controls[: len(past)], past, NEARLY_NONE * moves, intercept=True)
    return Weights(groups, np.full(len(past), 1 / len(past)))


def estimate(design: Design) -> Estimation:
    """The effect after the start, on the scale of comparison. Deterministic."""
    return judged(design, level_free_control)


SYNTHETIC_CONTROL = Estimator(
    key="synthetic_control",
    meaning="The scope against the mean of the other groups, weighted so that it moved as the scope did before.",
    fits="A few other groups together go the scope's way, and people should read each weight as a share.",
    groups=2,
    estimate=estimate,
)
