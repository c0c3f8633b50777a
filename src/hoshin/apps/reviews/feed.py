"""A forum's meetings as calendars that other programs read: a feed to follow, and invitations by mail. Pure.

The feed is iCalendar (RFC 5545), an invitation the same with a method (iTIP, RFC 5546): REQUEST asks for a meeting or
says anew how it stands, CANCEL calls it off. What belongs together has one ``uid`` for ever, and of two messages the
one with the higher ``sequence`` holds. Each meeting is an event of its own in UTC, so that the clocks of no zone have
to be described, a meeting can be moved alone, and each leads to its own agenda.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

REFRESH = timedelta(hours=6)
"""How often a program that follows the feed may look again."""
MADE_BY = "-//Hoshin//Reviews//EN"


class Method(StrEnum):
    """What an invitation wants (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Meeting:
    """One meeting. ``uid`` stays the same for ever; ``start`` knows its zone; ``sequence`` counts its changes."""

    uid: str
    start: datetime
    minutes: int
    title: str
    text: str = ""
    address: str = ""
    room: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class Guest:
    """Somebody who is asked to a meeting, or asks: name and mail address."""

    name: str
    address: str


def calendar(name: str, meetings: Iterable[Meeting], now: datetime) -> bytes:
    """The calendar to follow as the bytes of an .ics file, made at ``now``, which knows its zone."""
    found = _calendar("PUBLISH")
    for key in ("name", "x-wr-calname"):
        found[key] = vText(_printable(name))
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for each in meetings:
        found.add_component(_event(each, now))
    return bytes(found.to_ical())


def invitation(method: Method, meeting: Meeting, asked_by: Guest, guests: Iterable[Guest], now: datetime) -> bytes:
    """The invitation to one meeting as the bytes of a calendar with that method, made at ``now``."""
    found, event = _calendar(method), _event(meeting, now)
    event.add("organizer", _guest(asked_by))
    for each in guests:
        guest = _guest(each)
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        event.add("attendee", guest)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    found.add_component(event)
    return bytes(found.to_ical())


def _calendar(method: str) -> Calendar:
    found = Calendar()
    found.add("version", "2.0")
    found.add("prodid", MADE_BY)
    found.add("calscale", "GREGORIAN")
    found.add("method", method)
    return found


def _event(meeting: Meeting, now: datetime) -> Event:
    found = Event()
    start = meeting.start.astimezone(UTC)
    found.add("uid", _printable(meeting.uid))
    found.add("dtstamp", now.astimezone(UTC))
    found.add("dtstart", start)
    found.add("dtend", start + timedelta(minutes=meeting.minutes))
    found.add("sequence", meeting.sequence)
    found.add("summary", _printable(meeting.title))
    for name, value in (("description", meeting.text), ("location", meeting.room), ("url", meeting.address)):
        if value:
            found.add(name, _printable(value))
    return found


def _guest(guest: Guest) -> vCalAddress:
    found = vCalAddress(f"mailto:{guest.address}")
    # A parameter has no words for quotation marks and control characters.
    found.params["CN"] = vText("".join(each for each in _printable(guest.name) if each not in '"\n\t'))
    return found


def _printable(value: str) -> str:
    """Words with one sort of line break and without control characters, which the format has no words for."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or (each >= " " and each != "\x7f"))
