from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hoshin.portfolio.value import CAUTIOUS, EstimateRefused, ThreePoint, Worth, total, worth

AMOUNTS = st.tuples(*[st.floats(0, 1e6)] * 3).map(sorted)


@given(AMOUNTS, st.floats(0.01, 0.99))
def test_mean_and_quantiles_are_those_of_scipys_beta_distribution(points: list[float], level: float) -> None:
    low, likely, high = points
    estimate = ThreePoint(low, likely, high)
    if high - low < 1e-3:
        assert low <= estimate.quantile(level) <= high + 1e-9
        return
    alpha = 1 + 4 * (likely - low) / (high - low)
    oracle = stats.beta(alpha, 6 - alpha, loc=low, scale=high - low)
    assert estimate.mean == pytest.approx(oracle.mean(), rel=1e-9)
    assert estimate.quantile(level) == pytest.approx(oracle.ppf(level), rel=1e-6, abs=1e-6)


@given(st.lists(st.tuples(AMOUNTS, st.tuples(*[st.floats(0, 1)] * 3).map(sorted)), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_the_cautious_total_is_the_quantile_of_estimates_that_err_together(
    many: list[tuple[list[float], list[float]]],
) -> None:
    pairs = [(ThreePoint(*benefit), ThreePoint(*chance)) for benefit, chance in many]
    luck = (np.arange(2000) + 0.5) / 2000
    drawn = sum(
        np.array([benefit.quantile(u) for u in luck]) * np.array([chance.quantile(u) for u in luck])
        for benefit, chance in pairs
    )
    found = total(worth(*pair) for pair in pairs)
    assert found.cautious == pytest.approx(float(np.quantile(drawn, CAUTIOUS)), rel=0.02, abs=1.0)


def test_a_known_amount_is_itself() -> None:
    assert ThreePoint(3, 3, 3).mean == ThreePoint(3, 3, 3).quantile(0.1) == 3


def test_what_past_claims_taught_scales_both() -> None:
    whole = worth(ThreePoint(1, 2, 3), ThreePoint(0.5, 0.5, 0.5))
    half = worth(ThreePoint(1, 2, 3), ThreePoint(0.5, 0.5, 0.5), share=0.5)
    assert half == Worth(whole.expected / 2, whole.cautious / 2)


@pytest.mark.parametrize("points", [(2, 1, 3), (1, 3, 2), (-1, 0, 1), (0, float("nan"), 1), (0, 1, float("inf"))])
def test_points_out_of_order_are_refused(points: tuple[float, float, float]) -> None:
    with pytest.raises(EstimateRefused):
        ThreePoint(*points)


def test_a_probability_is_at_most_certain() -> None:
    with pytest.raises(EstimateRefused, match="at most 100 %"):
        worth(ThreePoint(1, 2, 3), ThreePoint(0.5, 0.9, 1.1))
