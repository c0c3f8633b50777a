"""What fires: each rule at its edge, one shift as one, and what is never judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.metrics.registry import metric
from hoshin.signals.control_chart import Meaning, Rule, chart, judged
from hoshin.signals.firing import Aim, Bounds, Fired, fired
from hoshin.signals.kind import Kind
from tests.unit.signals.weeks import MONDAY, week, weeks

WAVE = [12.0, 10.0] * 12
"""Centre 11, natural limits at 5.68 and 16.32."""
HOURS = metric("time_to_resolve_median")
MET = metric("resolution_sla_met_share")
VOLUME = metric("ticket_volume")


def told(found: tuple[Fired, ...]) -> list[tuple[str, int, int, bool]]:
    return [(each.kind.value, each.began, each.newest, each.higher) for each in found]


def test_a_usual_course_fires_nothing() -> None:
    assert fired(weeks(WAVE * 2), HOURS) == ()


def test_a_shift_is_one_however_many_rules_tell_it() -> None:
    found = fired(weeks([*WAVE, 20.0, 14.0, 20.0, *[14.0] * 8]), HOURS)
    assert told(found) == [("signal", 24, 34, True)]
    assert found[0].rules == (Rule.OUTSIDE, Rule.RUN, Rule.NEAR_LIMIT)
    assert found[0].meaning is Meaning.WORSE


def test_a_shift_seen_a_week_later_begins_where_it_began() -> None:
    series = [*WAVE, 20.0, *[14.0] * 9]
    [earlier], [later] = fired(weeks(series[:-1]), HOURS), fired(weeks(series), HOURS)
    assert earlier.began == later.began == 24
    assert later.newest == earlier.newest + 1


def test_what_comes_back_after_the_centre_was_crossed_is_another() -> None:
    found = fired(weeks([*WAVE, 20.0, 10.0, 20.0]), HOURS)
    assert told(found) == [("signal", 24, 24, True), ("signal", 26, 26, True)]


def test_both_sides_are_told_apart() -> None:
    found = fired(weeks([*WAVE, 20.0, 2.0]), HOURS)
    assert told(found) == [("signal", 24, 24, True), ("signal", 25, 25, False)]
    assert [each.meaning for each in found] == [Meaning.WORSE, Meaning.BETTER]


def test_few_cases_cut_weeks_and_refusals_never_fire() -> None:
    usual = weeks(WAVE)
    odd = [week(24, 99.0, n=4), week(25, 99.0, complete=False), week(26, None)]
    bounds = Bounds(upper=15.0, target=15.0)
    assert fired([*usual, *odd], HOURS, bounds=bounds) == ()
    assert told(fired([*usual, *odd, week(27, 99.0)], HOURS, bounds=bounds)) == [
        ("signal", 27, 27, True),
        ("threshold", 27, 27, True),
    ]


def test_with_fewer_than_ten_weeks_there_is_no_signal_but_a_threshold_is_one() -> None:
    few = weeks([*WAVE[:6], 99.0])
    assert fired(few, HOURS) == ()
    assert told(fired(few, HOURS, bounds=Bounds(upper=50.0))) == [("threshold", 6, 6, True)]


@pytest.mark.parametrize(("amount", "crossed"), [(16.0, 0), (16.001, 1)])
def test_a_threshold_is_crossed_beyond_it(amount: float, crossed: int) -> None:
    found = fired(weeks([*WAVE, amount]), HOURS, bounds=Bounds(upper=16.0))
    assert [each.kind for each in found] == [Kind.THRESHOLD] * crossed


def test_a_stretch_beyond_a_threshold_is_one_and_a_gap_does_not_end_it() -> None:
    found = fired(weeks([11.0, 11.0, 11.0, 1.0, None, 2.0, 11.0, 1.0]), HOURS, bounds=Bounds(lower=5.0))
    assert told(found) == [("threshold", 3, 5, False), ("threshold", 7, 7, False)]
    assert {each.bound for each in found} == {5.0}


def test_a_target_has_to_be_missed_four_weeks_in_a_row() -> None:
    bounds = Bounds(target=0.8)
    shares = [0.85, 0.7, 0.7, 0.7, 0.85, 0.7, 0.7, 0.7]
    assert fired(weeks(shares), MET, bounds=bounds) == ()
    found = fired(weeks([*shares, 0.7]), MET, bounds=bounds)
    assert told(found) == [("target", 5, 8, False)]
    assert found[0].meaning is Meaning.WORSE
    assert fired(weeks([0.9] * 9), MET, bounds=bounds) == ()


def test_a_metric_without_a_better_side_has_no_target_to_miss() -> None:
    assert fired(weeks([50.0] * 9), VOLUME, bounds=Bounds(target=10.0)) == ()


def test_a_doubt_holds_everything_back_and_says_why() -> None:
    readings = weeks([*WAVE, 99.0])
    plain = fired(readings, HOURS, bounds=Bounds(upper=50.0))
    doubted = fired(readings, HOURS, bounds=Bounds(upper=50.0), doubt="grade D: half of the times are missing")
    assert doubted == tuple(replace(each, held="grade D: half of the times are missing") for each in plain)
    assert len(plain) == 2


amounts = st.lists(st.none() | st.integers(0, 40).map(float), max_size=70)


@given(amounts)
def test_every_signal_of_the_chart_lies_in_what_fired_and_nothing_else_does(series: list[float | None]) -> None:
    readings = weeks(series)
    found = [each for each in fired(readings, HOURS) if each.kind is Kind.SIGNAL]
    signals = chart([judged(r) for r in readings], direction=HOURS.direction, floor=0.0).signals
    for signal in signals:
        own = [f for f in found if f.higher is signal.higher and f.began <= signal.since and signal.index <= f.newest]
        assert len(own) == 1
        assert signal.rule in own[0].rules
    for each in found:
        same = [s for s in signals if s.higher is each.higher]
        assert each.began in {s.since for s in same}
        assert each.newest in {s.index for s in same}


@given(amounts, st.integers(0, 40), st.integers(0, 40))
def test_stretches_of_one_kind_and_side_never_overlap(series: list[float | None], low: int, high: int) -> None:
    bounds = Bounds(lower=float(min(low, high)), upper=float(max(low, high)), target=float(low))
    found = fired(weeks(series), HOURS, bounds=bounds)
    for a in found:
        for b in found:
            if a is not b and (a.kind, a.higher) == (b.kind, b.higher):
                assert a.newest < b.began or b.newest < a.began


def test_a_counter_metric_that_pays_fires_for_what_is_aimed_at() -> None:
    better, worse = weeks([*WAVE, *[7.0, 6.0] * 12]), weeks([*WAVE, *[17.0, 16.0] * 12])
    start, reopened = MONDAY + timedelta(weeks=24), metric("reopen_share")

    def paid(aim: Aim | None) -> list[tuple[str, int, int, bool]]:
        return [each for each in told(fired(better, HOURS, aim=aim)) if each[0] == "counter-metric"]

    assert paid(Aim(start, {reopened: worse})) == [("counter-metric", 24, 47, False)]
    assert paid(Aim(start, {reopened: weeks(WAVE * 2)})) == []
    assert paid(Aim(start, {})) == []
    assert paid(None) == []
    found = fired(better, HOURS, aim=Aim(start, {reopened: worse}), doubt="poor data")
    assert {each.held for each in found} == {"poor data"}
    finding = next(each for each in found if each.kind is Kind.COUNTER).finding
    assert finding is not None
    assert (finding.start, finding.targeted.before, finding.targeted.since) == (start, 11.0, 6.5)
