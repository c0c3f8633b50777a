"""The estimators that there are. Each is one file in this folder; the first that fits a design is taken."""

from __future__ import annotations

from hoshin.impact.estimators.definition import Estimator
from hoshin.impact.estimators.ridge import RIDGE

ESTIMATORS: tuple[Estimator, ...] = (RIDGE,)
