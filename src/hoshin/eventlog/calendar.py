"""Business calendars: when a service is worked on, and how much of that time lies between two instants.

A calendar speaks of local hours; a clock runs in UTC. So the working hours become spans of UTC once, with the hour that
a night lacks or has twice, and how long was worked up to an instant is looked up among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from hoshin.eventlog.refused import Refused

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_A_DAY = 24 * 60


class CalendarInvalid(Refused):
    """Something that a calendar says cannot be. The message names the field, what was expected and what to do."""


@dataclass(frozen=True, order=True)
class Span:
    """Working hours of one day: from minute ``begin`` of the local day up to but not including minute ``end``."""

    begin: int
    end: int

    def __str__(self) -> str:
        return f"{_clock(self.begin)}-{_clock(self.end)}"


WHOLE_DAY = (Span(0, MINUTES_A_DAY),)
"""The hours of a day that is worked around the clock."""

Hours = tuple[Span, ...]
"""The working hours of one day, in order; empty where nobody works."""


@dataclass(frozen=True, order=True)
class SpecialDay:
    """A date whose hours are not those of its day of the week; a holiday is one without hours."""

    day: date
    name: str
    hours: Hours = ()


@dataclass(frozen=True)
class Calendar:
    """When is worked: ``week`` holds the hours of Monday to Sunday, ``special`` the dates with hours of their own.

    All hours are those of the clocks in ``zone``, a name of the IANA time zone database. ``version`` counts its
    wordings, from 1. Raises CalendarInvalid, also where nobody ever works: a clock by such a calendar would never move.
    """

    name: str
    zone: str
    week: tuple[Hours, ...]
    special: tuple[SpecialDay, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        place = f"Calendar '{self.name}'"
        if not is_zone(self.zone):
            raise CalendarInvalid(
                f"{place}: '{self.zone}' is no time zone: expected is a name of the IANA database, such as "
                "Europe/Berlin or UTC."
            )
        if len(self.week) != len(WEEKDAYS):
            raise CalendarInvalid(f"{place} has {len(self.week)} days: expected are the hours of seven, from Monday.")
        for weekday, hours in zip(WEEKDAYS, self.week, strict=True):
            _check(f"{place}, {weekday}", hours)
        for day in self.special:
            _check(f"{place}, {day.day} ({day.name})", day.hours)
        for earlier, later in pairwise(sorted(self.special)):
            if earlier.day == later.day:
                raise CalendarInvalid(
                    f"{place} says {later.day} twice, as '{earlier.name}' and as '{later.name}': keep one of them."
                )
        if not any(self.week):
            raise CalendarInvalid(
                f"{place} has no working hours on any day of the week: give at least one day hours, such as "
                'monday = "08:00-17:00".'
            )

    @property
    def title(self) -> str:
        """The calendar and its wording, such as ``Office hours v2``."""
        return f"{self.name} v{self.version}"

    @property
    def holidays(self) -> tuple[SpecialDay, ...]:
        """The dates on which nobody works, in order."""
        return tuple(day for day in sorted(self.special) if not day.hours)

    def hours(self, day: date) -> Hours:
        """The working hours of a date."""
        return next((special.hours for special in self.special if special.day == day), self.week[day.weekday()])


def always(zone: str = "UTC") -> Calendar:
    """The calendar of a service that is worked on around the clock."""
    return Calendar("around the clock", zone, (WHOLE_DAY,) * len(WEEKDAYS))


def is_zone(name: str) -> bool:
    """Whether the IANA time zone database knows the name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def _check(place: str, hours: Hours) -> None:
    for span in hours:
        if not 0 <= span.begin < span.end <= MINUTES_A_DAY:
            raise CalendarInvalid(
                f"{place}: {span} ends before it begins or leaves the day: expected are hours from 00:00 to 24:00; "
                f"write a night as two, such as 22:00-24:00 and, on the next day, 00:00-06:00."
            )
    for earlier, later in pairwise(hours):
        if later.begin < earlier.end:
            raise CalendarInvalid(
                f"{place}: {earlier} and {later} overlap or are not in order: expected are hours one after the other."
            )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
