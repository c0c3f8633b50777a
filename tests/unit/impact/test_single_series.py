"""A scope without comparison groups: judged by its own past, or refused where that is too short."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import AFTER, STARTS, WARM, Design, Reason, comparison, design, judged_alone, needed_alone
from hoshin.impact.estimators.registry import chosen
from hoshin.impact.estimators.single_series import SINGLE_SERIES, placebo_starts
from hoshin.impact.panel import Panel
from hoshin.impact.verdict import VerdictKind, judge
from hoshin.metrics.query import Grain
from tests.unit.impact.desks import HISTORIES, History, panel, persisting
from tests.unit.impact.test_calibration import margin

pytestmark = pytest.mark.xdist_group("single series")  # starts are drawn once and read by several tests

DOWN = Claim("time_to_resolve_median", Direction.DOWN, 0.2)
CALM = History(persisting(0.2), shock=0.0, season=0.0, trend=0.0)


def lonely(change: float = 0.0, *, before: int = 104, after: int = 12, seed: int = 3, noise: float = 0.1) -> Panel:
    """Hours to resolve of a scope without any other group, changed by the share ``change`` after the start."""
    series = noise * CALM.draw(np.random.default_rng(seed), before + after, 2)
    level = np.exp(series - series.mean(axis=0) + 3)
    level[before:] *= 1 + change
    return replace(panel(level, before, unit="h"), controls={}, control_n={})


def ready(one: Panel) -> Design:
    found = design(one, comparison(one))
    assert isinstance(found, Design)
    return found


@pytest.mark.parametrize(
    ("change", "kind"),
    [(-0.3, VerdictKind.PROVEN), (0.3, VerdictKind.HARMFUL), (0.0, VerdictKind.NO_VISIBLE_EFFECT)],
)
def test_a_scope_without_groups_is_judged_by_its_own_past_and_the_sentence_says_so(
    change: float, kind: VerdictKind
) -> None:
    verdict = judge(lonely(change), DOWN)
    assert verdict.kind is kind
    assert verdict.estimator == SINGLE_SERIES.key
    assert verdict.used == ()
    assert "compared with its own past; no other groups can serve as comparison" in verdict.sentence
    assert "over the first 12 weeks" in verdict.sentence
    assert not re.search("placebo|forecast|estimat|signific", verdict.sentence)
    assert verdict.effect
    assert verdict.effect.relative
    assert verdict.effect.relative.holds(change)


def test_one_group_alone_is_no_comparison_and_is_named() -> None:
    one = lonely(-0.3)
    other = panel(np.exp(CALM.draw(np.random.default_rng(9), 116, 2)), 104, unit="h")
    verdict = judge(replace(one, controls=other.controls, control_n=other.control_n), DOWN)
    assert verdict.estimator == SINGLE_SERIES.key
    assert [each.why for each in verdict.left_out] == ["1 alone does not suffice, 2 are needed"]
    assert verdict.effect == judge(one, DOWN).effect


def test_where_other_groups_serve_they_are_the_comparison() -> None:
    series = np.exp(0.1 * CALM.draw(np.random.default_rng(1), 116, 5))
    assert judge(panel(series, 104, unit="h"), DOWN).estimator == "ridge"


def test_a_scope_sealed_to_be_judged_by_its_own_past_is_judged_so_whatever_other_groups_do() -> None:
    series = np.exp(0.1 * CALM.draw(np.random.default_rng(1), 116, 5))
    one = panel(series, 104, unit="h")
    found = judge(one, DOWN, sealed=SINGLE_SERIES.key)
    bare = judge(replace(one, controls={}, control_n={}), DOWN)
    assert (found.estimator, found.used, found.effect) == (SINGLE_SERIES.key, (), bare.effect)
    assert len(found.left_out) == 4
    assert "this was sealed before the start" in found.sentence


@given(st.sampled_from(["", "ridge", "single_series", "synthetic_difference", "difference", "oracle"]))
def test_the_sealed_estimator_judges_where_it_can(sealed: str) -> None:
    one = panel(np.exp(0.1 * CALM.draw(np.random.default_rng(1), 116, 5)), 104, unit="h")
    assert judge(one, DOWN, sealed=sealed).estimator == (sealed if sealed not in ("", "oracle") else "ridge")
    assert judge(lonely(), DOWN, sealed=sealed).estimator == SINGLE_SERIES.key
    short = panel(np.exp(0.1 * CALM.draw(np.random.default_rng(1), 42, 5)), 30, unit="h")
    instead = "ridge" if sealed in ("", "oracle", "single_series") else sealed
    assert judge(short, DOWN, sealed=sealed).estimator == instead


def test_a_past_too_short_for_its_other_times_cannot_be_told_and_says_how_long_it_would_have_to_be() -> None:
    needed = needed_alone(AFTER[Grain.WEEK])
    verdict = judge(lonely(-0.3, before=needed - 1), DOWN)
    assert verdict.reason is Reason.NO_COMPARISON
    assert f"{needed - 1} weeks, {needed} are needed" in verdict.detail
    assert judge(lonely(-0.3, before=needed), DOWN).effect


def test_of_a_long_time_after_the_start_only_what_the_past_can_judge_is_judged() -> None:
    one = lonely(before=60, after=40)
    judged = ready(one)
    assert judged.after < 40
    later = one.treated.copy()
    later[60 + judged.after :] = 1000.0
    assert judge(replace(one, treated=later), DOWN).effect == judge(one, DOWN).effect


@given(st.integers(0, 300), st.integers(1, 300))
def test_there_are_always_enough_other_times_and_enough_apart(before: int, after: int) -> None:
    rows = judged_alone(before, after)
    if not rows:
        return
    starts = placebo_starts(before, rows)
    assert len(starts) >= STARTS
    assert starts.min() >= WARM
    assert starts.max() + rows <= before
    assert (before - WARM) // rows >= 5


def test_a_planted_effect_moves_the_estimate_by_as_much_and_the_past_alone_makes_the_range() -> None:
    one = ready(lonely())
    after = np.arange(len(one.outcome)) >= one.start
    first = SINGLE_SERIES.estimate(one)
    second = SINGLE_SERIES.estimate(replace(one, outcome=one.outcome + 2.0 * after))
    assert second.effect == pytest.approx(first.effect + 2.0)
    assert second.margins == pytest.approx(first.margins)


def test_a_forecast_knows_nothing_of_what_comes_after_it() -> None:
    one = ready(lonely())
    changed = one.outcome.copy()
    changed[one.start - 3 :] += 5.0
    first, second = SINGLE_SERIES.estimate(one), SINGLE_SERIES.estimate(replace(one, outcome=changed))
    assert len(first.expected) == len(one.outcome)
    # The scope's own unit and the choice of memory look at all that lies before the start; the rows before do not move.
    assert first.expected[: WARM // 2] == pytest.approx(second.expected[: WARM // 2], abs=0.2)


def test_a_season_that_two_years_have_shown_is_expected_again() -> None:
    weeks = np.arange(116)
    noise = 0.02 * np.random.default_rng(4).standard_normal(116)
    hours = np.exp(3 + 0.5 * np.sin(2 * np.pi * weeks / (365.25 / 7)) + noise)
    one = replace(lonely(), treated=hours)
    found = chosen(ready(one)).estimate(ready(one))
    assert abs(found.effect) < 0.05
    assert found.margins[0.95] < 0.8


def test_a_scope_that_wanders_is_given_a_wide_range() -> None:
    rng = np.random.default_rng(6)
    steady, wandering = rng.standard_normal(116), np.cumsum(rng.standard_normal(116))
    margins = [
        SINGLE_SERIES.estimate(ready(replace(lonely(), unit="", treated=series))).margins[0.95]
        for series in (steady, wandering)
    ]
    assert margins[1] > 3 * margins[0]


@cache
def called(name: str) -> list[bool]:
    """Whether an effect was called at placebo starts of one history, each on a desk of its own."""
    rng = np.random.default_rng(crc32(f"{name} alone".encode()))
    found = []
    for before, after in ((104, 12), (74, 30)):
        for _ in range(20):
            one = panel(HISTORIES[name].draw(rng, before + after, 2), before)
            found.append(SINGLE_SERIES.estimate(ready(replace(one, controls={}, control_n={}))).p_value <= 0.05)
    return found


@pytest.mark.parametrize("name", HISTORIES)
def test_no_history_gives_more_false_effects_than_one_in_twenty(name: str) -> None:
    assert np.mean(called(name)) <= 0.05 + margin(0.05, len(called(name)))


def test_all_histories_together_give_at_most_one_false_effect_in_twenty() -> None:
    together = [each for name in HISTORIES for each in called(name)]
    assert np.mean(together) <= 0.05 + margin(0.05, len(together))
