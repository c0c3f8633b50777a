"""Several scopes with starts of their own: uneven effects, clean comparisons, error rate, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import GROUPS, SHARED, CannotTell, Reason, comparison
from hoshin.impact.design import design as single_design
from hoshin.impact.estimators.ridge import RIDGE
from hoshin.impact.estimators.staggered import StaggeredEstimation, estimate
from hoshin.impact.kind import VerdictKind
from hoshin.impact.panel import PanelInvalid
from hoshin.impact.staggered import StaggeredDesign, StaggeredPanel, staggered_design
from hoshin.impact.staggered_verdict import judge_staggered
from tests.unit.impact.desks import HISTORIES, Numbers, panel
from tests.unit.impact.test_calibration import margin

PERIODS = 80
CLAIM = Claim("time_to_resolve_median", Direction.DOWN, 0.2)
STARTS = {"A": 30, "B": 30, "C": 50}
NEVER = ("K", "L", "M", "N", "O", "P")


def staggered(
    history: str = "independent noise",
    seed: int = 1,
    *,
    starts: Mapping[str, int] = STARTS,
    never: tuple[str, ...] = NEVER,
    effects: Mapping[str, Numbers] | None = None,
) -> StaggeredPanel:
    """A simulated desk of which some groups start, each with its own effect by periods since its start."""
    names = (*starts, *never)
    drawn = HISTORIES[history].draw(np.random.default_rng(seed), PERIODS, len(names))
    series = {name: drawn[:, column].copy() for column, name in enumerate(names)}
    for name, effect in (effects or {}).items():
        series[name][starts[name] :] += effect[: PERIODS - starts[name]]
    dates = panel(drawn, PERIODS).periods
    return StaggeredPanel(dates, series, dict.fromkeys(names, np.full(PERIODS, 40.0)), starts, "", "Time to resolve")


def ready(one: StaggeredPanel) -> StaggeredDesign:
    found = staggered_design(one)
    assert isinstance(found, StaggeredDesign)
    return found


def judged(one: StaggeredPanel) -> StaggeredEstimation:
    return estimate(ready(one))


def test_one_cohort_of_one_group_is_judged_as_one_scope_is() -> None:
    one = staggered(starts={"A": 50})
    drawn = np.column_stack(list(one.series.values()))
    alone = panel(drawn, 50)
    design = single_design(alone, comparison(alone))
    assert not isinstance(design, CannotTell)
    first, second = RIDGE.estimate(design), judged(one)
    assert second.effect == pytest.approx(first.effect, abs=0.2)
    assert second.margins[0.95] == pytest.approx(first.margins[0.95], rel=0.7)


def test_effects_that_differ_by_cohort_and_grow_are_averaged_and_not_mixed() -> None:
    growing = np.linspace(0.0, 7.9, PERIODS)
    one = staggered(effects={"A": growing, "B": growing, "C": np.full(PERIODS, -2.0)})
    nothing = judged(staggered())
    found = judged(one)
    first = float(np.mean(growing[:50]))
    assert found.effect - nothing.effect == pytest.approx((2 * first + 1 * -2.0) / 3)
    planted = [each.effect - before.effect for each, before in zip(found.cohorts, nothing.cohorts, strict=True)]
    assert planted == pytest.approx([first, -2.0])
    assert [each.weight for each in found.cohorts] == pytest.approx([2 / 3, 1 / 3])
    by_time = np.array(found.by_time)
    assert len(by_time) == 50
    # The second cohort has run for thirty periods: from there on the first stands alone.
    assert np.mean(by_time[35:] - np.array(nothing.by_time)[35:]) == pytest.approx(np.mean(growing[35:50]))


def test_a_group_that_has_started_is_never_a_comparison() -> None:
    found = ready(staggered())
    assert [each.names for each in found.cohorts] == [("A", "B"), ("C",)]
    assert all(each.comparison == NEVER for each in found.cohorts)
    wild = judged(staggered(effects={"C": np.full(PERIODS, 500.0)}))
    assert wild.cohorts[0] == judged(staggered()).cohorts[0]


def test_where_all_start_in_the_end_those_that_start_later_are_the_comparison_until_then() -> None:
    starts = {"A": 30, "B": 45, "C": 60, "D": 60}
    found = ready(staggered(starts=starts, never=()))
    assert [(each.names, each.comparison, len(each.outcome)) for each in found.cohorts] == [
        (("A",), ("C", "D"), 60),
        (("B",), ("C", "D"), 60),
    ]
    assert {each.name: each.why for each in found.left_out} == dict.fromkeys(
        ("C", "D"),
        "too few groups outside the scope can serve as comparison (fewer than 2 groups start later or never)",
    )


@pytest.mark.parametrize("name", ["independent noise", "persistence 0.6", "random walks", "heavy tails (Student 3)"])
def test_no_history_gives_more_false_effects_than_one_in_twenty(name: str) -> None:
    seeds = range(crc32(name.encode()) % 1000, crc32(name.encode()) % 1000 + 60)
    called = [judged(staggered(name, seed)).p_value <= 0.05 for seed in seeds]
    assert np.mean(called) <= 0.05 + margin(0.05, len(called))


@pytest.mark.parametrize("name", ["trend in each group, own slope", "random walks"])
def test_as_many_starts_as_comparison_groups_give_no_more_false_effects(name: str) -> None:
    """Each comparison group stands in for several cohorts, else all of them together would show nothing."""
    one_by_one = {name: 40 + 3 * place for place, name in enumerate("ABCDEF")}
    called = [judged(staggered(name, seed, starts=one_by_one)).p_value <= 0.05 for seed in range(40)]
    assert np.mean(called) <= 0.05 + margin(0.05, len(called))


def test_what_was_planted_is_found_and_lies_in_the_range() -> None:
    found = judged(staggered("persistence 0.3", effects=dict.fromkeys(STARTS, np.full(PERIODS, 1.5))))
    low, high = found.interval(0.95)
    assert found.p_value <= 0.05
    assert low <= 1.5 <= high


def test_the_relative_effect_is_that_of_the_unit() -> None:
    share = judge_staggered(hours(-0.3), CLAIM).relative
    assert share
    assert share.amount == pytest.approx(-0.3, abs=0.05)
    assert share.low <= -0.3 <= share.high


def test_groups_and_weeks_since_the_start_are_told_in_the_unit() -> None:
    found = judge_staggered(hours(-0.3, noise=0.02), CLAIM)
    assert [each.name for each in found.groups] == ["A", "B", "C"]
    assert [each.change for each in found.groups] == pytest.approx([-0.3] * 3, abs=0.03)
    assert len(found.since) == PERIODS - min(STARTS.values())
    assert np.mean(found.since) == pytest.approx(-0.3, abs=0.03)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (staggered(starts={}), Reason.NOT_STARTED),
        (staggered(starts={"A": 10}), Reason.SHORT_BEFORE),
        (staggered(starts={"A": 78}), Reason.SHORT_AFTER),
        (staggered(starts={"A": 40}, never=("K",)), Reason.NO_COMPARISON),
        (replace(staggered(), n=dict.fromkeys((*STARTS, *NEVER), np.full(PERIODS, 2.0))), Reason.FEW_TICKETS),
    ],
)
def test_what_does_not_suffice_cannot_be_told(one: StaggeredPanel, reason: Reason) -> None:
    found = staggered_design(one)
    assert isinstance(found, CannotTell)
    assert found.reason is reason


def test_a_panel_whose_parts_do_not_fit_says_which() -> None:
    with pytest.raises(PanelInvalid, match="names “Z”, which has no series"):
        staggered_design(replace(staggered(), starts={"Z": 3}))
    with pytest.raises(PanelInvalid, match="expected an index from 0 to 80"):
        replace(staggered(), starts={"A": 99})


def hours(change: float, noise: float = 0.1) -> StaggeredPanel:
    """Hours to resolve, changed by the share ``change`` in each group since its own start."""
    one = staggered("persistence 0.3")
    found = {name: np.exp(noise * series) for name, series in one.series.items()}
    for name, start in STARTS.items():
        found[name][start:] *= 1 + change
    return replace(one, series=found, unit="h")


@pytest.mark.parametrize(
    ("change", "noise", "kind"),
    [
        (-0.3, 0.1, VerdictKind.PROVEN),
        (0.3, 0.1, VerdictKind.HARMFUL),
        (0.0, 0.05, VerdictKind.NO_VISIBLE_EFFECT),
        (0.0, 2.0, VerdictKind.CANNOT_TELL),
    ],
)
def test_the_verdict_follows_the_claim_in_plain_words(change: float, noise: float, kind: VerdictKind) -> None:
    verdict = judge_staggered(hours(change, noise), CLAIM)
    assert verdict.kind is kind
    assert "in the 3 groups that started" in verdict.sentence
    assert verdict.sentence.endswith(".")
    assert verdict.comparison == NEVER
    assert verdict.relative
    assert verdict.effect_90
    assert verdict.effect_90.relative
    assert verdict.relative.holds(change)
    assert verdict.relative.low <= verdict.effect_90.relative.low <= verdict.relative.amount
    if kind is not VerdictKind.CANNOT_TELL:
        assert "each since its own start, compared with 6 groups that had not started" in verdict.sentence


def test_a_roll_out_that_cannot_be_judged_says_why() -> None:
    verdict = judge_staggered(staggered(starts={"A": 10}), CLAIM)
    assert (verdict.kind, verdict.reason) == (VerdictKind.CANNOT_TELL, Reason.SHORT_BEFORE)
    assert "10 weeks, 20 are needed" in verdict.sentence


def test_a_group_of_another_initiative_serves_neither_as_scope_nor_as_comparison() -> None:
    found = ready(replace(staggered(), contaminated={"A": "Triage", "K": "Triage"}))
    assert [each.names for each in found.cohorts] == [("B",), ("C",)]
    assert all(each.comparison == NEVER[1:] for each in found.cohorts)
    assert {each.name: each.why for each in found.left_out} == {"A": "also in Triage", "K": "also in Triage"}
    none = staggered_design(replace(staggered(), contaminated=dict.fromkeys(STARTS, "Triage")))
    assert isinstance(none, CannotTell)
    assert (none.reason, none.detail) == (Reason.TOUCHED, "A: also in Triage; B: also in Triage; C: also in Triage")


@given(st.lists(st.floats(0, 1), min_size=len(NEVER), max_size=len(NEVER)))
def test_who_shares_more_than_the_limit_with_those_that_start_is_no_comparison(shares: list[float]) -> None:
    shared = {name: {30: share / 2, 50: share} for name, share in zip(NEVER, shares, strict=True)}
    found = staggered_design(replace(staggered(), shared=shared))
    clean = {name for name, by_start in shared.items() if by_start[50] <= SHARED}
    if len(clean) < GROUPS:
        # Until the second start those serve that share little with the groups of the first.
        early = {name for name, by_start in shared.items() if by_start[30] <= SHARED}
        assert isinstance(found, CannotTell) == (len({*early, "C"}) < GROUPS)
        if isinstance(found, CannotTell):
            assert found.reason is Reason.CONTAMINATED
        return
    assert isinstance(found, StaggeredDesign)
    assert all(set(each.comparison) == clean for each in found.cohorts)
    assert {each.name: each.why for each in found.left_out} == {
        name: f"shares {by_start[50] * 100:.0f} % of its tickets with groups that start"
        for name, by_start in shared.items()
        if name not in clean
    }


def test_a_group_that_starts_later_is_no_comparison_for_one_whose_tickets_it_shares() -> None:
    starts = {"A": 30, "B": 60, "C": 60, "D": 60}
    one = staggered(starts=starts, never=())
    assert ready(one).cohorts[0].comparison == ("B", "C", "D")
    # What it shares with the groups that start when it does is no matter.
    sharing = replace(one, shared={"B": {30: 0.3, 60: 0.3}, "C": {30: 0.0, 60: 0.9}})
    assert ready(sharing).cohorts[0].comparison == ("C", "D")
    few = staggered_design(replace(one, shared={name: {30: 0.3} for name in "BC"}))
    assert isinstance(few, CannotTell)
    assert (few.reason, few.detail) == (
        Reason.CONTAMINATED,
        "without B, C fewer than 2 are left to compare with",
    )
    with pytest.raises(PanelInvalid, match=r"shared\[B\]` is 1.5, expected a share from 0 to 1"):
        replace(one, shared={"B": {30: 1.5}})


def test_of_many_groups_that_never_start_those_with_most_tickets_suffice() -> None:
    many = tuple(f"N{number:02}" for number in range(30))
    one = staggered(never=many)
    n = {name: np.full(PERIODS, 40.0 + place) for place, name in enumerate(one.series)}
    found = ready(replace(one, n=n))
    assert found.cohorts[0].comparison == many[6:]
    assert {each.why for each in found.left_out} == {"the 24 groups with most tickets suffice"}
