"""Power before the start: larger claims, steadier scopes and longer histories come sooner, and 'never' says why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import BEFORE
from hoshin.impact.panel import Panel
from hoshin.impact.power import HORIZONS, planted, power
from tests.unit.impact.desks import HISTORIES, panel


def claim(size: float, direction: Direction = Direction.DOWN) -> Claim:
    return Claim("time_to_resolve_median", direction, size)


def history(noise: float, *, periods: int = 104, groups: int = 7, seed: int = 2, unit: str = "h") -> Panel:
    """Hours to resolve of a desk at which nothing has begun yet."""
    series = noise * HISTORIES["persistence 0.3"].draw(np.random.default_rng(seed), periods, groups)
    return panel(np.exp(series - series.mean(axis=0) + 3), periods, unit=unit)


def test_a_large_change_of_a_steady_metric_is_told_within_weeks() -> None:
    found = power(history(0.1), claim(0.3))
    assert found.weeks == 4
    assert [each.weeks for each in found.horizons] == list(HORIZONS)
    assert found.sentence == (
        "If it comes true, a change of 30 % of Time to resolve in Network can be told from chance "
        "about 4 weeks after the start."
    )


def test_a_smaller_change_takes_longer_and_a_tiny_one_for_ever() -> None:
    one = history(0.3)
    shares = [power(one, claim(size)).horizons[1].proven for size in (0.02, 0.25, 0.6)]
    assert None not in shares
    assert shares == sorted(shares, key=float)  # type: ignore[arg-type]
    tiny = power(one, claim(0.02))
    assert tiny.weeks is None
    assert "can hardly be told from chance" in tiny.sentence
    assert "within 52 weeks" in tiny.sentence


def test_horizons_that_the_history_cannot_try_have_no_share() -> None:
    found = power(history(0.1, periods=BEFORE + 12), claim(0.3))
    assert [each.proven is not None for each in found.horizons] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (history(0.1, periods=15), "too short"),
        (replace(history(0.1), treated_n=np.full(104, 2.0)), "too few tickets"),
    ],
)
def test_what_can_never_be_told_says_what_stands_in_the_way(one: Panel, why: str) -> None:
    found = power(one, claim(0.3))
    assert found.weeks is None
    assert "can never be told" in found.sentence
    assert why in found.sentence


def test_what_came_after_the_start_has_no_say() -> None:
    whole = replace(history(0.1), start=80)
    changed = replace(whole, treated=np.where(np.arange(104) < 80, whole.treated, 99.0))
    assert power(whole, claim(0.3)) == power(changed, claim(0.3))


def test_the_claim_is_planted_after_the_start_alone_and_shares_stay_shares() -> None:
    one = replace(history(0.1), start=80)
    moved = planted(one, claim(0.3)).treated / one.treated
    assert moved[:80] == pytest.approx(np.ones(80))
    assert moved[80:] == pytest.approx(np.full(24, 0.7))
    share = replace(one, treated=np.full(104, 0.9), unit="share")
    assert planted(share, claim(0.3, Direction.UP)).treated.max() == 1.0
