"""Funnel plots: groups compared with what their own mix of tickets lets expect, and with what chance does.

Each group's tickets are judged by the share that all groups together reach on tickets of the same kind (indirect
standardisation). What is left is set against its own chance variation, widened where groups differ more than chance
alone explains: the additive model of D. J. Spiegelhalter, "Funnel plots for comparing institutional performance",
Statistics in Medicine 24 (2005) 1185-1202, with ten per cent of the groups at either end drawn in before it is fitted.
It compares groups, never people: a group below the floor is left out by name and number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FLOOR = 50
"""Fewer tickets than this and a group is not shown: it may be a person or two."""
LEAST = 5.0
"""Fewer expected cases on either side than this, and the normal limits do not hold."""
NEAR, FAR = 1.96, 3.09
"""How many standard deviations hold 95 and 99.8 of 100 groups that differ by chance alone."""
ENOUGH = 5
"""From how many groups on it is told whether they differ more than chance explains."""
DRAWN_IN = 0.1
"""The part of the groups at either end, one at least, that is drawn in before the variation between them is found."""


class Standing(StrEnum):
    """Where a group lies: within chance, near its edge, or beyond it on either side."""

    WITHIN = "within chance"
    HIGH = "near the upper edge"
    LOW = "near the lower edge"
    BEYOND_HIGH = "above chance"
    BEYOND_LOW = "below chance"


@dataclass(frozen=True)
class Cases:
    """Tickets of one group and one kind, such as priority and service: ``met`` of ``n`` meet what is asked."""

    group: str
    kind: Hashable
    met: float
    n: int


@dataclass(frozen=True)
class Compared:
    """One group. Shares run from 0 to 1.

    ``difference`` is the observed less the expected share; ``error`` its standard deviation by chance alone; ``size``
    the tickets of the usual mix that would vary as much; ``near`` and ``far`` are the limits of the difference.
    """

    group: str
    n: int
    observed: float
    expected: float
    difference: float
    error: float
    size: float
    near: float
    far: float

    @property
    def standing(self) -> Standing:
        """Where it lies within its own limits."""
        if abs(self.difference) <= self.near:
            return Standing.WITHIN
        high = self.difference > 0
        if abs(self.difference) <= self.far:
            return Standing.HIGH if high else Standing.LOW
        return Standing.BEYOND_HIGH if high else Standing.BEYOND_LOW


@dataclass(frozen=True)
class Funnel:
    """All groups that may be shown, by name. ``whole`` is the share of all tickets; ``left_out`` groups are not shown.

    ``between`` is the standard deviation between groups beyond chance, as a share; 0 where there is none to be told.
    ``told`` says whether there were enough groups to tell.
    """

    whole: float
    groups: tuple[Compared, ...]
    left_out: int
    between: float
    told: bool

    def by_chance(self, size: float) -> float:
        """The far limit of such a group if groups differed by chance alone."""
        return FAR * sqrt(self.whole * (1 - self.whole) / size)

    def limits(self, size: float) -> tuple[float, float]:
        """The near and the far limit of a group whose mix is the usual one, by its tickets."""
        by_chance = self.whole * (1 - self.whole) / size
        spread = sqrt(by_chance + self.between**2)
        return NEAR * spread, FAR * spread


def funnel(found: Iterable[Cases], floor: int = FLOOR) -> Funnel | None:
    """The groups against what their mix lets expect; None where no group can be shown or all tickets are alike.

    Every ticket counts for the whole, those of groups below the floor as well.
    """
    cases = [each for each in found if each.n]
    total, met = sum(each.n for each in cases), sum(each.met for each in cases)
    if not total or not 0 < met < total:
        return None
    kinds = _shares(cases)
    whole = met / total
    names = sorted({each.group for each in cases})
    raw = [_against(name, [each for each in cases if each.group == name], kinds, whole) for name in names]
    shown = [each for each in raw if each is not None and each.n >= floor]
    if not shown:
        return None
    told = len(shown) >= ENOUGH
    between = sqrt(between_groups([(each.difference, each.error) for each in shown])) if told else 0.0
    widened = tuple(_widened(each, between) for each in shown)
    return Funnel(whole, widened, len(names) - len(shown), between, told)


def between_groups(found: Sequence[tuple[float, float]]) -> float:
    """The variance between three groups or more beyond chance, from the (difference, error) of each.

    It is 0 where chance explains them.
    """
    scores = sorted(difference / error for difference, error in found)
    cut = max(1, int(DRAWN_IN * len(scores)))
    low, high = scores[cut], scores[-cut - 1]
    total = sum(min(max(score, low), high) ** 2 for score in scores)
    weights = [1 / error**2 for _, error in found]
    room = sum(weights) - sum(each**2 for each in weights) / sum(weights)
    return max(0.0, (total - (len(found) - 1)) / room) if room > 0 else 0.0


def _shares(cases: Sequence[Cases]) -> dict[Hashable, float]:
    n: dict[Hashable, int] = {}
    met: dict[Hashable, float] = {}
    for each in cases:
        n[each.kind] = n.get(each.kind, 0) + each.n
        met[each.kind] = met.get(each.kind, 0.0) + each.met
    return {kind: met[kind] / n[kind] for kind in n}


def _against(name: str, own: Sequence[Cases], kinds: dict[Hashable, float], whole: float) -> Compared | None:
    """A group against its expectation, without limits yet; None where too little is expected to tell."""
    n = sum(each.n for each in own)
    expected = sum(each.n * kinds[each.kind] for each in own)
    variance = sum(each.n * kinds[each.kind] * (1 - kinds[each.kind]) for each in own)
    if min(expected, n - expected) < LEAST or variance <= 0:
        return None
    observed = sum(each.met for each in own)
    error = sqrt(variance) / n
    size = whole * (1 - whole) / error**2
    return Compared(name, n, observed / n, expected / n, (observed - expected) / n, error, size, 0.0, 0.0)


def _widened(each: Compared, between: float) -> Compared:
    spread = sqrt(each.error**2 + between**2)
    return Compared(
        each.group,
        each.n,
        each.observed,
        each.expected,
        each.difference,
        each.error,
        each.size,
        NEAR * spread,
        FAR * spread,
    )
