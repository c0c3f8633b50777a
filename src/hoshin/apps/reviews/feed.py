"""A forum's meetings as a calendar that other programs follow (iCalendar, RFC 5545). Pure.

Each meeting is an event of its own in UTC, so that the clocks of no zone have to be described, a meeting can be moved
alone, and each leads to its own agenda.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WIDTH = 75
"""The most octets on a line; what is longer goes on below, after a space."""


@dataclass(frozen=True)
class Meeting:
    """One meeting. ``uid`` stays the same for ever; ``start`` knows its zone."""

    uid: str
    start: datetime
    minutes: int
    title: str
    text: str = ""
    address: str = ""
    room: str = ""


def calendar(name: str, meetings: list[Meeting], now: datetime) -> bytes:
    """The calendar as the bytes of an .ics file, made at ``now``, which knows its zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hoshin//Reviews//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for each in meetings:
        lines += _event(each, now)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(meeting: Meeting, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(meeting.uid)}",
        f"DTSTAMP:{_instant(now)}",
        f"DTSTART:{_instant(meeting.start)}",
        f"DTEND:{_instant(meeting.start + timedelta(minutes=meeting.minutes))}",
        f"SUMMARY:{_text(meeting.title)}",
        *([f"DESCRIPTION:{_text(meeting.text)}"] if meeting.text else []),
        *([f"LOCATION:{_text(meeting.room)}"] if meeting.room else []),
        *([f"URL:{_printable(meeting.address)}"] if meeting.address else []),
        "END:VEVENT",
    ]


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _printable(value: str) -> str:
    """Without control characters, which the format has no words for."""
    return "".join(each for each in value if each in "\n\t" or (each >= " " and each != "\x7f"))


def _text(value: str) -> str:
    """Words as a value: what means something to the format is escaped."""
    found = _printable(value.replace("\r\n", "\n").replace("\r", "\n")).replace("\\", "\\\\")
    return found.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line with its end, folded between letters and never within one."""
    parts, part, room = [], b"", WIDTH
    for letter in line:
        piece = letter.encode(errors="replace")
        if len(part) + len(piece) > room:
            parts.append(part)
            part, room = b"", WIDTH - 1
        part += piece
    return b"\r\n ".join([*parts, part]) + b"\r\n"
