"""The forecast: refusals, agreement of probability and bands, no look ahead, and calibration on simulated desks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hoshin.metrics.definition import Direction
from hoshin.signals.forecast import Forecast, NoForecast, Why, forecast
from hoshin.signals.forecast_methods import Floats, Method, forecasts, windows

UP, DOWN = Direction.HIGHER, Direction.LOWER


def noise(weeks: int, seed: int = 1) -> Floats:
    return 50 + np.random.default_rng(seed).normal(0, 3, weeks)


def made(amounts: Floats, ahead: int, target: float, direction: Direction = UP) -> Forecast:
    found = forecast(list(amounts), [1.0] * len(amounts), ahead, target, direction)
    assert isinstance(found, Forecast)
    return found


@pytest.mark.parametrize(
    ("amounts", "ahead", "direction", "why"),
    [
        ([1.0] * 25, 4, UP, Why.SHORT),
        ([1.0] * 25 + [None] * 30, 4, UP, Why.SHORT),
        ([1.0] * 60, 0, UP, Why.PAST),
        ([1.0] * 60, 40, UP, Why.FAR),
        ([1.0] * 60, 53, UP, Why.FAR),
        ([1.0] * 60, 3000, UP, Why.FAR),
        ([1.0] * 60 + [None] * 4, 4, UP, Why.STALE),
        ([1.0] * 60, 4, Direction.BAND, Why.DIRECTION),
    ],
)
def test_it_refuses_with_the_reason(amounts: list[float | None], ahead: int, direction: Direction, why: Why) -> None:
    found = forecast(amounts, [1.0] * len(amounts), ahead, 1.0, direction)
    assert isinstance(found, NoForecast)
    assert found.why is why
    assert found.words.endswith(".")


@given(st.integers(12, 60), st.integers(1, 80))
def test_when_there_can_be_one_there_is(weeks: int, ahead: int) -> None:
    amounts = [20.0 + each % 7 for each in range(weeks + ahead)]
    found = forecast(amounts[:weeks], [1.0] * weeks, ahead, 1.0, DOWN)
    assume(isinstance(found, NoForecast) and found.lead is not None)
    assert isinstance(found, NoForecast)
    assert found.lead is not None

    def after(lead: int) -> Forecast | NoForecast:
        known = weeks + ahead - lead
        return forecast(amounts[:known], [1.0] * known, lead, 1.0, DOWN)

    assert isinstance(after(found.lead), Forecast)
    assert isinstance(after(found.lead + 1), NoForecast)


def test_weights_of_another_length_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="expected 3"):
        forecast([1.0, 2.0, 3.0], [1.0], 1, 1.0, UP)


def test_four_weeks_are_weighed_by_their_cases_and_need_three_known() -> None:
    nan = np.nan
    found = windows(np.array([1.0, 2.0, nan, 4.0, nan, 6.0]), np.array([1.0, 1.0, 9.0, 2.0, 9.0, 1.0]))
    assert found[3] == pytest.approx((1 + 2 + 8) / 4)
    assert np.isnan(found[[0, 1, 2, 4, 5]]).all()


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("ahead", [1, 4, 13, 30, 60])
def test_no_method_looks_ahead(method: Method, ahead: int) -> None:
    series = noise(120)
    changed = series.copy()
    changed[80:] += 1000
    ones = np.ones(120)
    before = forecasts(method, series, windows(series, ones), ahead)
    after = forecasts(method, changed, windows(changed, ones), ahead)
    np.testing.assert_array_equal(before[:80], after[:80])


def test_the_seasonal_naive_method_gives_last_years_same_four_weeks() -> None:
    series = noise(120)
    actual = windows(series, np.ones(120))
    assert forecasts(Method.SEASONAL, series, actual, 10)[-1] == pytest.approx(series[119 + 10 - 52 - 3 :][:4].mean())


def test_a_constant_history_says_met_or_not_met_without_doubt() -> None:
    constant = np.full(80, 10.0)
    assert made(constant, 8, 10.0).probability == 0.99
    assert made(constant, 8, 10.1).probability == 0.01
    assert made(constant, 8, 10.1, DOWN).probability == 0.99


def test_probability_and_the_last_band_tell_the_same() -> None:
    series = noise(104)
    band = made(series, 13, 50.0).bands[-1]
    assert made(series, 13, band.middle).probability == pytest.approx(0.5)
    assert made(series, 13, band.low80).probability == pytest.approx(0.9)
    assert made(series, 13, band.high50).probability == pytest.approx(0.25)
    assert made(series, 13, band.low80, DOWN).probability == pytest.approx(0.1)


def test_bands_stay_where_the_metric_can_lie() -> None:
    series = np.abs(noise(104) - 50) / 3
    found = forecast(list(series), [1.0] * 104, 20, 1.0, UP, floor=0.0, ceiling=1.0)
    assert isinstance(found, Forecast)
    assert all(0 <= edge <= 1 for b in found.bands for edge in (b.low80, b.low50, b.middle, b.high50, b.high80))


def test_a_strong_season_is_followed_and_nothing_is_claimed_over_the_naive_one() -> None:
    weeks = np.arange(156)
    season = 50 + 10 * np.sin(2 * np.pi * weeks / 52) + np.random.default_rng(3).normal(0, 1, 156)
    found = made(season[:143], 13, 50.0)
    assert found.method is Method.SEASONAL
    assert found.bands[-1].low80 <= season[152:156].mean() <= found.bands[-1].high80
    assert found.score.beats_seasonal is False
    assert found.caution.startswith("The forecast does no better than last year's same weeks")


def test_a_lasting_trend_beats_last_years_weeks() -> None:
    found = made(noise(156) + 0.4 * np.arange(156), 8, 100.0)
    assert found.score.beats_seasonal is True
    assert found.caution == ""


def test_without_a_second_year_it_says_that_there_is_nothing_to_compare_with() -> None:
    found = made(noise(60), 4, 50.0)
    assert found.score.skill is None
    assert "no second year" in found.caution


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.none() | st.floats(0, 1e6), min_size=20, max_size=90),
    st.integers(1, 20),
    st.floats(0, 1e6),
    st.sampled_from([UP, DOWN]),
)
def test_whatever_the_history_there_is_a_forecast_in_order_or_a_reason(
    amounts: list[float | None], ahead: int, target: float, direction: Direction
) -> None:
    found = forecast(amounts, [1.0] * len(amounts), ahead, target, direction, floor=0.0)
    if isinstance(found, Forecast):
        assert 0.01 <= found.probability <= 0.99
        assert [b.ahead for b in found.bands] == list(range(1, ahead + 1))
        assert all(0 <= b.low80 <= b.low50 <= b.middle <= b.high50 <= b.high80 for b in found.bands)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99), st.floats(40, 60))
def test_less_is_better_is_the_mirror_of_more_is_better(seed: int, target: float) -> None:
    series = noise(70, seed)
    up, down = made(series, 6, target), made(100 - series, 6, 100 - target, DOWN)
    assert up.probability == pytest.approx(down.probability, abs=1e-6)
    assert up.score.error == pytest.approx(down.score.error)


def test_what_is_said_comes_true_as_often_as_said() -> None:
    rng = np.random.default_rng(11)
    said, came, inside = [], [], []
    for i in range(240):
        shocks = rng.normal(0, 1, 117)
        wander = np.cumsum(rng.normal(0, 0.5, 117)) if i % 3 == 1 else np.zeros(117)
        yearly = 6 * np.sin(2 * np.pi * (np.arange(117) + rng.uniform(0, 52)) / 52) if i % 3 == 2 else 0.0
        series = 50 + wander + yearly + 2 * shocks
        actual, target = series[-4:].mean(), series[100:104].mean() + rng.normal(0, 2)
        found = made(series[:104], 13, target)
        said.append(found.probability)
        came.append(actual >= target)
        inside.append(found.bands[-1].low80 <= actual <= found.bands[-1].high80)
    assert 0.76 <= np.mean(inside) <= 0.94
    told, true = np.array(said), np.array(came)
    for low, high in ((0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.0)):
        part = (told >= low) & (told < high)
        assert part.sum() >= 20
        assert abs(told[part].mean() - true[part].mean()) < 0.17
