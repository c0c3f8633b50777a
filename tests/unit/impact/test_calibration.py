"""The error rate, the power and the intervals of verdicts, measured on histories in which the truth is known.

Each desk gives one placebo start, so that starts are independent and the margin of sampling is the binomial one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from zlib import crc32

import numpy as np
import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.verdict import VerdictKind, judge
from tests.unit.impact.desks import HISTORIES, History, panel

CLAIM = Claim("time_to_resolve_median", Direction.DOWN, 0.1)
CALLED = {VerdictKind.PROVEN, VerdictKind.HARMFUL}
STARTS = 100
LENGTHS = ((74, 30), (30, 15))
"""Periods before and after the start."""

pytestmark = pytest.mark.xdist_group("calibration")  # trials are drawn once and read by several tests


def margin(rate: float, starts: int) -> float:
    """What a rate may be off by chance in 999 of 1000 samples, to one side."""
    return 3.09 * sqrt(rate * (1 - rate) / starts)


@dataclass(frozen=True)
class Trial:
    """Verdicts over many desks: how often an effect was called, and the interval held what was planted."""

    called: float
    held: float


@cache
def trial(name: str, before: int, after: int, *, shift: float = 0.0, starts: int = STARTS) -> Trial:
    """Desks of one history with ``shift`` planted in the scope, in standard deviations of what groups do not share."""
    rng = np.random.default_rng(crc32(f"{name} {before} {after} {shift}".encode()))
    history: History = HISTORIES[name]
    called = held = 0
    for _ in range(starts):
        series = history.draw(rng, before + after, 10)
        series[before:, 0] += shift
        verdict = judge(panel(series, before), CLAIM)
        assert verdict.effect is not None
        called += verdict.kind in CALLED
        held += verdict.effect.absolute.holds(shift)
    return Trial(called / starts, held / starts)


@pytest.mark.parametrize("name", HISTORIES)
def test_no_history_gives_more_false_effects_than_one_in_twenty(name: str) -> None:
    rates = [trial(name, *length).called for length in LENGTHS]
    starts = STARTS * len(LENGTHS)
    assert np.mean(rates) <= 0.05 + margin(0.05, starts)


def test_all_histories_together_give_at_most_one_false_effect_in_twenty() -> None:
    trials = [trial(name, *length) for name in HISTORIES for length in LENGTHS]
    assert np.mean([each.called for each in trials]) <= 0.05 + margin(0.05, STARTS * len(trials))


@pytest.mark.parametrize("name", ["independent noise", "persistence 0.3", "heavy tails (Student 3)"])
def test_a_shift_of_one_standard_deviation_over_thirty_periods_is_found(name: str) -> None:
    found = trial(name, 104, 30, shift=1.0, starts=100)
    assert found.called >= 0.80 - margin(0.80, 100)


def test_the_interval_holds_what_was_planted_in_nineteen_of_twenty() -> None:
    trials = [trial(name, *length) for name in HISTORIES for length in LENGTHS]
    planted = [trial(name, 104, 30, shift=1.0, starts=100) for name in list(HISTORIES)[:2]]
    starts = STARTS * len(trials) + 100 * len(planted)
    held = (STARTS * sum(t.held for t in trials) + 100 * sum(t.held for t in planted)) / starts
    assert 0.93 - margin(0.93, starts) <= held <= 0.97 + margin(0.97, starts)
