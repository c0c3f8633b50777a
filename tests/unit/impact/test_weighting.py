"""Weighted comparisons: the published example, the weights against their conditions, and their judgement."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.impact.design import Design, comparison, design
from hoshin.impact.estimators.definition import Estimator
from hoshin.impact.estimators.difference import difference
from hoshin.impact.estimators.registry import ESTIMATORS
from hoshin.impact.estimators.simplex import simplex_weights
from hoshin.impact.estimators.synthetic_control import synthetic_control
from hoshin.impact.estimators.synthetic_difference import synthetic_difference
from hoshin.impact.estimators.weighting import Weighting, placebo_error, unrest
from tests.unit.impact.desks import HISTORIES, Numbers, panel
from tests.unit.impact.test_calibration import margin

PROPOSITION_99 = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "prop99" / "california_prop99.csv"

TABLE_1: list[tuple[Weighting, float, float]] = [
    (synthetic_difference, -15.6, 8.4),
    (synthetic_control, -19.6, 9.9),
    (difference, -27.3, 17.7),
]
"""Arkhangelsky et al. 2021: the effect on packs a head and year, and its standard error by placebos."""


def packs() -> tuple[Numbers, Numbers, int]:
    """California, the other states, and how many years lie before 1989."""
    if not PROPOSITION_99.is_file():
        pytest.skip("THE PUBLISHED EXAMPLE IS ABSENT (../shared/data/prop99): table 1 goes unproven here")
    with PROPOSITION_99.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    years = sorted({row["Year"] for row in rows})
    by_state: dict[str, dict[str, float]] = {}
    for row in rows:
        by_state.setdefault(row["State"], {})[row["Year"]] = float(row["PacksPerCapita"])
    series = {state: np.array([found[year] for year in years]) for state, found in by_state.items()}
    california = series.pop("California")
    return california, np.column_stack([series[state] for state in sorted(series)]), years.index("1989")


@pytest.mark.parametrize(("weighting", "effect", "error"), TABLE_1)
def test_the_published_example_comes_out(weighting: Weighting, effect: float, error: float) -> None:
    outcome, controls, start = packs()
    assert controls.shape == (31, 38)
    weights = weighting(outcome[:start], controls, unrest(controls, start))
    assert weights.effect(outcome, controls) == pytest.approx(effect, abs=0.2)
    assert placebo_error(controls, start, weighting) == pytest.approx(error, rel=0.15)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.sampled_from([1e-3, 0.3, 2.0]), st.booleans())
def test_no_other_weights_of_the_simplex_are_better(seed: int, count: int, ridge: float, intercept: bool) -> None:
    rng = np.random.default_rng(seed)
    columns, target = rng.standard_normal((20, count)), rng.standard_normal(20)
    weights = simplex_weights(columns, target, ridge, intercept=intercept)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    if intercept:
        columns, target = columns - columns.mean(axis=0), target - target.mean()
    # The condition of Karush, Kuhn and Tucker on a simplex: no coordinate's slope lies below the weighted mean slope.
    slope = columns.T @ (columns @ weights - target) / len(target) + ridge**2 * weights
    assert slope.min() >= weights @ slope - 1e-8


def ready(name: str, seed: int, *, before: int = 60, after: int = 20, groups: int = 8, shift: float = 0.0) -> Design:
    """A design of a simulated desk, with ``shift`` planted in the scope."""
    series = HISTORIES[name].draw(np.random.default_rng(seed), before + after, groups)
    series[before:, 0] += shift
    one = panel(series, before)
    found = design(one, comparison(one))
    assert isinstance(found, Design)
    return found


@pytest.mark.parametrize("estimator", [each for each in ESTIMATORS if each.groups], ids=lambda each: each.key)
def test_a_planted_effect_moves_the_estimate_by_as_much(estimator: Estimator) -> None:
    first = estimator.estimate(ready("persistence 0.3", 4))
    second = estimator.estimate(ready("persistence 0.3", 4, shift=3.0))
    assert second.effect == pytest.approx(first.effect + 3.0)
    assert second.interval(0.95)[0] == pytest.approx(first.interval(0.95)[0] + 3.0)
    assert second.p_value <= 0.05
    assert (first.p_value <= 0.05) == (abs(first.effect) > first.margins[0.95])


@pytest.mark.parametrize("estimator", [each for each in ESTIMATORS if each.groups], ids=lambda each: each.key)
@pytest.mark.parametrize("groups", [3, 10, 25])
def test_there_are_placebos_enough_to_call_one_in_twenty(estimator: Estimator, groups: int) -> None:
    assert len(estimator.estimate(ready("independent noise", 5, before=24, after=12, groups=groups)).placebos) >= 19


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda each: each.key)
def test_an_estimator_says_what_it_does_and_when_it_fits(estimator: Estimator) -> None:
    assert estimator.meaning.endswith(".")
    assert estimator.fits.endswith(".")
    assert len({each.key for each in ESTIMATORS}) == len(ESTIMATORS)


@pytest.mark.parametrize("estimator", [each for each in ESTIMATORS if each.groups], ids=lambda each: each.key)
@pytest.mark.parametrize("name", ["persistence 0.6", "trend in each group, own slope", "random walks"])
def test_where_nothing_was_done_an_effect_is_called_in_one_of_twenty_at_most(estimator: Estimator, name: str) -> None:
    called = [estimator.estimate(ready(name, seed, before=40, after=15)).p_value <= 0.05 for seed in range(40)]
    assert np.mean(called) <= 0.05 + margin(0.05, len(called))
