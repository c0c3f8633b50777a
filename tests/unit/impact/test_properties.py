"""What must hold for any panel: determinism, and no dependence on units, names or order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.estimators.ridge import placebo_windows
from hoshin.impact.panel import Panel
from hoshin.impact.verdict import judge
from tests.unit.impact.desks import HISTORIES, panel

CLAIM = Claim("time_to_resolve_median", Direction.DOWN, 0.1)


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    """Panels of any history, length and number of groups, on the plain scale."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    history = HISTORIES[draw(st.sampled_from(sorted(HISTORIES)))]
    before, after = draw(st.integers(20, 40)), draw(st.integers(4, 30))
    series = history.draw(rng, before + after, draw(st.integers(3, 8)))
    return panel(series + 20.0, before)


def close(first: float | None, second: float | None, *, within: float = 1e-6) -> bool:
    """Equal but for rounding."""
    assert first is not None
    assert second is not None
    return first == pytest.approx(second, abs=within, rel=within)


@settings(max_examples=20, deadline=None)
@given(panels())
def test_the_same_panel_gives_the_same_verdict_to_the_bit(one: Panel) -> None:
    assert judge(one, CLAIM) == judge(one, CLAIM)


@settings(max_examples=20, deadline=None)
@given(panels(), st.floats(-5, 50), st.floats(0.5, 20))
def test_units_do_not_matter(one: Panel, constant: float, factor: float) -> None:
    other = replace(
        one,
        treated=one.treated * factor + constant,
        controls={name: series * factor + constant for name, series in one.controls.items()},
    )
    first, second = judge(one, CLAIM), judge(other, CLAIM)
    assert first.effect
    assert second.effect
    assert close(first.p_value, second.p_value)
    assert close(first.effect.absolute.amount * factor, second.effect.absolute.amount)
    assert close(first.effect.absolute.high * factor, second.effect.absolute.high)


@settings(max_examples=20, deadline=None)
@given(panels(), st.data())
def test_the_order_of_groups_does_not_matter(one: Panel, data: st.DataObject) -> None:
    names = data.draw(st.permutations(sorted(one.controls)))
    other = replace(
        one,
        controls={name: one.controls[name] for name in names},
        control_n={name: one.control_n[name] for name in reversed(names)},
    )
    assert judge(one, CLAIM) == judge(other, CLAIM)


@settings(max_examples=20, deadline=None)
@given(panels(), st.floats(-8, 8))
def test_a_planted_effect_moves_the_estimate_by_as_much_and_the_interval_with_it(one: Panel, planted: float) -> None:
    after = np.arange(len(one.periods)) >= one.start
    other = replace(one, treated=one.treated + planted * after)
    first, second = judge(one, CLAIM).effect, judge(other, CLAIM).effect
    assert first
    assert second
    assert close(first.absolute.amount + planted, second.absolute.amount)
    assert close(first.absolute.low + planted, second.absolute.low)
    assert close(first.absolute.high + planted, second.absolute.high)


@settings(max_examples=30, deadline=None)
@given(panels())
def test_the_interval_excludes_zero_exactly_where_the_p_value_says_so(one: Panel) -> None:
    verdict = judge(one, CLAIM)
    assert verdict.effect
    assert verdict.effect_90
    assert verdict.p_value is not None
    assert (verdict.p_value <= 0.05) == (not verdict.effect.absolute.holds(0.0))
    assert (verdict.p_value <= 0.10) == (not verdict.effect_90.absolute.holds(0.0))
    assert verdict.effect.absolute.low <= verdict.effect_90.absolute.low <= verdict.effect.absolute.amount


@given(st.integers(20, 400), st.integers(4, 400))
def test_there_are_always_enough_placebos_to_call_one_in_twenty(before: int, after: int) -> None:
    windows = placebo_windows(before + after, before)
    groups = 2
    assert groups + windows.shape[1] * (groups + 1) >= 19
    assert not windows[before:].any()
    assert set(windows.sum(axis=0)) == {min(after, before // 2)}
