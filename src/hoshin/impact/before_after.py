"""Comparing before with after alone: what Hoshin never does, kept to show how often it errs (Welch 1947)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from hoshin.impact.panel import Panel, Series
from hoshin.impact.scales import scale

TINY = 1e-12


@dataclass(frozen=True)
class Difference:
    """The mean after less the mean before, its standard error and its degrees of freedom."""

    effect: float
    error: float
    degrees: float

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return float(2 * stdtr(self.degrees, -abs(self.effect) / self.error))

    def interval(self, level: float) -> tuple[float, float]:
        """Low and high end."""
        reach = -float(stdtrit(self.degrees, (1 - level) / 2)) * self.error
        return self.effect - reach, self.effect + reach


def difference(before: Series, after: Series) -> Difference:
    """Welch's comparison of two means; at least two numbers on each side."""
    parts = [float(np.var(part, ddof=1)) / len(part) for part in (before, after)]
    variance = max(sum(parts), TINY)
    shares = sum((part / variance) ** 2 / (len(side) - 1) for part, side in zip(parts, (before, after), strict=True))
    return Difference(float(after.mean() - before.mean()), float(np.sqrt(variance)), 1 / max(shares, TINY))


def before_after(panel: Panel) -> Difference:
    """Before and after of the scope alone, on the scale of comparison; gaps are left out."""
    negative = bool(np.nanmin(panel.treated) < 0)
    values = scale(panel.unit, negative=negative).forward(panel.treated)
    before, after = (part[np.isfinite(part)] for part in (values[: panel.start], values[panel.start :]))
    return difference(before, after)
