"""A calendar as a reader sees it: the week, special days, and the nights on which clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from hoshin.eventlog.calendar import MINUTES_A_DAY, WEEKDAYS, Calendar, SpecialDay
from hoshin.eventlog.working_time import LAST, ClockChange, clock_changes, elapsed
from hoshin.service_levels.calendar_text import hours_words
from hoshin.service_levels.durations import words

NIGHTS = 4
"""Changes of the clocks that are named."""
AHEAD = 3
"""Years in which they are looked for: some zones have given them up."""


@dataclass(frozen=True)
class Day:
    """A day of the week: its hours in words, and where they lie in per cent of a day."""

    name: str
    hours: str
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Special:
    """A special day to come or gone."""

    day: date
    name: str
    hours: str
    weekday: str
    gone: bool


@dataclass(frozen=True)
class Night:
    """One change of the clocks: what they do, and what it does to this calendar."""

    day: date
    does: str
    means: str


def days(calendar: Calendar) -> list[Day]:
    """Monday to Sunday."""
    return [
        Day(
            name.capitalize(),
            hours_words(spans) if spans else "closed",
            tuple((_part(span.begin), _part(span.end - span.begin)) for span in spans),
        )
        for name, spans in zip(WEEKDAYS, calendar.week, strict=True)
    ]


def weekly(calendar: Calendar) -> str:
    """How much is worked in a week, in words."""
    return words(timedelta(minutes=sum(span.end - span.begin for hours in calendar.week for span in hours)))


def specials(calendar: Calendar, today: date) -> list[Special]:
    """Special days: those to come first, then those gone, the newest first."""
    ordered = sorted(calendar.special)
    ahead = [each for each in ordered if each.day >= today]
    return [_special(each, today) for each in (*ahead, *reversed([each for each in ordered if each.day < today]))]


def lacking(calendar: Calendar, today: date) -> str:
    """What is missing of the special days, in a sentence; empty where nothing seems to be."""
    if all(span.begin == 0 and span.end == MINUTES_A_DAY for hours in calendar.week for span in hours) and all(
        calendar.week
    ):
        return ""
    if not calendar.special:
        return "No holiday is written down: on public holidays the clock runs as on any other day."
    last = max(each.day for each in calendar.special)
    if last < today + timedelta(days=90):
        return f"The last special day is {last}: write down the holidays that come after it."
    return ""


def nights(calendar: Calendar, today: date) -> list[Night]:
    """The next changes of the clocks; none in a zone that has one time all year."""
    until = min(today.replace(month=1, day=1) + timedelta(days=366 * AHEAD), LAST)
    return [_night(calendar, each) for each in clock_changes(calendar.zone, today, until)][:NIGHTS]


def _night(calendar: Calendar, change: ClockChange) -> Night:
    before, after = (change.at + ahead for ahead in (change.before, change.after))
    day = before.date()
    forward = change.after > change.before
    does = (
        f"At {before:%H:%M} the clocks go {'forward' if forward else 'back'} to {after:%H:%M}: the time between "
        f"{'does not exist' if forward else 'comes twice'}."
    )
    said = timedelta(minutes=sum(span.end - span.begin for span in calendar.hours(day)))
    zone = ZoneInfo(calendar.zone)
    begin, end = (_utc(datetime.combine(each, datetime.min.time(), zone)) for each in (day, day + timedelta(days=1)))
    worked = elapsed(calendar, np.array([begin], "datetime64[us]"), np.array([end], "datetime64[us]"))
    real: timedelta = worked[0].astype(timedelta)
    if not said:
        means = "Nobody works on that day: nothing changes for the clocks of tickets."
    elif real == said:
        means = f"Outside of the working hours: {words(said)} are worked as on any such day."
    else:
        means = f"{words(real)} are worked on that day instead of {words(said)}, and as many count."
    return Night(day, does, means)


def _utc(local: datetime) -> datetime:
    return local.astimezone(UTC).replace(tzinfo=None)


def _special(day: SpecialDay, today: date) -> Special:
    hours = hours_words(day.hours) if day.hours else "closed"
    return Special(day.day, day.name, hours, WEEKDAYS[day.day.weekday()].capitalize(), day.day < today)


def _part(minutes: int) -> float:
    return round(100 * minutes / MINUTES_A_DAY, 3)
