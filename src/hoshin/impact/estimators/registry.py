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


KEYS = {each.key: each for each in ESTIMATORS}


def chosen(design: Design, sealed: str = "") -> Estimator:
    """The estimator that judges a design: the ``sealed`` one where it serves, else the first that does.

    The choice is by the data alone, never by what an estimator would find.
    """
    named = [KEYS[sealed]] if sealed in KEYS else []
    return next(each for each in (*named, *ESTIMATORS) if each.serves(design))


def looks_at_groups(key: str) -> bool:
    """Whether the estimator of this key compares with groups; True where there is no such estimator."""
    return key not in KEYS or KEYS[key].groups > 0
