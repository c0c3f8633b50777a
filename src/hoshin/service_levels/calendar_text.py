"""Working hours and holidays as people write, paste and export them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from hoshin.eventlog.calendar import MINUTES_A_DAY, WEEKDAYS, CalendarInvalid, Hours, Span, SpecialDay

_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[\s,;]*(.*)")
_WEEKDAYS = re.compile(r"([A-Za-z]+)\.?(?:\s*[-–]\s*([A-Za-z]+)\.?)?\s*:?\s+(.+)")
_NONE = ("", "-", "–", "closed", "none")
_LONGEST = 366
"""Days of one event of an iCalendar file: nobody is closed for longer."""


def hours(text: str, place: str) -> Hours:
    """Hours such as ``08:00-12:00, 13:00-17:00``; nothing, ``-`` or ``closed`` where nobody works.

    ``place`` names the day in a refusal. Raises CalendarInvalid.

    >>> [str(span) for span in hours("8-12, 13:00-17:30", "monday")]
    ['08:00-12:00', '13:00-17:30']
    """
    said = text.strip().lower()
    if said in _NONE:
        return ()
    spans = []
    for part in re.split(r"[,;]|\band\b", said):
        found = _SPAN.fullmatch(part.strip())
        if found is None or any(int(minute or 0) > 59 for minute in (found[2], found[4])):
            raise CalendarInvalid(
                f"{place}: '{part.strip()}' are no working hours: expected are hours such as 08:00-17:00, several with "
                "a comma between, or '-' where nobody works."
            )
        begin, end = int(found[1]) * 60 + int(found[2] or 0), int(found[3]) * 60 + int(found[4] or 0)
        if begin >= end or end > MINUTES_A_DAY:
            raise CalendarInvalid(
                f"{place}: '{part.strip()}' ends before it begins or leaves the day: expected are hours from 00:00 to "
                "24:00; write a night as two, such as 22:00-24:00 and, on the next day, 00:00-06:00."
            )
        spans.append(Span(begin, end))
    return tuple(spans)


def hours_words(spans: Hours) -> str:
    """The hours as ``hours`` reads them; ``-`` where nobody works."""
    return ", ".join(map(str, spans)) or "-"


def special_day(line: str) -> SpecialDay:
    """A date with a name and, where people work, its hours: ``2026-12-24 Christmas Eve 08:00-12:00``.

    Raises CalendarInvalid.
    """
    found = _DAY.fullmatch(line.strip())
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        day = None
    if found is None or day is None:
        raise CalendarInvalid(
            f"'{line.strip()}' begins with no date: expected is one day a line, such as '2026-12-25 Christmas Day'."
        )
    spans = list(_SPAN.finditer(found[2]))
    name = (found[2][: spans[0].start()] if spans else found[2]).strip(" ,;")
    own = ", ".join(span[0] for span in spans)
    return SpecialDay(day, name or "Holiday", hours(own, f"{day} ({name or 'Holiday'})"))


def special_days(text: str) -> tuple[SpecialDay, ...]:
    """One special day a line, in order of their dates; empty lines are passed over.

    Raises CalendarInvalid, which names the line, also where two lines have the same date.
    """
    found: dict[date, SpecialDay] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            day = special_day(line)
        except CalendarInvalid as error:
            raise CalendarInvalid(f"Line {number}: {error}") from error
        if day.day in found:
            raise CalendarInvalid(
                f"Line {number}: {day.day} is there already, as '{found[day.day].name}': keep one of the two lines."
            )
        found[day.day] = day
    return tuple(sorted(found.values()))


def week(text: str) -> tuple[Hours, ...]:
    """The hours of Monday to Sunday, one day or run of days a line: ``Mon-Fri 09:00-17:00``. Other days are closed.

    Raises CalendarInvalid, which names the line.

    >>> [len(day) for day in week("Mon-Thu 8-12, 13-17\\nFri 8-12")]
    [2, 2, 2, 2, 1, 0, 0]
    """
    found: dict[int, Hours] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        place = f"Line {number}"
        said = _WEEKDAYS.fullmatch(line.strip())
        days = [_weekday(word) for word in (said[1], said[2] or said[1])] if said else []
        if said is None or None in days:
            raise CalendarInvalid(
                f"{place}: '{line.strip()}' begins with no day of the week: expected are a day or a run of days and "
                "their hours, such as 'Mon-Fri 09:00-17:00' or 'Sat 09:00-12:00'."
            )
        begin, end = (day for day in days if day is not None)
        if begin > end:
            raise CalendarInvalid(
                f"{place}: {said[1]} to {said[2]} runs over the end of a week: write two lines, from Monday on."
            )
        for day in range(begin, end + 1):
            if day in found:
                raise CalendarInvalid(
                    f"{place}: {WEEKDAYS[day].capitalize()} is there already: write all its hours in one line, with a "
                    "comma between."
                )
            found[day] = hours(said[3], place)
    if not any(found.values()):
        raise CalendarInvalid("Nobody ever works by this week: give at least one day hours, such as 'Mon 09:00-17:00'.")
    return tuple(found.get(day, ()) for day in range(len(WEEKDAYS)))


def week_words(spans: tuple[Hours, ...]) -> str:
    """The week as ``week`` reads it: a line for each run of days with the same hours, closed days left out."""
    lines, first = [], 0
    for day in range(1, len(spans) + 1):
        if day < len(spans) and spans[day] == spans[first]:
            continue
        if spans[first]:
            names = [WEEKDAYS[each][:3].capitalize() for each in dict.fromkeys((first, day - 1))]
            lines.append(f"{'-'.join(names)} {hours_words(spans[first])}")
        first = day
    return "\n".join(lines)


def _weekday(word: str) -> int | None:
    known = [place for place, name in enumerate(WEEKDAYS) if len(word) > 1 and name.startswith(word.lower())]
    return known[0] if len(known) == 1 else None


def special_day_words(day: SpecialDay) -> str:
    """The day as ``special_day`` reads it."""
    return f"{day.day} {day.name}" + (f" {hours_words(day.hours)}" if day.hours else "")


def holidays_of_icalendar(text: str) -> tuple[SpecialDay, ...]:
    """The all-day events of an iCalendar file (RFC 5545) as holidays; an event of several days gives several.

    Raises CalendarInvalid where the file is none, holds no such event, or holds one that repeats: calendars of holidays
    name their dates.
    """
    lines = re.sub(r"\r?\n[ \t]", "", text.lstrip("\ufeff")).splitlines()
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise CalendarInvalid("This is no iCalendar file: expected is an .ics file, which begins with BEGIN:VCALENDAR.")
    found: dict[date, SpecialDay] = {}
    event: dict[str, str] | None = None
    for line in lines:
        key, _, value = line.partition(":")
        name = key.partition(";")[0].strip().upper()
        if (name, value.strip().upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value.strip().upper()) == ("END", "VEVENT") and event is not None:
            found |= {day.day: day for day in _days_of(event) if day.day not in found}
            event = None
        elif event is not None:
            event.setdefault(name, value.strip())
    if not found:
        raise CalendarInvalid("The iCalendar file holds no event of a whole day: export a calendar of holidays.")
    return tuple(sorted(found.values()))


def _days_of(event: dict[str, str]) -> list[SpecialDay]:
    name = re.sub(r"\\([,;\\nN])", lambda m: " " if m[1] in "nN" else m[1], event.get("SUMMARY", "")) or "Holiday"
    if "RRULE" in event:
        raise CalendarInvalid(
            f"'{name}' repeats by a rule in the iCalendar file: export it with its dates written out, or type them."
        )
    if not re.fullmatch(r"\d{8}", event.get("DTSTART", "")):
        return []
    try:
        first = datetime.strptime(event["DTSTART"], "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
        end = event.get("DTEND", "")
        # The end of an event of whole days is the day after it.
        after = datetime.strptime(end, "%Y%m%d").date() if re.fullmatch(r"\d{8}", end) else first  # noqa: DTZ007
    except ValueError as error:
        raise CalendarInvalid(f"'{name}' has a date that cannot be in the iCalendar file: {error}.") from error
    length = max((after - first).days, 1)
    if length > _LONGEST:
        raise CalendarInvalid(f"'{name}' lasts {length} days in the iCalendar file: leave out what is no holiday.")
    return [SpecialDay(first + timedelta(days=each), name) for each in range(length)]
