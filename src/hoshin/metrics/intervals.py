"""95 % intervals from sufficient statistics: shares, means, quantiles."""

from __future__ import annotations

from functools import cache
from math import ceil, floor, sqrt

Z = 1.959963984540054
"""The standard normal deviate that 2.5 % exceed."""

SIZES = (8, 16, *(40 * 2**k for k in range(18)))
"""Numbers of cases for which the ranks around a quantile are looked up; the largest that is not above n serves n."""


def wilson(met: int, n: int) -> tuple[float, float]:
    """The interval of a share of ``met`` among ``n`` > 0 cases (Wilson 1927)."""
    share, z2 = met / n, Z * Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low = 0.0 if met == 0 else max(0.0, centre - half)
    high = 1.0 if met == n else min(1.0, centre + half)
    return low, high


def normal(n: int, mean: float, variance: float) -> tuple[float, float] | None:
    """The interval of a mean of ``n`` cases with their sample variance; None below two cases.

    It leans on the central limit theorem: with few cases and a long tail it is too short. Never below zero, as no
    measure of a ticket is.
    """
    if n < 2:
        return None
    half = Z * sqrt(max(variance, 0.0) / n)
    return max(0.0, mean - half), mean + half


@cache
def fractions_around(q: float, size: int) -> tuple[float, float] | None:
    """The two fractions whose quantiles enclose the ``q`` quantile in 95 of 100 samples of ``size`` or more cases.

    They stand for the order statistics whose ranks enclose it by the binomial distribution (David and Nagaraja, Order
    Statistics, 2003, 7.1), here by its normal approximation, rounded outwards. None where ``size`` is too small.
    """
    spread = Z * sqrt(size * q * (1 - q))
    low, high = floor(size * q - spread), ceil(size * q + spread) + 1
    if low < 1 or high > size:
        return None
    return (low - 1) / (size - 1), (high - 1) / (size - 1)


def enclosing(q: float, n: int) -> tuple[float, float] | None:
    """The two fractions that serve ``n`` cases. They are those of a smaller sample: the interval is never too short."""
    return next((fractions_around(q, size) for size in reversed(SIZES) if size <= n), None)


@cache
def fractions(q: float) -> tuple[float, ...]:
    """All fractions that may be needed for the ``q`` quantile and its interval, in order."""
    found = {q}
    for size in SIZES:
        found.update(fractions_around(q, size) or ())
    return tuple(sorted(found))
