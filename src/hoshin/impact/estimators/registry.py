"""The estimators that there are. Each is one file in this folder; the first that serves a design is taken."""

from __future__ import annotations

from hoshin.impact.design import Design
from hoshin.impact.estimators.definition import Estimator
from hoshin.impact.estimators.difference import DIFFERENCE
from hoshin.impact.estimators.ridge import RIDGE
from hoshin.impact.estimators.single_series import SINGLE_SERIES
from hoshin.impact.estimators.synthetic_control import SYNTHETIC_CONTROL
from hoshin.impact.estimators.synthetic_difference import SYNTHETIC_DIFFERENCE

ESTIMATORS: tuple[Estimator, ...] = (
    RIDGE,
    SYNTHETIC_DIFFERENCE,
    SYNTHETIC_CONTROL,
    DIFFERENCE,
    SINGLE_SERIES,
)


def chosen(design: Design) -> Estimator:
    """The estimator that judges a design: chosen by the data alone, never by what it would find."""
    return next(each for each in ESTIMATORS if each.serves(design))
