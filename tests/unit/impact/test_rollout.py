"""A roll-out drawn by lot: one seed draws one order, all orders are as likely, the lot errs as often as it says."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import Reason
from hoshin.impact.kind import VerdictKind
from hoshin.impact.lot import can_judge
from hoshin.impact.rollout import ORDERS, RolloutInvalid, by_lot, draw, orders, sizes
from hoshin.impact.staggered import StaggeredPanel
from hoshin.impact.staggered_verdict import BY_LOT, STAGGERED, StaggeredVerdict, judge_staggered
from tests.unit.impact.desks import HISTORIES, Numbers, panel

TEAMS = tuple(f"Team {letter}" for letter in "ABCDEFGHIJKL")
WAVES = (20, 30, 40)


def series(seed: int, *, effect: float = 0.0, draw_seed: str = "autumn") -> dict[str, Numbers]:
    """Twelve teams over fifty periods, with an effect from each team's start on."""
    numbers = HISTORIES["persistence 0.6"].draw(np.random.default_rng(seed), 50, len(TEAMS))
    starts = draw(TEAMS, WAVES, draw_seed).starts
    return {team: numbers[:, place] + effect * (np.arange(50) >= starts[team]) for place, team in enumerate(TEAMS)}


@given(st.permutations(TEAMS), st.text(min_size=1, max_size=20).filter(str.strip))
def test_the_same_seed_draws_the_same_whatever_the_order_of_teams(teams: list[str], seed: str) -> None:
    found = draw(teams, WAVES, seed)
    assert found == draw(TEAMS, WAVES, seed)
    assert Counter(found.starts.values()) == dict.fromkeys(WAVES, 4)


def test_a_draw_never_changes_with_a_version_of_anything() -> None:
    found = draw(("Apps", "Cloud", "Mail", "Network", "Voice"), (4, 8), "2026-11-28 board")
    assert dict(found.starts) == {"Apps": 8, "Cloud": 8, "Mail": 4, "Network": 4, "Voice": 4}


def test_every_team_is_drawn_into_every_wave_as_often() -> None:
    first = Counter(
        team for number in range(900) for team, start in draw(TEAMS, WAVES, f"{number}").starts.items() if start == 20
    )
    # A third of 900, give or take four standard deviations of a binomial.
    assert set(first) == set(TEAMS)
    assert all(abs(count - 300) < 4 * np.sqrt(900 * 2 / 9) for count in first.values())


@pytest.mark.parametrize(
    ("teams", "waves", "seed", "message"),
    [
        (TEAMS, WAVES, " ", "`seed` is empty"),
        (TEAMS, (), "a", "expected at least one start"),
        (TEAMS, (8, 4), "a", "in order"),
        (("A", "A", "B"), (4,), "a", "A is named twice"),
        (("A",), (4, 8), "a", "1 teams for 2 waves"),
    ],
)
def test_what_cannot_be_drawn_says_why(teams: tuple[str, ...], waves: tuple[int, ...], seed: str, message: str) -> None:
    with pytest.raises(RolloutInvalid, match=message):
        draw(teams, waves, seed)


def test_an_effect_is_found_and_its_size_is_right() -> None:
    rollout = draw(TEAMS, WAVES, "autumn")
    found = by_lot(series(1, effect=2.0), rollout, draws=199)
    assert found.p_value <= 0.05
    assert found.effect == pytest.approx(by_lot(series(1), rollout, draws=1).effect + 2.0)


def test_the_lot_calls_nothing_an_effect_in_one_of_twenty_at_most() -> None:
    values = [by_lot(series(5), draw(TEAMS, WAVES, f"seed {seed}"), draws=99).p_value for seed in range(120)]
    assert np.mean(np.array(values) <= 0.05) <= 0.05 + 3.09 * np.sqrt(0.05 * 0.95 / 120)
    assert np.mean(np.array(values) <= 0.5) == pytest.approx(0.5, abs=0.15)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(-50, 50))
def test_what_all_teams_or_all_times_of_a_team_share_does_not_matter(seed: int, size: float) -> None:
    rollout = draw(TEAMS, WAVES, "autumn")
    plain = series(seed)
    moved = {
        team: numbers + size * np.sin(np.arange(50)) + place * size
        for place, (team, numbers) in enumerate(plain.items())
    }
    first, second = by_lot(plain, rollout, draws=19), by_lot(moved, rollout, draws=19)
    assert second.effect == pytest.approx(first.effect, abs=1e-9)
    assert second.p_value == first.p_value


def test_what_cannot_be_read_says_why() -> None:
    rollout = draw(TEAMS, WAVES, "autumn")
    whole = series(1)
    with pytest.raises(RolloutInvalid, match="all of them and no other"):
        by_lot({TEAMS[0]: whole[TEAMS[0]]}, rollout)
    with pytest.raises(RolloutInvalid, match="has gaps"):
        by_lot({**whole, TEAMS[0]: np.full(50, np.nan)}, rollout)
    with pytest.raises(RolloutInvalid, match="nothing can be compared"):
        by_lot(whole, draw(TEAMS, (90,), "autumn"))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_orders_are_all_that_could_be_drawn(together: list[int]) -> None:
    waves = [wave for wave, many in enumerate(together) for _ in range(many)]
    assert orders(together) == len(set(permutations(waves)))


@given(st.integers(1, 40), st.integers(1, 12))
def test_waves_are_as_equal_as_can_be(teams: int, waves: int) -> None:
    found = sizes(teams, waves)
    assert (sum(found), len(found)) == (teams, waves)
    assert max(found) - min(found) <= 1
    assert list(found) == sorted(found, reverse=True)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000), st.sampled_from((0.9, 0.95)), st.floats(-2, 2))
def test_the_range_holds_the_effects_that_the_lot_does_not_rule_out(seed: int, level: float, effect: float) -> None:
    """The oracle takes a supposed effect out of the numbers, and asks the lot for the p-value of what is left."""
    numbers, rollout = series(seed, effect=effect), draw(TEAMS, WAVES, "autumn")
    low, high = by_lot(numbers, rollout, draws=99).ends[level]

    def p_value(supposed: float) -> float:
        left = {team: own - supposed * (np.arange(50) >= rollout.starts[team]) for team, own in numbers.items()}
        return by_lot(left, rollout, draws=99).p_value

    wide = 1e-4 * max(high - low, 1e-3)
    assert all(p_value(inside) > 1 - level + 1e-9 for inside in (low + wide, (low + high) / 2, high - wide))
    assert all(p_value(outside) <= 1 - level + 1e-9 for outside in (low - wide, high + wide))


def test_the_range_holds_what_was_planted_as_often_as_it_says() -> None:
    found = [by_lot(series(number, effect=1.0), draw(TEAMS, WAVES, "autumn"), draws=99).ends for number in range(80)]
    for level in (0.9, 0.95):
        holds = np.mean([low <= 1.0 <= high for low, high in (each[level] for each in found)])
        assert holds >= level - 3.09 * np.sqrt(level * (1 - level) / 80)


def test_a_lot_with_few_orders_rules_out_nothing() -> None:
    four = ("A", "B", "C", "D")
    numbers = dict(zip(four, series(1).values(), strict=False))
    assert by_lot(numbers, draw(four, (20, 30), "a"), draws=99).ends[0.95] == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("groups", "waves", "judges"),
    [(5, 5, True), (4, 4, False), (8, 2, False), (10, 2, True), (6, 3, False), (7, 3, True)],
)
def test_the_lot_judges_where_it_could_have_fallen_otherwise_often_enough(
    groups: int, waves: int, judges: bool
) -> None:
    assert can_judge(groups, waves) is judges
    assert (orders(sizes(groups, waves)) >= ORDERS) is judges


CLAIM = Claim("time_to_resolve_median", Direction.DOWN, 0.2)
SOME = TEAMS[:6]
ONE_BY_ONE = (24, 28, 32, 36, 40, 44)


def judged(
    *,
    change: float = -0.3,
    until: int = 50,
    waves: tuple[int, ...] = ONE_BY_ONE,
    thin: str = "",
    sharing: str = "",
    seed: int = 1,
) -> StaggeredVerdict:
    """Six teams drawn one by one and three that never start, in hours, by the first ``until`` of fifty weeks."""
    names = (*SOME, "X", "Y", "Z")
    rollout = draw(SOME, waves, "autumn")
    noise = 0.05 * HISTORIES["persistence 0.3"].draw(np.random.default_rng(seed), 50, len(names))
    effect = {name: np.where(np.arange(50) >= rollout.starts.get(name, 99), 1 + change, 1.0) for name in names}
    hours = {name: (np.exp(noise[:, place]) * effect[name])[:until] for place, name in enumerate(names)}
    whole = StaggeredPanel(
        panel(noise, 24).periods[:until],
        hours,
        {name: np.full(until, 1.0 if name == thin else 40.0) for name in names},
        {name: min(start, until) for name, start in rollout.starts.items()},
        "h",
        "Time to resolve",
        shared={sharing: {waves[-1]: 0.3}},
    )
    return judge_staggered(whole, CLAIM, rollout)


def test_a_verdict_by_lot_in_plain_words() -> None:
    found = judged()
    assert (found.kind, found.estimator) == (VerdictKind.PROVEN, BY_LOT)
    assert "in the 6 groups that started is about" in found.sentence
    assert found.sentence.endswith("each since its own start, compared with groups whose turn the lot put later.")
    assert found.relative
    assert found.relative.holds(-0.3)
    assert len(found.placebos) == 999
    assert {each.name for each in found.groups} <= set(SOME)


def test_the_lot_cannot_tell_until_enough_groups_have_started() -> None:
    """After the second start 30 orders were possible so far, after the third 120."""
    early = judged(until=34)
    assert (early.kind, early.reason) == (VerdictKind.CANNOT_TELL, Reason.FEW_STARTS)
    assert "could have fallen in 30 ways so far, 100 are needed" in early.sentence
    assert judged(until=36).kind is VerdictKind.PROVEN
    assert judged(until=24).reason is Reason.NOT_STARTED
    assert judged(until=26).reason is Reason.SHORT_AFTER


def test_where_a_drawn_group_cannot_serve_the_others_are_judged_by_those_that_have_not_started() -> None:
    found = judged(thin=SOME[0])
    assert found.estimator == STAGGERED
    assert SOME[0] in {each.name for each in found.left_out}
    assert found.relative
    assert found.relative.holds(-0.3)


def test_drawn_groups_that_share_tickets_are_not_judged_by_the_lot() -> None:
    """What one that runs does to their tickets, those that wait would seem to have done by themselves."""
    assert judged(sharing=SOME[0]).estimator == STAGGERED
    assert judged(sharing="X").estimator == BY_LOT


def test_what_the_lot_would_find_has_no_say_in_who_judges() -> None:
    assert {judged(change=change, seed=seed).estimator for change in (-0.5, 0.0, 0.4) for seed in (1, 2)} == {BY_LOT}
