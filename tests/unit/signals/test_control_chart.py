"""The control chart: Wheeler's arithmetic, each rule at its edge, and how often noise alone raises a signal."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.metrics.definition import Direction
from hoshin.metrics.registry import metric
from hoshin.metrics.result import Period, Reading, Reason, Refusal, Value
from hoshin.signals.control_chart import ControlChart, Meaning, Rule, Signal, chart, chart_of, judged

WAVE = [10.0, 12.0] * 5
"""Ten points with centre 11, an average moving range of 2, and natural limits at 5.68 and 16.32."""
values = st.lists(st.none() | st.floats(-1e6, 1e6), max_size=60)


def rules(found: ControlChart) -> list[tuple[Rule, int, int, bool]]:
    return [(s.rule, s.since, s.index, s.higher) for s in found.signals]


def test_centre_and_limits_are_those_of_the_handbook() -> None:
    # The flow rates of the NIST/SEMATECH e-Handbook, 6.3.2.2, and the centre and limits it gives for them.
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = chart(flow)
    assert found.centre == pytest.approx(50.81)
    assert found.range_centre == pytest.approx(1.8778, abs=5e-5)
    assert found.upper == pytest.approx(55.8041, abs=2e-3)
    assert found.lower == pytest.approx(45.8159, abs=2e-3)
    assert found.range_limit == pytest.approx(3.268 * 16.9 / 9)
    assert found.signals == ()


def test_the_first_24_points_make_the_baseline_unless_another_is_chosen() -> None:
    series = [None, *WAVE, *WAVE, *WAVE, 30.0]
    assert chart(series).baseline == (1, 24)
    chosen = chart(series, (3, 12))
    assert (chosen.baseline, chosen.centre) == ((3, 12), 11.0)
    assert chart(series, (5, 500)).baseline == (5, 31)


def test_with_fewer_than_ten_points_the_limits_are_provisional_and_nothing_is_a_signal() -> None:
    few = chart([*WAVE[:8], 1000.0])
    assert few.provisional
    assert few.centre is not None
    assert few.signals == ()
    enough = chart([*WAVE, 1000.0])
    assert not enough.provisional
    assert enough.signals
    chosen = chart([*WAVE, *WAVE, 1000.0], (0, 5))
    assert chosen.provisional


@pytest.mark.parametrize("series", [[], [None], [None, 3.0, None]])
def test_without_two_points_there_is_no_centre(series: list[float | None]) -> None:
    found = chart(series)
    assert (found.centre, found.lower, found.upper, found.baseline, found.signals) == (None, None, None, None, ())
    assert chart(WAVE, (50, 60)).centre is None


@pytest.mark.parametrize(("last", "higher"), [(16.33, True), (5.67, False)])
def test_a_point_outside_a_limit_is_a_signal(last: float, higher: bool) -> None:
    found = chart([*WAVE, last], (0, 9))
    assert rules(found) == [(Rule.OUTSIDE, 10, 10, higher)]
    inside = chart([*WAVE, 16.31 if higher else 5.69], (0, 9))
    assert inside.signals == ()


def test_eight_in_a_row_are_one_signal_that_grows_with_its_run() -> None:
    for more in (8, 11):
        found = chart([*WAVE, *[10.5] * more], (0, 9))
        assert rules(found) == [(Rule.RUN, 10, 9 + more, False)]
    assert chart([*WAVE, *[10.5] * 7, 11.5], (0, 9)).signals == ()
    assert chart([*WAVE, *[10.5] * 4, 11.0, *[10.5] * 4], (0, 9)).signals == ()


def test_three_of_four_near_a_limit_are_a_signal() -> None:
    # Half way to the upper limit lies 13.66.
    assert rules(chart([*WAVE, 14, 10, 14, 14, 10], (0, 9))) == [(Rule.NEAR_LIMIT, 10, 13, True)]
    assert rules(chart([*WAVE, 8, 8, 8], (0, 9))) == [(Rule.NEAR_LIMIT, 10, 12, False)]
    assert chart([*WAVE, 14, 10, 10, 14, 14, 10], (0, 9)).signals == ()
    assert chart([*WAVE, 14, 8, 14, 8], (0, 9)).signals == ()
    assert chart([*WAVE, 13.6, 13.6, 13.6, 11], (0, 9)).signals == ()


def test_gaps_are_skipped_and_are_no_zeros() -> None:
    run = [10.5] * 8
    plain = chart([*WAVE, *run], (0, 9))
    gappy = chart([*WAVE, *(x for v in run for x in (None, v))], (0, 9))
    assert rules(gappy) == [(Rule.RUN, 11, 25, False)]
    assert (gappy.centre, gappy.upper) == (plain.centre, plain.upper)
    assert [p.index for p in gappy.points] == [*range(10), *range(11, 26, 2)]
    assert chart([*WAVE, float("nan")]).points == chart(WAVE).points


def test_a_constant_baseline_makes_any_other_value_a_signal_but_rounding_none() -> None:
    same = [0.1 + 0.2] * 12
    assert chart([*same, 0.3], (0, 11)).signals == ()
    assert rules(chart([*same, 0.4], (0, 11))) == [(Rule.OUTSIDE, 12, 12, True)]


def test_limits_are_drawn_no_further_than_values_can_lie() -> None:
    share = chart([0.9, 1.0] * 6, floor=0.0, ceiling=1.0)
    assert (share.upper, share.lower) == pytest.approx((1.0, 0.95 - 0.266))
    low = chart([0.1, 0.3] * 6, floor=0.0)
    assert low.lower == 0.0


@pytest.mark.parametrize(
    ("direction", "meaning", "words"),
    [
        (
            Direction.HIGHER,
            Meaning.BETTER,
            "Jan 11 lies higher than is usual: chance alone hardly leads there. That is better.",
        ),
        (Direction.LOWER, Meaning.WORSE, "That is worse."),
        (Direction.BAND, Meaning.CHANGED, "That is neither better nor worse by itself."),
        (Direction.CONTEXT, Meaning.CHANGED, "That is neither better nor worse by itself."),
        (None, Meaning.CHANGED, "chance alone hardly leads there."),
    ],
)
def test_a_signal_says_in_words_what_happened(direction: Direction | None, meaning: Meaning, words: str) -> None:
    names = [f"Jan {day}" for day in range(1, 12)]
    (signal,) = chart([*WAVE, 20.0], (0, 9), names=names, direction=direction).signals
    assert signal.meaning is meaning
    assert signal.words.endswith(words)


def test_runs_are_told_with_their_first_and_last_period() -> None:
    names = [f"W{week:02}" for week in range(1, 19)]
    (run,) = chart([*WAVE, *[10.5] * 8], (0, 9), names=names).signals
    assert run.words == "8 points in a row, W11 to W18, lie below the usual level: it has shifted."
    (near,) = chart([*WAVE, 14, 10, 14, 14], (0, 9), names=names).signals
    assert near.words == "3 of 4 points, W11 to W14, lie nearer to the upper end of what is usual than to its middle."
    (outside,) = chart([*WAVE, 20.0], (0, 9)).signals
    assert outside.words.startswith("Point 11 lies")


@given(values)
def test_any_series_gets_a_chart(series: list[float | None]) -> None:
    found = chart(series)
    assert [p.index for p in found.points] == [i for i, v in enumerate(series) if v is not None]
    assert [s.index for s in found.signals] == sorted(s.index for s in found.signals)
    assert all(s.since <= s.index and series[s.index] is not None for s in found.signals)
    if found.centre is not None and found.lower is not None and found.upper is not None:
        assert found.lower <= found.centre <= found.upper


@given(values, st.floats(-1e3, 1e3), st.sampled_from([0.5, 1.0, 4.0, 1024.0]))
def test_signals_do_not_depend_on_unit_or_origin(series: list[float | None], origin: float, unit: float) -> None:
    # Steps that floats hold exactly: what is asked is the rule, not the rounding.
    exact = [None if v is None else float(round(v)) for v in series]
    moved = [None if v is None else v * unit + round(origin) * unit for v in exact]
    assert rules(chart(moved)) == rules(chart(exact))


def test_turned_upside_down_every_signal_turns_too() -> None:
    series = np.random.default_rng(3).normal(size=300).tolist()
    up, down = chart(series), chart([-v for v in series])
    assert [(s.rule, s.since, s.index) for s in up.signals if s.higher] == [
        (s.rule, s.since, s.index) for s in down.signals if not s.higher
    ]


def false_alarms(series: npt.NDArray[np.float64], rule: Rule) -> float:
    """Signals of a rule for each 100 points after the baseline."""
    found = sum(s.rule is rule and s.index >= 24 for row in series for s in chart(row.tolist()).signals)
    return 100 * found / float(series.size - 24 * len(series))


def test_noise_alone_seldom_raises_a_signal() -> None:
    chance = np.random.default_rng(2016)
    normal = chance.normal(size=(250, 104))
    assert false_alarms(normal, Rule.OUTSIDE) < 1.5
    assert false_alarms(normal, Rule.RUN) < 1.0
    assert false_alarms(normal, Rule.NEAR_LIMIT) < 1.5


def test_a_shift_of_two_deviations_is_found_within_eight_points() -> None:
    chance = np.random.default_rng(2017)
    found = 0
    for _ in range(200):
        series = np.concatenate([chance.normal(size=40), chance.normal(2, size=8)])
        found += any(s.index >= 40 and s.higher for s in chart(series.tolist()).signals)
    assert found / 200 > 0.95


def reading(day: int, amount: float | None, *, n: int = 20, complete: bool = True) -> Reading:
    when = date(2024, 1, 1) + timedelta(days=day)
    result = Refusal(Reason.NO_CASES) if amount is None else Value(amount, n)
    return Reading("reopen_share", Period(when.isoformat(), when, when), (), result, "share", "g", "d", complete)


def test_refusals_incomplete_periods_and_few_cases_are_never_judged() -> None:
    assert judged(reading(1, 0.5)) == 0.5
    assert judged(reading(1, None)) is None
    assert judged(reading(1, 0.5, complete=False)) is None
    assert judged(reading(1, 0.5, n=4)) is None
    series = [reading(i, 0.1 + 0.02 * (i % 2)) for i in range(12)]
    odd = [reading(12, 0.9, n=4), reading(13, 0.9, complete=False), reading(14, None)]
    assert chart_of([*series, *odd], metric("reopen_share")).signals == ()
    baseline = (date(2024, 1, 1), date(2024, 1, 12))
    (signal,) = chart_of([*series, *odd, reading(15, 0.9)], metric("reopen_share"), baseline).signals
    assert isinstance(signal, Signal)
    assert (signal.index, signal.meaning) == (15, Meaning.WORSE)
    assert signal.words.startswith("2024-01-16 lies higher")


def test_a_baseline_is_chosen_by_its_days() -> None:
    series = [reading(i, 0.1 + 0.02 * (i % 2)) for i in range(30)]
    found = chart_of(series, metric("reopen_share"), (date(2024, 1, 5), date(2024, 1, 20)))
    assert found.baseline == (4, 19)
    assert chart_of(series, metric("reopen_share"), (date(2030, 1, 1), date(2030, 2, 1))).centre is None
