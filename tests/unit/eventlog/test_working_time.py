"""Working time against a clock that is watched minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.eventlog.calendar import WHOLE_DAY, Calendar, CalendarInvalid, Span, SpecialDay, always
from hoshin.eventlog.working_time import LAST, add, elapsed

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # moves its clocks by half an hour
    "Pacific/Apia",  # had no 30 December 2011
    "Africa/Casablanca",
)
# Nights in which clocks move, a leap day, a turn of the year, a day that Apia lacks, a summer's day.
DAYS = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 4, 5),
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2011, 12, 30),
    date(2026, 7, 6),
)
OFFICE = (Span(480, 720), Span(780, 1020))
NONE: tuple[Span, ...] = ()


def office(zone: str = "Europe/Berlin", *special: SpecialDay) -> Calendar:
    return Calendar("office", zone, (*[OFFICE] * 5, NONE, NONE), special)


@st.composite
def hours(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return tuple(Span(a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.tuples(*[hours()] * 7).filter(any))
    days = draw(st.sets(st.sampled_from(DAYS), max_size=3))
    special = tuple(SpecialDay(day, "special", draw(hours())) for day in sorted(days))
    return Calendar("drawn", draw(st.sampled_from(ZONES)), week, special)


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    noon = datetime.combine(draw(st.sampled_from(DAYS)), datetime.min.time(), UTC) + timedelta(hours=12)
    return noon + timedelta(minutes=draw(st.integers(-2 * 1440, 2 * 1440)))


def watched(calendar: Calendar, begin: datetime, end: datetime) -> timedelta:
    """Look at the clock on the wall in each minute, and count those within working hours."""
    zone, minutes, at = ZoneInfo(calendar.zone), 0, begin
    while at < end:
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        minutes += any(span.begin <= minute < span.end for span in calendar.hours(local.date()))
        at += timedelta(minutes=1)
    return timedelta(minutes=minutes)


def column(*instants: datetime) -> np.ndarray:
    return np.array([at.astimezone(UTC).replace(tzinfo=None) for at in instants], "datetime64[us]")


def took(calendar: Calendar, begin: datetime, end: datetime) -> timedelta:
    return timedelta(microseconds=int(elapsed(calendar, column(begin), column(end)).view(np.int64)[0]))


def due(calendar: Calendar, begin: datetime, duration: timedelta) -> datetime:
    found = add(calendar, column(begin), np.array([duration], "timedelta64[us]")).view(np.int64)[0]
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(found))


@given(calendars(), instants(), st.integers(0, 3 * 1440))
def test_elapsed_is_what_a_watched_clock_counts(calendar: Calendar, begin: datetime, minutes: int) -> None:
    end = begin + timedelta(minutes=minutes)
    assert took(calendar, begin, end) == watched(calendar, begin, end)


@given(calendars(), st.lists(instants(), min_size=3, max_size=3), st.integers(0, 59_999_999))
def test_working_time_adds_up_and_is_never_more_than_the_time(
    calendar: Calendar, at: list[datetime], micros: int
) -> None:
    first, second, third = sorted(at)
    second += timedelta(microseconds=micros)
    whole = took(calendar, first, third)
    assert took(calendar, first, second) + took(calendar, second, third) == whole
    assert timedelta() <= whole <= third - first
    assert took(calendar, third, first) == -whole
    assert took(calendar, first, max(second, third)) >= whole


@given(calendars(), instants(), st.integers(0, 20 * 24 * 3600 * 10**6))
def test_the_due_time_is_the_first_by_which_so_much_was_worked(
    calendar: Calendar, begin: datetime, micros: int
) -> None:
    duration = timedelta(microseconds=micros)
    over = due(calendar, begin, duration)
    assert took(calendar, begin, over) == duration
    if micros:
        assert took(calendar, begin, over - timedelta(microseconds=1)) < duration
    else:
        assert over == begin


def test_a_working_week_by_hand() -> None:
    zone = ZoneInfo("Europe/Berlin")
    friday, monday = datetime(2026, 11, 20, 16, tzinfo=zone), datetime(2026, 11, 23, 9, 30, tzinfo=zone)
    assert took(office(), friday, monday) == timedelta(hours=2.5)
    assert due(office(), friday, timedelta(hours=4)) == datetime(2026, 11, 23, 11, tzinfo=zone)
    # What is over with the working day is over then, not on the next morning.
    assert due(office(), friday, timedelta(hours=1)) == datetime(2026, 11, 20, 17, tzinfo=zone)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 5), 24)])
def test_a_day_around_the_clock_has_the_hours_that_its_night_leaves_it(day: date, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    begin = datetime.combine(day, datetime.min.time(), zone)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    assert took(always("Europe/Berlin"), begin, end) == timedelta(hours=hours)


def test_hours_within_the_night_that_lacks_one_and_the_night_that_has_it_twice() -> None:
    night = Calendar("night", "Europe/Berlin", ((Span(150, 240),),) * 7)  # 02:30 to 04:00
    march, october = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
    assert took(night, march, march + timedelta(hours=12)) == timedelta(hours=1)
    assert took(night, october, october + timedelta(hours=12)) == timedelta(hours=2)


def test_a_leap_day_and_holidays_across_the_turn_of_the_year() -> None:
    closed = [
        SpecialDay(date(2025, 12, 31), "New Year's Eve", (Span(480, 720),)),
        SpecialDay(date(2026, 1, 1), "New Year"),
    ]
    zone = ZoneInfo("Europe/Berlin")
    begin, end = datetime(2025, 12, 30, 12, tzinfo=zone), datetime(2026, 1, 2, 12, tzinfo=zone)
    assert took(office("Europe/Berlin", *closed), begin, end) == timedelta(hours=4 + 4 + 4)
    leap = datetime(2024, 2, 28, 12, tzinfo=zone)
    assert took(office(), leap, datetime(2024, 3, 1, 12, tzinfo=zone)) == timedelta(hours=4 + 8 + 4)
    assert office("Europe/Berlin", *closed).holidays == (closed[1],)


def test_what_is_not_known_stays_unknown() -> None:
    begins = np.array(["NaT", "2026-11-23T08:00", "2026-11-23T08:00", "9999-12-31"], "datetime64[us]")
    ends = np.array(["2026-11-23T08:00", "NaT", "2026-11-23T09:00", "9999-12-31"], "datetime64[us]")
    assert np.isnat(elapsed(office(), begins, ends)).tolist() == [True, True, False, True]
    assert elapsed(office(), begins[:0], ends[:0]).tolist() == []
    hour = np.array([1, "NaT", -1, 1], "timedelta64[h]")
    assert np.isnat(add(office(), np.array(["2026-11-23"] * 4, "datetime64[us]"), hour)).tolist() == [
        False,
        True,
        True,
        False,
    ]
    never = np.array([(LAST.year - 1990) * 366], "timedelta64[D]")
    assert np.isnat(add(always(), np.array(["1990-01-01"], "datetime64[us]"), never)).all()
    centuries = np.array([365 * 150], "timedelta64[D]")
    assert not np.isnat(add(always(), np.array(["1990-01-01"], "datetime64[us]"), centuries)).any()


@pytest.mark.parametrize(
    ("zone", "week", "special", "said"),
    [
        ("Europe/Berln", (OFFICE,) * 7, (), "no time zone"),
        ("Europe/Berlin", (OFFICE,) * 5, (), "has 5 days"),
        ("Europe/Berlin", (NONE,) * 7, (), "no working hours"),
        ("Europe/Berlin", ((Span(60, 60),), *(NONE,) * 6), (), "monday: 01:00-01:00 ends before it begins"),
        ("Europe/Berlin", ((Span(0, 1441),), *(NONE,) * 6), (), "leaves the day"),
        ("Europe/Berlin", ((Span(0, 90), Span(60, 120)), *(NONE,) * 6), (), "overlap"),
        (
            "Europe/Berlin",
            (WHOLE_DAY,) * 7,
            (SpecialDay(date(2026, 1, 1), "New Year"), SpecialDay(date(2026, 1, 1), "Neujahr")),
            "2026-01-01 twice",
        ),
        (
            "Europe/Berlin",
            (WHOLE_DAY,) * 7,
            (SpecialDay(date(2026, 1, 1), "New Year", (Span(9, 8),)),),
            "2026-01-01 (New Year): 00:09-00:08 ends",
        ),
    ],
)
def test_a_calendar_that_cannot_be_says_why(
    zone: str, week: tuple[tuple[Span, ...], ...], special: tuple[SpecialDay, ...], said: str
) -> None:
    with pytest.raises(CalendarInvalid) as refused:
        Calendar("office", zone, week, special)
    assert said in str(refused.value)
    assert "'office'" in str(refused.value)
    assert "expected" in str(refused.value) or "keep one" in str(refused.value) or "give" in str(refused.value)
