"""95 % intervals from sufficient statistics: shares, means, quantiles."""

from __future__ import annotations

from functools import cache
from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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


def wilson_each(met: Ints, n: Ints) -> tuple[Floats, Floats]:
    """``wilson`` of each pair, to the last bit."""
    share, z2 = met / n, Z * Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low = np.where(met == 0, 0.0, np.maximum(0.0, centre - half))
    return low, np.where(met == n, 1.0, np.minimum(1.0, centre + half))


def normal(n: Ints, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """The intervals of means of ``n`` cases with their sample variances; NaN below two cases.

    They lean on the central limit theorem: with few cases and a long tail they are too short. Never below zero, as no
    measure of a ticket is.
    """
    half = np.where(n < 2, np.nan, Z * np.sqrt(np.maximum(variance, 0.0) / n))
    return np.maximum(0.0, mean - half), mean + half


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


@cache
def ends(q: float) -> tuple[tuple[float, float] | None, ...]:
    """For each of ``SIZES`` the two fractions that serve it; None where it is too small."""
    return tuple(fractions_around(q, size) for size in SIZES)


def served_by(n: Ints) -> Ints:
    """Which of ``SIZES`` serves each number of cases, by its place; -1 where none does.

    It is that of a smaller sample: the interval is never too short.
    """
    return np.searchsorted(np.array(SIZES), n, side="right").astype(np.int64) - 1


@cache
def fractions(q: float) -> tuple[float, ...]:
    """All fractions that may be needed for the ``q`` quantile and its interval, in order."""
    found = {q}
    for size in SIZES:
        found.update(fractions_around(q, size) or ())
    return tuple(sorted(found))
