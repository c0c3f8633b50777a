"""The linear algebra against the same numbers computed the long way: dense matrices, refits, definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import toeplitz

from hoshin.impact.estimators.penalised import (
    BLOCKS,
    PENALTIES,
    PERSISTENCES,
    Fit,
    penalty,
    persistence,
    shifts,
    standardised,
    whitened,
)
from hoshin.impact.placebo import Placebos, Yardstick
from tests.unit.impact.desks import Numbers, persisting

seeds = st.integers(0, 10**6)


def drawn(seed: int, rows: int = 36, groups: int = 4) -> tuple[Numbers, Numbers]:
    """An outcome and standardised comparison groups that share a factor."""
    rng = np.random.default_rng(seed)
    series = persisting(0.4)(rng, rows, groups + 1) + persisting(0.7)(rng, rows, 1)
    return series[:, 0], standardised(series[:, 1:])


def coefficients(outcome: Numbers, penalised: Numbers, free: Numbers, strength: float) -> Numbers:
    """Solve the normal equations of a penalised regression: free columns first."""
    columns = np.column_stack([free, penalised])
    weights = np.diag([0.0] * free.shape[1] + [strength] * penalised.shape[1])
    return np.asarray(np.linalg.solve(columns.T @ columns + weights, columns.T @ outcome))


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from(list(PENALTIES)))
def test_factors_make_the_residuals_of_the_normal_equations(seed: int, chosen: float) -> None:
    outcome, controls = drawn(seed)
    one = np.ones((len(outcome), 1))
    factor = Fit.of(controls, one[:, 0]).factor(chosen)
    fitted = np.column_stack([one, controls]) @ coefficients(outcome, controls, one, chosen * len(outcome))
    assert outcome - factor @ (factor.T @ outcome) == pytest.approx(outcome - fitted, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_the_penalty_is_the_one_that_refits_without_each_run_prefer(seed: int) -> None:
    outcome, controls = drawn(seed)
    errors = []
    for chosen in PENALTIES:
        error = 0.0
        for run in np.array_split(np.arange(len(outcome)), BLOCKS):
            kept = np.setdiff1d(np.arange(len(outcome)), run)
            one = np.ones((len(kept), 1))
            # The penalty stays that of all rows: the closed form leaves rows out, not strength.
            found = coefficients(outcome[kept], controls[kept], one, chosen * len(outcome))
            error += float(np.sum((outcome[run] - found[0] - controls[run] @ found[1:]) ** 2))
        errors.append(error)
    assert errors[list(PENALTIES).index(penalty(outcome, controls))] == pytest.approx(min(errors), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_persistence_reads_off_the_dense_traces(seed: int) -> None:
    outcome, controls = drawn(seed)
    rows = len(outcome)
    factor = Fit.of(controls, np.ones(rows)).factor(0.1)
    maker = np.eye(rows) - factor @ factor.T
    lag = np.eye(rows, k=1)
    would = []
    for candidate in PERSISTENCES:
        covariance = toeplitz(candidate ** np.arange(rows))
        would.append(np.trace(maker.T @ lag @ maker @ covariance) / np.trace(maker.T @ maker @ covariance))
    residual = maker @ outcome
    seen = residual @ lag @ residual / (residual @ residual)
    expected = np.interp(seen, np.maximum.accumulate(would), PERSISTENCES)
    assert persistence(factor, outcome) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("true", [0.0, 0.3, 0.6])
def test_persistence_is_unbiased_where_the_fit_bends_towards_the_errors(true: float) -> None:
    rng = np.random.default_rng(7)
    found = []
    for _ in range(300):
        errors = persisting(true)(rng, 60, 9)
        factor = Fit.of(standardised(errors[:, 1:]), np.ones(60)).factor(0.01)
        found.append(persistence(factor, errors[:, 0]))
    # Below 0 it is cut off, so that 0 itself comes out a little higher.
    assert np.median(found) == pytest.approx(true, abs=0.07)


@settings(max_examples=25, deadline=None)
@given(seeds, st.floats(0, 0.9))
def test_shifts_are_those_of_generalised_least_squares(seed: int, persists: float) -> None:
    outcome, controls = drawn(seed)
    rows, strength = len(outcome), 0.3
    after = (np.arange(rows) >= 26).astype(float)
    window = ((np.arange(rows) >= 8) & (np.arange(rows) < 16)).astype(float)[:, None]
    first, beside = shifts(outcome, after, window, controls, strength, persists)
    # Σ⁻¹ = R'R for the stationary autoregression, up to a constant: solve with Σ itself instead.
    inverse = np.linalg.inv(toeplitz(persists ** np.arange(rows))) * (1 - persists**2)
    for free, position, found in (
        (np.column_stack([np.ones(rows), after]), 1, first),
        (np.column_stack([np.ones(rows), after, window]), 2, beside),
    ):
        columns = np.column_stack([free, controls])
        weights = np.diag([0.0] * free.shape[1] + [strength * rows] * controls.shape[1])
        solved = np.linalg.solve(columns.T @ inverse @ columns + weights, columns.T @ inverse @ outcome)
        assert found.effect[0] == pytest.approx(solved[position], abs=1e-7)


def test_whitening_makes_an_autoregression_independent() -> None:
    covariance = toeplitz(0.6 ** np.arange(12))
    steps = whitened(np.eye(12), 0.6)
    assert steps @ covariance @ steps.T == pytest.approx(np.eye(12) * (1 - 0.36), abs=1e-12)


numbers = st.floats(-6, 6).map(lambda value: round(value, 3))


@given(
    st.lists(numbers.filter(bool), min_size=2, max_size=8),
    st.lists(numbers.filter(bool), min_size=7, max_size=14),
    st.lists(numbers, min_size=14, max_size=40),
    st.sampled_from([0.90, 0.95]),
    st.floats(0.01, 30),
)
def test_reach_and_p_value_say_the_same(
    alongside: list[float], earlier: list[float], elsewhere: list[float], level: float, ratio: float
) -> None:
    yardstick = Yardstick(Placebos(np.array(alongside), np.array(earlier), 2, np.array(elsewhere)))
    assert (yardstick.p_value(ratio) <= 1 - level + 1e-12) == (ratio > yardstick.reach(level))
    assert yardstick.p_value(ratio) == yardstick.p_value(-ratio)


def test_the_rank_counts_every_placebo_once() -> None:
    quiet = Placebos(np.full(5, 0.1), np.full(7, 0.1), 7, np.array([9.0, -8.0] + [0.1] * 26))
    assert Yardstick(quiet).p_value(8.5) == pytest.approx(2 / 41)
    assert Yardstick(quiet).p_value(-7.5) == pytest.approx(3 / 41)
