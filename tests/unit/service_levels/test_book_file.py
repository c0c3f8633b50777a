"""Calendars and agreements as people write them: read back the same, refused with what to do."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.eventlog.calendar import Calendar, CalendarInvalid, SpecialDay
from hoshin.eventlog.refused import Refused
from hoshin.service_levels.agreement import Agreement, AgreementInvalid, Book, Clock
from hoshin.service_levels.book_file import digest, dumps, loads
from hoshin.service_levels.calendar_text import (
    holidays_of_icalendar,
    hours,
    hours_words,
    special_day_words,
    special_days,
)
from hoshin.service_levels.durations import duration, words
from tests.unit.eventlog.test_working_time import calendars
from tests.unit.eventlog.test_working_time import hours as drawn_hours
from tests.unit.service_levels.few_tickets import OFFICE

ODD = 'äß "\\\n#'

START = """
[[calendars]]
name = "Office"
zone = "Europe/Berlin"
monday = "8-17"
special = ["2026-12-25 Christmas Day"]

[[agreements]]
name = "Critical"
clock = "resolution"
target = "4 h"
calendar = "Office"
pauses = ["waiting"]
from = 2026-01-01
where = { priority = ["1"], kind = ["incident"] }
"""


@st.composite
def books(draw: st.DrawFn) -> Book:
    calendar = draw(calendars())
    days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
    agreements = [
        Agreement(
            f"agreement {place} {draw(st.text(ODD, max_size=3))}".strip(),
            draw(st.sampled_from(Clock)),
            timedelta(minutes=draw(st.integers(1, 10**6))),
            calendar.name,
            tuple((("group", draw(st.text(ODD, min_size=1, max_size=5))),) * draw(st.integers(0, 1))),
            tuple(draw(st.lists(st.sampled_from(("waiting", "Awaiting user")), unique=True))),
            draw(days),
            version=draw(st.integers(1, 9)),
        )
        for place in range(draw(st.integers(0, 3)))
    ]
    return Book((calendar,), tuple(agreements))


@given(books())
def test_a_book_is_read_back_as_it_was_written(book: Book) -> None:
    read = loads(dumps(book))
    assert read == book
    assert digest(read) == digest(book)


@given(drawn_hours())
def test_hours_are_read_back_as_they_were_written(spans: tuple[object, ...]) -> None:
    assert hours(hours_words(spans), "monday") == spans  # type: ignore[arg-type]  # drawn as spans


@given(st.integers(1, 10**6))
def test_durations_are_read_back_as_they_were_written(minutes: int) -> None:
    assert duration(words(timedelta(minutes=minutes)).replace(",", "")) == timedelta(minutes=minutes)


@given(st.text("0123456789-:., hmin[]='\n" + ODD, max_size=40))
def test_no_text_breaks_what_people_type(text: str) -> None:
    for read in (loads, duration, special_days, holidays_of_icalendar, lambda t: hours(t, "monday")):
        with suppress(Refused):
            read(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"4 h"', '"2 days"', "write the hours"),
        ('"4 h"', '"0 min"', "no time at all"),
        ('"4 h"', "4", "target: this is a number, and expected is a text such as target"),
        ('target = "4 h"', "", "says no `target`"),
        ('"resolution"', '"restore"', "one of response, resolution"),
        ('calendar = "Office"', 'calendar = "Ofice"', "Did you mean 'Office'?"),
        ('"waiting"', '"closed"', "a clock is over then"),
        ("priority", "prioritty", "Did you mean 'priority'?"),
        ('"1"', '"urgent"', "a number from 1 to 5"),
        ('"incident"', '"incidents"', "Did you mean 'incident'?"),
        ("2026-01-01", '"January"', "without quotes"),
        ("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-01-01", "exchange them"),
        ('name = "Critical"', 'name = " "', "has no name"),
        ('"Europe/Berlin"', '"Berlin"', "no time zone"),
        ('"8-17"', '"8 to 5"', "no working hours"),
        ('"8-17"', '"17-8"', "22:00-24:00"),
        ('"8-17"', '"-"', "no working hours on any day"),
        ("2026-12-25", "25.12.2026", "begins with no date"),
        ("2026-12-25", "2026-02-30", "begins with no date"),
        ("[[agreements]]", "[[agreement]]", "'agreement', which means nothing"),
        ("[[agreements]]", "[[", "no TOML"),
        ("monday", "montag", "'montag', which means nothing"),
        ('["waiting"]', '"waiting"', "a list of texts"),
    ],
)
def test_what_cannot_be_says_what_to_do(old: str, new: str, said: str) -> None:
    assert loads(START).agreements[0].where == (("priority", "1"), ("kind", "incident"))
    with pytest.raises((AgreementInvalid, CalendarInvalid)) as refused:
        loads(START.replace(old, new, 1) if old != "[[agreements]]" else START.replace(old, new))
    assert said in str(refused.value)


def test_all_that_cannot_be_is_told_together_each_with_the_line_of_its_key() -> None:
    wrong = START.replace('"8-17"', '["09:00-25:00"]').replace('"4 h"', "4").replace("priority", "prioritty")
    with pytest.raises(AgreementInvalid) as refused:
        loads(wrong.replace('"Europe/Berlin"', '"Berlin"'), "book.toml")
    begins = [line.partition(": ")[0] for line in str(refused.value).splitlines()]
    assert begins == ["book.toml:4", "book.toml:5", "book.toml:11", "book.toml:15"]
    assert "Calendar 'Office', monday: this is a list, and expected is a text" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[calendars.office]\nzone = "UTC"', "Line 1: calendars is a table: expected are tables headed [[calendars]]"),
        (f"{START}\n[calendar]", "Line 17: The file has 'calendar', which means nothing here"),
        (f"{START}\nx = [", "Line 17: The file is no TOML"),
        (START.replace('"4 h"', "4 h"), "Line 11: The file is no TOML"),
        (START + '[agreements.pauses]\nx = "y"', "no TOML"),
        (START.replace('calendar = "Office"', 'calendar = "Ofice"'), "Line 12: Agreement 'Critical' runs on"),
        (START + START[START.index("[[agreements]]") :], "Line 17: Two agreements are called 'Critical'"),
        (START.replace('"waiting"', '"closed"'), "Line 13: Agreement 'Critical' pauses while a ticket is closed"),
    ],
)
def test_a_refusal_names_the_line(text: str, said: str) -> None:
    with pytest.raises(AgreementInvalid) as refused:
        loads(text)
    assert said in str(refused.value)


def test_names_are_used_once() -> None:
    with pytest.raises(AgreementInvalid, match="Two calendars are called 'office'"):
        Book((OFFICE, OFFICE))


def test_a_list_of_holidays_pasted() -> None:
    found = special_days("2026-12-25 Christmas Day\n\n 2026-12-24, Christmas Eve 8:00-12:00\n2026-01-01")
    assert [special_day_words(day) for day in found] == [
        "2026-01-01 Holiday",
        "2026-12-24 Christmas Eve 08:00-12:00",
        "2026-12-25 Christmas Day",
    ]
    assert Calendar("c", "UTC", OFFICE.week, found).holidays == (found[0], found[2])


ICS = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20261224",
        "DTEND;VALUE=DATE:20261227",
        "SUMMARY:Christ",
        " mas\\, three days",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DTSTART:20260505T100000Z",
        "SUMMARY:A meeting",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
)


def test_holidays_of_an_icalendar_file() -> None:
    assert holidays_of_icalendar(ICS) == tuple(
        SpecialDay(date(2026, 12, day), "Christmas, three days") for day in (24, 25, 26)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,day", "no iCalendar file"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", "no event of a whole day"),
        (ICS.replace("SUMMARY:Christ", "RRULE:FREQ=YEARLY\r\nSUMMARY:Christ"), "repeats by a rule"),
        (ICS.replace("20261227", "20991227"), "lasts"),
        (ICS.replace("20261224", "20261324"), "cannot be"),
    ],
)
def test_an_icalendar_file_that_says_no_holidays(text: str, said: str) -> None:
    with pytest.raises(CalendarInvalid, match=said):
        holidays_of_icalendar(text)
