"""What every estimator gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hoshin.impact.design import Design
from hoshin.impact.panel import Series

LEVELS = (0.90, 0.95)
"""The levels at which every estimator gives an interval."""


@dataclass(frozen=True)
class Estimation:
    """An effect on the scale of comparison, and what was found where there was nothing to find.

    ``effect`` is the mean difference, over the rows after the start, between the outcome and what would have been.
    ``p_value`` is two-sided. ``margins`` holds the half-width of the interval by level. ``expected`` is what would have
    been, row by row, and ``spread`` how far 95 % of single rows lie from it where nothing happened. ``placebos`` are
    differences, of the same kind as ``effect``, at times and in groups without the initiative.
    """

    effect: float
    p_value: float
    margins: Mapping[float, float]
    expected: Series
    spread: float
    placebos: tuple[float, ...]

    def interval(self, level: float) -> tuple[float, float]:
        """Low and high end at one of LEVELS."""
        return self.effect - self.margins[level], self.effect + self.margins[level]


@dataclass(frozen=True)
class Estimator:
    """One estimator: its key, what it does and when it fits (a sentence each, for readers), and the function.

    ``groups`` is the fewest comparison groups that it works with; 0 where it needs none and looks at none.
    """

    key: str
    meaning: str
    fits: str
    groups: int
    estimate: Callable[[Design], Estimation]

    def serves(self, design: Design) -> bool:
        """Whether the design is one that this estimator is made for."""
        count = design.controls.shape[1]
        return count >= self.groups if self.groups else not count
