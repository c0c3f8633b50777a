"""What past claims teach the next estimates: how much of what was claimed came true, by category.

docs/algorithms/portfolio-plan.md says in prose how, and with which source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean

CLAIMS_HOLD = 1.0
"""What is taken for granted before anything is known: that claims come true."""

WEIGHT = 2.0
"""It weighs as much as this many initiatives."""

SURE = 1.645
"""So many standard deviations on each side hold the share in nine of ten cases."""

LEAST, MOST = -1.0, 2.0
"""One initiative says no more than that the opposite of the claim came true, or twice as much."""


@dataclass(frozen=True)
class Past:
    """An initiative whose effect is known: claimed and seen changes with their signs, in the same unit."""

    category: str
    claimed: float
    seen: float

    @property
    def share(self) -> float:
        """How much of the claim came true."""
        return min(max(self.seen / self.claimed, LEAST), MOST)


@dataclass(frozen=True)
class Correction:
    """How much of a claim to count on in a category.

    ``raw`` is the mean of its ``n`` initiatives (None for none); ``share`` that mean pulled towards ``overall``, the
    mean of all, with ``weight`` on its own figure, from 0 to 1. In nine of ten cases the share lies from ``low`` to
    ``high``. A plan multiplies benefits by ``factor``, never below 0.
    """

    category: str
    n: int
    raw: float | None
    overall: float
    weight: float
    share: float
    low: float
    high: float

    @property
    def factor(self) -> float:
        """What benefits are multiplied by."""
        return max(self.share, 0.0)

    @property
    def sentence(self) -> str:
        """For people who plan: no statistics word in it."""
        if not self.n:
            return (
                f"No initiative of this kind has been judged yet: {self.factor:.0%} counts, as for all kinds together."
            )
        many = f"{self.n} initiative{'' if self.n == 1 else 's'} of this kind"
        return (
            f"{many} brought {self.raw:.0%} of what was claimed, all kinds together {self.overall:.0%}: "
            f"{self.factor:.0%} counts."
        )


def overall(past: Sequence[Past]) -> float:
    """The mean share of all, pulled towards *all of it* the more, the fewer there are."""
    return (CLAIMS_HOLD * WEIGHT + sum(each.share for each in past)) / (WEIGHT + len(past))


def corrections(past: Sequence[Past], categories: Sequence[str]) -> dict[str, Correction]:
    """The correction of each category, by empirical Bayes. A claim of no change teaches nothing and is passed over.

    The spread within categories and between them is estimated from the past itself (one-way random effects, method of
    moments). A category's mean of ``n`` counts with n / (n + within ÷ between); where categories differ no more than
    chance makes them, all are given the overall share.
    """
    taught = [each for each in past if each.claimed != 0]
    groups: dict[str, list[float]] = defaultdict(list)
    for each in taught:
        groups[each.category].append(each.share)
    centre = overall(taught)
    within, between = _spread(list(groups.values()))
    found = {}
    for category in dict.fromkeys((*categories, *groups)):
        shares = groups.get(category, [])
        n = len(shares)
        weight = n / (n + within / between) if n and between > 0 else 0.0
        raw = fmean(shares) if shares else None
        share = centre if raw is None else centre + weight * (raw - centre)
        bare = Correction(category, n, raw, centre, weight, share, share, share)
        off = SURE * sqrt(_doubt(bare, len(groups), len(taught), within, between))
        found[category] = replace(bare, low=max(share - off, LEAST), high=min(share + off, MOST))
    return found


def _doubt(found: Correction, groups: int, many: int, within: float, between: float) -> float:
    """The variance of a category's share about the true one.

    Its own mean is in doubt, that of all, and how far the one is pulled towards the other: the last term is Morris's
    (1983), for a spread between categories that is itself estimated from few of them.
    """
    centre = within / (WEIGHT + many) + between / (WEIGHT + groups)
    if found.raw is None:
        return between + centre
    pulled = (1 - found.weight) ** 2
    own = found.weight**2 * within / found.n
    return own + pulled * (between + centre) + pulled * (found.raw - found.overall) ** 2 * 2 / max(groups - 1, 1)


def _spread(groups: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The variance within groups and between their true means; no variance between where it cannot be told."""
    many, groups_of = sum(map(len, groups)), len(groups)
    if groups_of < 2 or many <= groups_of:
        return 1.0, 0.0
    mean = sum(sum(each) for each in groups) / many
    inside = sum((share - fmean(each)) ** 2 for each in groups for share in each)
    outside = sum(len(each) * (fmean(each) - mean) ** 2 for each in groups)
    within = inside / (many - groups_of)
    size = (many - sum(len(each) ** 2 for each in groups) / many) / (groups_of - 1)
    return within, max(0.0, (outside / (groups_of - 1) - within) / size)
