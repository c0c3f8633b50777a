"""Judging a difference by the same difference where nothing was done: at other times, and in other groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from hoshin.impact.panel import Series

TINY = 1e-12
"""Keeps a division from the zero that groups equal to each other would make."""


@dataclass(frozen=True)
class Placebos:
    """Differences over their standard errors, where nothing was done.

    ``alongside``: the other groups, over the time after the start. ``earlier``: the scope, over windows before it;
    ``apart`` is how many of those windows do not overlap. ``elsewhere``: the other groups, over the windows before it.
    ``independent`` is how many of the nearest are independent, where that is not all of them.
    """

    alongside: Series
    earlier: Series
    apart: int
    elsewhere: Series
    independent: int | None = None

    @property
    def ratios(self) -> Series:
        """All of them."""
        return np.concatenate([self.alongside, self.earlier, self.elsewhere])

    @property
    def unrest(self) -> float:
        """How much more (above 1) or less the nearest placebos scatter than their standard errors say.

        Nearest are those alongside and the scope's own earlier ones, together, but never less than those alongside:
        what grows with time, such as a group's own trend, shows there alone. Without groups, the earlier ones.
        """
        if not len(self.alongside):
            return float(np.sqrt(max(float(np.mean(self.earlier**2)), TINY)))
        alongside = float(self.alongside @ self.alongside)
        earlier = self.apart * float(np.mean(self.earlier**2))
        return float(np.sqrt(max(alongside / len(self.alongside), (alongside + earlier) / self.near, TINY)))

    @property
    def near(self) -> int:
        """How many independent placebos ``unrest`` rests on."""
        return self.independent or len(self.alongside) + self.apart


@dataclass(frozen=True)
class Yardstick:
    """What a ratio must reach to be called an effect: the stricter of two.

    Rank: the share of all placebos that are at least as far from none. Unrest: Student's t of the ratio over the
    scatter of the nearest placebos, which are few, but meet the same weeks or the same scope.
    """

    placebos: Placebos

    def p_value(self, ratio: float) -> float:
        """Two-sided p-value: the larger of the two."""
        ratios = np.abs(self.placebos.ratios)
        rank = (1 + int(np.sum(ratios >= abs(ratio)))) / (1 + len(ratios))
        scatter = 2 * stdtr(self.placebos.near, -abs(ratio) / self.placebos.unrest)
        return float(max(rank, scatter))

    def reach(self, level: float) -> float:
        """The ratio beyond which the p-value is at most 1 − ``level``; infinite where placebos are too few for it."""
        ratios = np.sort(np.abs(self.placebos.ratios))[::-1]
        at_least = int(np.floor((1 - level) * (1 + len(ratios)) + 1e-9)) - 1
        rank = ratios[at_least] if at_least >= 0 else np.inf
        scatter = -stdtrit(self.placebos.near, (1 - level) / 2) * self.placebos.unrest
        return float(max(rank, scatter))
