"""Intervals against the textbook, the binomial distribution and SciPy."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hoshin.metrics.intervals import enclosing, fractions, normal, wilson


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(case: tuple[int, int]) -> None:
    met, n = case
    theirs = stats.binomtest(met, n).proportion_ci(method="wilson")
    assert wilson(met, n) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= wilson(met, n)[0] <= met / n <= wilson(met, n)[1] <= 1


def test_the_mean_has_the_normal_interval() -> None:
    values = np.random.default_rng(1).lognormal(3, 1, 50)
    found = normal(50, float(values.mean()), float(values.var(ddof=1)))
    theirs = stats.norm.interval(0.95, values.mean(), stats.sem(values))
    assert found == pytest.approx(theirs)
    assert normal(1, 5.0, 0.0) is None
    assert normal(2, 1.0, 50.0) == pytest.approx((0.0, 1 + 1.959964 * 5))


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
