"""How optimistic the claims of an organisation are: how much of what was claimed came true, so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CLAIMS_HOLD = 1.0
"""What is taken for granted before anything is known: that claims come true."""

WEIGHT = 2
"""It weighs as much as this many initiatives, so that a single one says little."""

LEAST, MOST = -1.0, 2.0
"""One initiative says no more than that the opposite of the claim came true, or twice as much."""


@dataclass(frozen=True)
class Calibration:
    """``share``: how much of a claim to expect (1: all of it), from ``n`` initiatives whose effect is known."""

    share: float
    n: int

    @property
    def sentence(self) -> str:
        """For a board: no statistics word in it."""
        if not self.n:
            return "No initiative has been judged yet, so nobody can say how far claims come true here."
        basis = f"going by {self.n} initiative{'' if self.n == 1 else 's'} so far"
        if self.share >= 0.9:
            return f"Claims come true here, {basis}: count on what is promised."
        if self.share <= 0.1:
            return f"Almost nothing of what is promised comes true here, {basis}."
        return f"Promises are too high here: of each 10 % that is promised, count on {self.share * 10:.0f} %, {basis}."


def calibration(claimed: Sequence[float], seen: Sequence[float]) -> Calibration:
    """How much of a claim to expect from ``claimed`` and ``seen`` relative changes with their signs, pair by pair.

    The mean of what came true of each claim, pulled towards *all of it* the more, the fewer initiatives there are.
    """
    parts = [min(max(found / said, LEAST), MOST) for said, found in zip(claimed, seen, strict=True)]
    share = (CLAIMS_HOLD * WEIGHT + sum(parts)) / (WEIGHT + len(parts))
    return Calibration(share, len(parts))
