"""The rule by which status is derived, and the levels that it compares."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hoshin.apps.strategy.level import is_count, level, level_words, typed, untyped
from hoshin.apps.strategy.status import TONES, Status, elapsed, progress, status, worst
from hoshin.metrics.registry import METRICS, metric
from hoshin.reporting.blocks import Tone

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
AMOUNTS = st.integers(-1000, 1000).map(lambda n: n / 8)  # exact in binary, so that equalities hold to the bit
PARTS = st.floats(-3, 3)
ORDER = list(Status)
COUNTS = ("ticket_volume", "backlog_change", "request_backlog_change", "change_backlog_change")
"""The metrics of the library that add up over time."""


@pytest.mark.parametrize(
    ("gone", "today", "expected"),
    [
        (None, date(2025, 12, 31), Status.NOT_STARTED),
        (2.0, date(2025, 12, 31), Status.NOT_STARTED),
        (None, date(2026, 1, 1), Status.UNKNOWN),
        (None, date(2027, 6, 1), Status.UNKNOWN),
        (0.0, date(2026, 1, 1), Status.ON_TRACK),
        (1.0, date(2026, 1, 1), Status.REACHED),
        (1.0, date(2027, 6, 1), Status.REACHED),
        (0.99, date(2027, 1, 1), Status.ON_TRACK),
        (0.99, date(2027, 1, 2), Status.MISSED),
        (0.45, date(2026, 7, 2), Status.ON_TRACK),  # 182 of 365 days: 0.449 would be enough
        (0.44, date(2026, 7, 2), Status.AT_RISK),
        (0.30, date(2026, 7, 2), Status.AT_RISK),
        (0.29, date(2026, 7, 2), Status.OFF_TRACK),
        (-0.1, date(2026, 7, 2), Status.OFF_TRACK),
    ],
)
def test_the_rule_by_hand(gone: float | None, today: date, expected: Status) -> None:
    assert status(gone, *YEAR, today) is expected


@pytest.mark.parametrize(
    ("gone", "read_from", "today", "expected"),
    [
        (0.0, date(2025, 12, 4), date(2026, 1, 1), Status.TOO_EARLY),
        (1.0, date(2025, 12, 4), date(2026, 1, 1), Status.TOO_EARLY),  # it was so before anything was done
        (-1.0, date(2025, 12, 31), date(2026, 1, 28), Status.TOO_EARLY),
        (-1.0, date(2026, 1, 1), date(2026, 1, 29), Status.OFF_TRACK),
        (1.0, date(2026, 1, 1), date(2026, 1, 29), Status.REACHED),
        (None, date(2025, 12, 4), date(2026, 1, 1), Status.UNKNOWN),
        (0.0, date(2025, 12, 4), date(2025, 12, 31), Status.NOT_STARTED),
        (1.0, date(2025, 12, 4), date(2027, 1, 2), Status.REACHED),
        (0.0, date(2025, 12, 4), date(2027, 1, 2), Status.MISSED),
    ],
)
def test_what_was_there_before_the_start_tells_nothing(
    gone: float | None, read_from: date, today: date, expected: Status
) -> None:
    assert status(gone, *YEAR, today, read_from=read_from) is expected


@given(PARTS, DAYS, st.integers(1, 900), st.integers(0, 60), DAYS)
def test_nothing_is_green_before_its_own_days_are_read(
    gone: float, start: date, days: int, back: int, today: date
) -> None:
    due = start + timedelta(days=days)
    found = status(gone, start, due, today, read_from=start - timedelta(days=back))
    if back and today <= due:
        assert found in (Status.NOT_STARTED, Status.TOO_EARLY)
        assert TONES[found] is Tone.NEUTRAL
    else:
        assert found is status(gone, start, due, today)


@given(DAYS, DAYS, DAYS)
def test_silence_is_never_green(start: date, due: date, today: date) -> None:
    found = status(None, start, due, today)
    assert found in (Status.UNKNOWN, Status.NOT_STARTED)
    assert TONES[found] is not Tone.GOOD


@given(PARTS, PARTS, DAYS, st.integers(1, 900), DAYS)
def test_more_progress_is_never_worse(one: float, other: float, start: date, days: int, today: date) -> None:
    due = start + timedelta(days=days)
    less, more = sorted((one, other))
    assert ORDER.index(status(more, start, due, today)) <= ORDER.index(status(less, start, due, today))


@given(st.integers(-1000, 3000), st.integers(1, 900), st.integers(-100, 1000))
def test_the_rule_in_whole_numbers(thousandths: int, days: int, after: int) -> None:
    start = date(2026, 1, 1)
    due, today = start + timedelta(days=days), start + timedelta(days=after)
    found = status(thousandths / 1000, start, due, today)
    gone, wanted = Fraction(thousandths, 1000), Fraction(min(max(after, 0), days), days)
    # On the edge itself a rounding may fall to either side.
    assume(gone not in (wanted * Fraction(9, 10), wanted * Fraction(6, 10)) or after <= 0)
    if after < 0:
        assert found is Status.NOT_STARTED
    elif gone >= 1:
        assert found is Status.REACHED
    elif after > days:
        assert found is Status.MISSED
    elif after == 0 or gone > wanted * Fraction(9, 10):
        assert found is Status.ON_TRACK
    elif gone > wanted * Fraction(6, 10):
        assert found is Status.AT_RISK
    else:
        assert found is Status.OFF_TRACK


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_progress_knows_no_up_or_down(baseline: float, target: float, actual: float) -> None:
    assume(baseline != target)
    gone = progress(baseline, target, actual)
    assert progress(baseline, target, baseline) == 0
    assert progress(baseline, target, target) == 1
    assert progress(-baseline, -target, -actual) == gone
    assert progress(baseline * 4 + 16, target * 4 + 16, actual * 4 + 16) == gone
    assert progress(target, baseline, actual) == pytest.approx(1 - gone)


def test_there_must_be_a_way_to_go() -> None:
    with pytest.raises(ValueError, match="a way to go"):
        progress(3, 3, 3)


@given(DAYS, DAYS, DAYS)
def test_elapsed_stays_within_the_time(start: date, due: date, today: date) -> None:
    assert 0 <= elapsed(start, due, today) <= 1
    assert elapsed(start, due, max(due, today, start)) == 1


@given(st.lists(st.sampled_from(ORDER)))
def test_an_objective_is_where_its_worst_key_result_is(found: list[Status]) -> None:
    if not found:
        assert worst(found) is Status.UNKNOWN
        return
    assert worst(found) in found
    assert all(ORDER.index(worst(found)) >= ORDER.index(each) for each in found)
    if Status.UNKNOWN in found:
        assert TONES[worst(found)] is not Tone.GOOD


@given(st.sampled_from(list(METRICS)), st.floats(0, 1e6), st.integers(1, 800))
def test_a_count_is_levelled_to_four_weeks_and_nothing_else_is(key: str, amount: float, days: int) -> None:
    found = metric(key)
    first = date(2026, 1, 1)
    last = first + timedelta(days=days - 1)
    expected = amount / days * 28 if key in COUNTS else amount
    assert level(found, amount, first, last) == pytest.approx(expected)
    assert is_count(found) == (key in COUNTS)


@given(st.sampled_from(list(METRICS)), st.integers(0, 10_000).map(lambda n: n / 10_000))
def test_what_is_typed_is_what_is_shown(key: str, amount: float) -> None:
    assert untyped(metric(key), typed(metric(key), amount)) == pytest.approx(amount)


def test_levels_in_words() -> None:
    assert level_words(metric("resolution_sla_met_share"), 0.612) == "61.2 %"
    assert level_words(metric("ticket_volume"), 1418) == "1,418 in 4 weeks"
    assert level_words(metric("backlog"), 1418) == "1,418"
