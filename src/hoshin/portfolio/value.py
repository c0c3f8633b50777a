"""Three-point estimates, and what of them a plan counts on: the expected amount, or a cautious one.

docs/algorithms/portfolio-plan.md says in prose which distribution is meant and why quantiles may be added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from scipy.special import betaincinv

from hoshin.eventlog.refused import Refused

CAUTIOUS = 0.1
"""The level of a cautious amount: in nine of ten cases it comes out at least as good."""

PERT_WEIGHT = 4.0
"""How many times the likeliest amount counts as much as an end of the range (Malcolm and others, 1959)."""


class EstimateRefused(Refused):
    """Three points that are no estimate."""


class Stance(StrEnum):
    """What a plan maximises."""

    EXPECTED = "expected"
    CAUTIOUS = "cautious"


@dataclass(frozen=True)
class ThreePoint:
    """The least, the likeliest and the most that somebody expects; none below 0. Raises EstimateRefused.

    Meant is the PERT distribution: a beta distribution on the range from ``low`` to ``high`` with its mode at
    ``likely``. Where all three are alike the amount is known.
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not all(isfinite(each) for each in (self.low, self.likely, self.high)):
            raise EstimateRefused("An estimate has three numbers: the least, the likeliest and the most.")
        if not 0 <= self.low <= self.likely <= self.high:
            raise EstimateRefused(
                f"{self.low:g}, {self.likely:g}, {self.high:g} are not in order: give the least first, then the "
                "likeliest, then the most, none of them below 0."
            )

    @property
    def mean(self) -> float:
        """What to expect: (low + 4 likely + high) / 6."""
        return (self.low + PERT_WEIGHT * self.likely + self.high) / (2 + PERT_WEIGHT)

    def quantile(self, level: float) -> float:
        """The amount that is not exceeded in the share ``level`` of cases, from 0 to 1."""
        width = self.high - self.low
        if width <= 0:
            return self.low
        alpha = 1 + PERT_WEIGHT * (self.likely - self.low) / width
        beta = 1 + PERT_WEIGHT * (self.high - self.likely) / width
        return self.low + width * float(betaincinv(alpha, beta, level))


@dataclass(frozen=True)
class Worth:
    """The benefit of one quarter in money: expected, and at the cautious level."""

    expected: float
    cautious: float

    def by(self, stance: Stance) -> float:
        """The one that a plan of this stance maximises."""
        return self.expected if stance is Stance.EXPECTED else self.cautious

    def times(self, factor: float) -> Worth:
        """So many quarters of it, or a share of it."""
        return Worth(self.expected * factor, self.cautious * factor)


NOTHING = Worth(0.0, 0.0)


def worth(benefit: ThreePoint, probability: ThreePoint, *, share: float = 1.0, level: float = CAUTIOUS) -> Worth:
    """What a quarter of an initiative is worth.

    ``benefit`` is money a quarter if it succeeds; ``probability`` how likely it does, from 0 to 1; ``share`` how much
    of what is claimed comes true as a rule (``learning``). Raises EstimateRefused for a probability above 1.

    The two are estimated apart, so the expected worth is the product of their means. The cautious one takes both at
    their cautious level at once: whether one initiative succeeds is luck, which evens out over many, but that an
    organisation hopes too much does not.
    """
    if probability.high > 1:
        raise EstimateRefused(f"A probability of {probability.high:.0%} is more than certain: give at most 100 %.")
    cautious = benefit.quantile(level) * probability.quantile(level)
    return Worth(benefit.mean * probability.mean, cautious).times(share)


def total(parts: Iterable[Worth]) -> Worth:
    """The sum. Cautious amounts are added as if all estimates erred together: then it is exact."""
    expected = cautious = 0.0
    for each in parts:
        expected += each.expected
        cautious += each.cautious
    return Worth(expected, cautious)
