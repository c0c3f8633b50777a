"""A roll-out drawn by lot: one seed draws one order, all orders are as likely, the lot errs as often as it says."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.impact.rollout import RolloutInvalid, by_lot, draw
from tests.unit.impact.desks import HISTORIES, Numbers

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
