"""Whatever the numbers, there is a verdict with finite numbers and a sentence: no crash, no warning."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.panel import Panel
from hoshin.impact.verdict import Verdict, judge
from hoshin.metrics.query import Grain
from tests.unit.impact.desks import Numbers, panel

UNITS = ("h", "share", "tickets", "per ticket", "")


@st.composite
def odd_panels(draw: st.DrawFn) -> Panel:
    """Few different numbers, gaps, copies of each other or of the scope, constants, huge sizes, and no group at all."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    before, after, groups = draw(st.integers(15, 90)), draw(st.integers(0, 50)), draw(st.integers(1, 7))
    kinds = draw(st.integers(1, 4))
    series = rng.integers(0, kinds, (before + after, groups)).astype(float)
    if groups > 1 and draw(st.booleans()):
        series[:, -1] = series[:, 0]
    if draw(st.booleans()):
        series = np.where(rng.random(series.shape) < 0.05, np.nan, series)
    unit = draw(st.sampled_from(UNITS))
    size = 1.0 if unit == "share" else draw(st.sampled_from([1e-6, 1.0, 1e6]))
    one = panel(
        series / max(kinds - 1, 1) * size, before, unit=unit, grain=draw(st.sampled_from([Grain.WEEK, Grain.DAY]))
    )
    return replace(one, treated_n=np.where(np.isfinite(one.treated), 9.0, 0.0))


def told(verdict: Verdict) -> list[float]:
    """All numbers of a verdict."""
    found = list(verdict.placebos)
    for effect in (verdict.effect, verdict.effect_90):
        for interval in (effect.absolute, effect.relative) if effect else ():
            found += [interval.amount, interval.low, interval.high] if interval else []
    lines = (verdict.course.observed, verdict.course.expected, verdict.course.low, verdict.course.high)
    return found + [number for each in lines for number in each if number is not None]


@settings(max_examples=150, deadline=None)
@given(odd_panels(), st.sampled_from(Direction), st.floats(0.01, 3))
def test_there_is_always_a_verdict(one: Panel, direction: Direction, size: float) -> None:
    verdict = judge(one, Claim("time_to_resolve_median", direction, size))
    assert all(isfinite(number) for number in told(verdict))
    assert verdict.sentence.endswith(".")
    assert (verdict.reason is None) == (verdict.kind != "cannot_tell")
    if verdict.effect:
        assert verdict.effect.absolute.low <= verdict.effect.absolute.amount <= verdict.effect.absolute.high


def copies(seed: int) -> Numbers:
    """Groups that are all the same."""
    return np.repeat(np.random.default_rng(seed).gamma(3, size=(60, 1)), 5, axis=1)


@pytest.mark.parametrize("unit", UNITS)
def test_groups_that_are_copies_of_each_other_give_no_effect(unit: str) -> None:
    verdict = judge(panel(copies(1) / 20, 40, unit=unit), Claim("reopen_share", Direction.DOWN, 0.2))
    assert verdict.kind not in {"proven", "harmful", "likely"}
