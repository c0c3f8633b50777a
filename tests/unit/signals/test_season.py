"""The season: what repeats from year to year raises no alarm, and what is new raises one all the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.metrics.definition import Metric
from hoshin.metrics.registry import metric
from hoshin.signals.firing import SEASON, Fired, fired
from hoshin.signals.season import YEAR, differences, explains
from tests.unit.signals.weeks import weeks

YEARS = 2 * YEAR
HOURS = metric("time_to_resolve_median")


def seasonal(chance: np.random.Generator, *, size: float = 4.0) -> np.ndarray:
    """Two years of noise of deviation 1 around 50, with a season of ``size`` deviations."""
    season = size * np.sin(2 * np.pi * np.arange(YEARS) / YEAR)
    return 50 + season + chance.normal(size=YEARS)


def second_year(values: np.ndarray, about: Metric = HOURS, *, season: bool = True) -> list[Fired]:
    """What raises an alarm in the second year."""
    found = fired(weeks(values.tolist()), about, seasonal=season)
    return [each for each in found if each.newest >= YEAR and not each.held]


def test_a_season_raises_hardly_an_alarm_where_the_year_before_is_known() -> None:
    chance = np.random.default_rng(11)
    desks = [seasonal(chance) for _ in range(60)]
    without = sum(len(second_year(each, season=False)) for each in desks)
    with_it = sum(len(second_year(each)) for each in desks)
    alone = sum(len(second_year(seasonal(chance, size=0), season=False)) for _ in range(60))
    assert without > 2.5 * alone
    assert with_it < alone


def test_what_is_held_back_says_why() -> None:
    season = (50 + 8 * np.sin(2 * np.pi * np.arange(YEARS) / YEAR)).tolist()
    noise = [0.5, -0.5, 0.2, -0.2] * (YEARS // 4)
    found = fired(weeks([a + b for a, b in zip(season, noise, strict=True)]), HOURS)
    late = [each for each in found if each.began >= YEAR]
    assert len(late) >= 2
    assert {each.held for each in late} == {SEASON}


def test_no_season_lasts_longer_than_a_year() -> None:
    # The level rose for good more than a year ago: the same weeks a year before stood alike, and yet it is no season.
    values = [50.0, 51.0] * 20 + [60.0, 61.0] * 40
    [found] = [each for each in fired(weeks(values), HOURS) if each.newest == len(values) - 1]
    assert (found.higher, found.held) == (True, "")
    # Seen before a year had passed, nobody could tell the two apart.
    assert explains(values[: 40 + YEAR], range(40, 40 + YEAR - 8), higher=True) is False


def test_a_shift_is_found_though_there_is_a_season() -> None:
    chance = np.random.default_rng(13)
    found = 0
    for _ in range(60):
        values = seasonal(chance)
        # The season lifts the first half of each year, so the shift comes on top of what repeats.
        values[YEAR + 4 :] += 3
        found += any(each.higher for each in second_year(values))
    assert found / 60 > 0.95


def test_one_bad_week_is_found_though_there_is_a_season() -> None:
    chance = np.random.default_rng(14)
    found = 0
    for _ in range(60):
        values = seasonal(chance, size=0.5)
        values[YEAR + 30] += 6
        found += any(each.higher and each.began <= YEAR + 30 <= each.newest for each in second_year(values))
    assert found / 60 > 0.9


def test_without_a_year_before_nothing_is_explained() -> None:
    values = [50.0, 51.0] * 25
    assert not explains([*values, 60.0], [50], higher=True)
    assert not explains([None] * YEAR + [60.0], [YEAR], higher=True)


def test_the_difference_is_measured_against_its_own_noise() -> None:
    # A year that alternates by 1, and one that alternates by 3: differences of 1 and 3, an average moving range of 2.
    first = [50.0 + i % 2 for i in range(YEAR)]
    second = [51.0 + 3 * (i % 2) for i in range(20)]
    values = [*first, *second]
    assert differences(values)[YEAR:] == [1.0, 3.0] * 10
    # Half a natural limit of the differences is 2.66, and for m of them less by the root of m.
    assert explains(values, [YEAR], higher=True)
    assert not explains(values, [YEAR + 1], higher=True)
    both = [YEAR, YEAR + 1]
    assert math.isclose(2.66 / math.sqrt(2), 1.881, abs_tol=1e-3)
    assert not explains(values, both, higher=True)
    assert explains(values, both, higher=False)


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=150), st.floats(-1e3, 1e3))
def test_differences_forget_the_level(values: list[float | None], level: float) -> None:
    moved = [None if v is None else v + level for v in values]
    for a, b in zip(differences(values), differences(moved), strict=True):
        assert (a is None) == (b is None)
        if a is not None and b is not None:
            assert a == pytest.approx(b, abs=1e-6)


@given(st.lists(st.integers(-1000, 1000), min_size=80, max_size=120), st.integers(0, 40))
def test_upside_down_the_season_explains_the_other_side(values: list[int], at: int) -> None:
    series = [float(v) for v in values]
    position = [len(series) - 1 - at % 20]
    assert explains(series, position, higher=True) == explains([-v for v in series], position, higher=False)
