"""Synthetic difference in differences: weighted groups and weighted earlier times, each from its own level.

Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021. docs/algorithms/synthetic-difference.md says in prose what this
guarantees.
"""

from __future__ import annotations

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import Estimation, Estimator
from hoshin.impact.estimators.penalised import Matrix
from hoshin.impact.estimators.simplex import simplex_weights
from hoshin.impact.estimators.synthetic_control import NEARLY_NONE
from hoshin.impact.estimators.weighting import Weights, judged
from hoshin.impact.panel import Series


def synthetic_difference(past: Series, controls: Matrix, moves: float) -> Weights:
    """Weights of groups by which they moved as the outcome did, and of times that look like those after the start.

    The groups' penalty grows with the time after the start, so that no few groups carry the mix (the paper's ζ); that
    of the times only makes them unique.
    """
    start = len(past)
    penalty = (len(controls) - start) ** 0.25 * moves
    groups = simplex_weights(controls[:start], past, penalty, intercept=True)
    times = simplex_weights(controls[:start].T, controls[start:].mean(axis=0), NEARLY_NONE * moves, intercept=True)
    return Weights(groups, times)


def estimate(design: Design) -> Estimation:
    """The effect after the start, on the scale of comparison. Deterministic."""
    return judged(design, synthetic_difference)


SYNTHETIC_DIFFERENCE = Estimator(
    key="synthetic_difference",
    meaning="The scope against weighted other groups, and the time after the start against weighted earlier times.",
    fits="Many other groups and a history in which some times were like those after the start.",
    groups=2,
    estimate=estimate,
)
