"""When a forum meets: rules against days that a calendar gives without them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.reviews import cadence
from hoshin.apps.reviews.cadence import Cadence, NotACadence

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
USUAL = st.sampled_from([each for each in Cadence if each is not Cadence.OWN])


def nth_weekday(year: int, month: int, weekday: int, place: int) -> date:
    """The day from the leaves of a calendar."""
    days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, days[place])


@given(first=DAYS)
def test_monthly_is_the_same_weekday_of_each_month(first: date) -> None:
    place = (first.day - 1) // 7
    expected = []
    year, month = first.year, first.month
    for _ in range(24):
        expected.append(nth_weekday(year, month, first.weekday(), place if place < 4 else -1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    # The fifth Tuesday is the last one, and that may lie on the first meeting's own day alone.
    expected = [each for each in expected if each >= first]
    found = cadence.occurrences(cadence.rule(Cadence.MONTHLY, first), first, first, expected[-1])
    assert found == expected


@given(first=DAYS, cadence_=st.sampled_from([(Cadence.WEEKLY, 7), (Cadence.FORTNIGHTLY, 14)]))
def test_weekly_counts_days(first: date, cadence_: tuple[Cadence, int]) -> None:
    usual, step = cadence_
    until = first + timedelta(days=200)
    expected = [first + timedelta(days=d) for d in range(0, 201, step)]
    assert cadence.occurrences(cadence.rule(usual, first), first, first, until) == expected


@given(first=DAYS, usual=USUAL, shift=st.integers(0, 900))
def test_the_next_meeting_is_the_first_of_those_ahead(first: date, usual: Cadence, shift: int) -> None:
    text = cadence.rule(usual, first)
    after = first + timedelta(days=shift)
    ahead = cadence.occurrences(text, first, after + timedelta(days=1), after + timedelta(days=800))
    assert cadence.following(text, first, after) == ahead[0]
    assert cadence.cadence_of(text, first) in (usual, Cadence.OWN)
    assert cadence.checked(text, first) == text


@given(first=DAYS, usual=USUAL, shift=st.integers(-300, 900), many=st.integers(1, 4))
def test_the_next_ones_are_one_after_the_other(first: date, usual: Cadence, shift: int, many: int) -> None:
    text, day = cadence.rule(usual, first), first + timedelta(days=shift)
    found, after = [], day - timedelta(days=1)
    for _ in range(many):
        following = cadence.following(text, first, after)
        assert following is not None
        found.append(following)
        after = following
    assert cadence.ahead(text, first, day, many) == found


@given(first=DAYS, usual=USUAL)
def test_a_usual_cadence_is_said_in_words(first: date, usual: Cadence) -> None:
    said = cadence.words(cadence.rule(usual, first), first)
    assert said.startswith("every ")
    assert cadence.WEEKDAYS[first.weekday()] in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("each second Tuesday", "begins with how often"),
        ("FREQ=HOURLY", "once a day at most"),
        ("FREQ=MONTHLY;BYDAY=9XX", "no recurrence rule"),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=1", "not two meetings"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "not two meetings"),
        ("FREQ=NEVER", "no recurrence rule"),
        ("", "begins with how often"),
    ],
)
def test_what_is_no_rule_says_what_was_expected(text: str, says: str) -> None:
    with pytest.raises(NotACadence, match=says):
        cadence.checked(text, date(2026, 12, 8))


def test_a_rule_comes_to_its_end() -> None:
    text = cadence.checked("rrule:freq=weekly;until=20261231", date(2026, 12, 8))
    assert cadence.following(text, date(2026, 12, 8), date(2026, 12, 29)) is None
