"""Intervals against the textbook, the binomial distribution and SciPy."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hoshin.metrics.intervals import SIZES, ends, fractions, normal, served_by, wilson, wilson_each


def enclosing(q: float, n: int) -> tuple[float, float] | None:
    (size,) = served_by(np.array([n])).tolist()
    assert size == max((i for i, least in enumerate(SIZES) if least <= n), default=-1)
    return ends(q)[size] if size >= 0 else None


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(case: tuple[int, int]) -> None:
    met, n = case
    theirs = stats.binomtest(met, n).proportion_ci(method="wilson")
    assert wilson(met, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= wilson(met, n)[0] <= met / n <= wilson(met, n)[1] <= 1


@given(st.lists(st.integers(1, 3_000_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1))
def test_intervals_of_many_shares_are_those_of_each_to_the_last_bit(cases: list[tuple[int, int]]) -> None:
    met, n = np.array(cases).T
    assert list(zip(*(each.tolist() for each in wilson_each(met, n)), strict=True)) == [wilson(*case) for case in cases]


def test_the_mean_has_the_normal_interval() -> None:
    values = np.random.default_rng(1).lognormal(3, 1, 50)
    low, high = normal(
        np.array([50, 1, 2]), np.array([values.mean(), 5.0, 1.0]), np.array([values.var(ddof=1), 0.0, 50.0])
    )
    theirs = stats.norm.interval(0.95, values.mean(), stats.sem(values))
    assert (low[0], high[0]) == pytest.approx(theirs)
    assert np.isnan([low[1], high[1]]).all()
    assert (low[2], high[2]) == pytest.approx((0.0, 1 + 1.959964 * 5))


@pytest.mark.parametrize("q", [0.5, 0.85])
def test_a_quantiles_interval_holds_at_least_95_percent_of_the_time(q: float) -> None:
    sizes = np.array([*range(8, 1500), 5_000, 100_003, 10**6])
    for n in sizes:
        ends = enclosing(q, int(n))
        if ends is None:
            assert n < 40
            continue
        # An end between two order statistics is taken as the inner one: then the truth is not below what is asserted.
        low, high = ceil(ends[0] * (n - 1) - 1e-9) + 1, floor(ends[1] * (n - 1) + 1e-9) + 1
        covered = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)
        assert covered >= 0.95
        assert set(ends) <= set(fractions(q))


def test_a_quantiles_interval_is_not_wasteful() -> None:
    for n in (100, 1_000, 10_000, 1_000_000):
        low, high = enclosing(0.5, n) or (0, 1)
        assert high - low <= 1.5 * 2 * 1.96 * (0.25 / n) ** 0.5 + 2 / n
