"""Calendars and agreements as a TOML file, and the digest that names what they say."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, TypeVar

import tomli_w

from hoshin.eventlog.calendar import WEEKDAYS, Calendar, CalendarInvalid
from hoshin.service_levels.agreement import Agreement, AgreementInvalid, Book, Clock
from hoshin.service_levels.calendar_text import hours, hours_words, special_day, special_day_words
from hoshin.service_levels.durations import duration, words

Kind = TypeVar("Kind", Calendar, Agreement)
_CALENDAR = ("name", "version", "zone", *WEEKDAYS, "special")
_AGREEMENT = ("name", "version", "clock", "target", "calendar", "pauses", "from", "until", "where")


def loads(text: str) -> Book:
    """Read a file. Raises AgreementInvalid or CalendarInvalid with the place and what was expected there."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgreementInvalid(
            f"The file is no TOML: {error}. Mend that line, or export a file to start from."
        ) from error
    _known("The file", said, ("calendars", "agreements"))
    return Book(_each(text, said, "calendars", _calendar), _each(text, said, "agreements", _agreement))


def _each(text: str, said: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], Kind]) -> tuple[Kind, ...]:
    """What ``read`` makes of each table; a refusal names the line on which the table begins."""
    begins = [number for number, line in enumerate(text.splitlines(), 1) if line.split("#")[0].strip() == f"[[{key}]]"]
    tables, found = _list("The file", said, key), []
    for place, table in enumerate(tables):
        try:
            found.append(read(table))
        except (AgreementInvalid, CalendarInvalid) as error:
            line = f"Line {begins[place]}: " if len(begins) == len(tables) else ""
            raise type(error)(f"{line}{error}") from error
    return tuple(found)


def dumps(book: Book) -> str:
    """The file that ``loads`` reads as this book."""
    calendars = [
        {"name": each.name, "version": each.version, "zone": each.zone}
        | {day: hours_words(spans) for day, spans in zip(WEEKDAYS, each.week, strict=True)}
        | {"special": [special_day_words(day) for day in sorted(each.special)]}
        for each in book.calendars
    ]
    agreements = []
    for agreed in book.agreements:
        where: dict[str, list[str]] = {}
        for dimension, value in agreed.where:
            where.setdefault(dimension, []).append(value)
        row = {
            "name": agreed.name,
            "version": agreed.version,
            "clock": agreed.clock.value,
            "target": words(agreed.target).replace(",", ""),
            "calendar": agreed.calendar,
            "pauses": list(agreed.pauses),
            "from": agreed.first,
            "until": agreed.last,
            "where": where,
        }
        agreements.append({key: value for key, value in row.items() if value is not None})
    return tomli_w.dumps({"calendars": calendars, "agreements": agreements})


def digest(book: Book) -> str:
    """Twelve hexadecimal digits that name what the book says, its versions included."""
    return sha256(dumps(book).encode()).hexdigest()[:12]


def _calendar(said: Mapping[str, Any]) -> Calendar:
    place = f"Calendar '{said.get('name', '')}'"
    _known(place, said, _CALENDAR)
    week = tuple(hours(_text(place, said, day, "-"), f"{place}, {day}") for day in WEEKDAYS)
    special = tuple(special_day(line) for line in _words(place, said, "special"))
    return Calendar(_text(place, said, "name"), _text(place, said, "zone"), week, special, _version(place, said))


def _agreement(said: Mapping[str, Any]) -> Agreement:
    place = f"Agreement '{said.get('name', '')}'"
    _known(place, said, _AGREEMENT)
    clock = _text(place, said, "clock")
    if clock not in list(Clock):
        raise AgreementInvalid(f"{place}: '{clock}' is no clock: expected is one of {', '.join(Clock)}.")
    where = said.get("where", {})
    if not isinstance(where, dict):
        raise AgreementInvalid(f'{place}: expected is a table `where` such as {{ priority = ["1", "2"] }}.')
    return Agreement(
        _text(place, said, "name"),
        Clock(clock),
        _target(place, said),
        _text(place, said, "calendar"),
        tuple((dimension, value) for dimension in where for value in _words(place, where, dimension)),
        tuple(_words(place, said, "pauses")),
        _day(place, said, "from"),
        _day(place, said, "until"),
        _version(place, said),
    )


def _target(place: str, said: Mapping[str, Any]) -> timedelta:
    try:
        return duration(_text(place, said, "target"))
    except AgreementInvalid as error:
        raise AgreementInvalid(f"{place}, target: {error}") from error


def _known(place: str, said: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    other = next((key for key in said if key not in keys), None)
    if other is not None:
        raise AgreementInvalid(f"{place} has '{other}', which means nothing here; there are {', '.join(keys)}.")


def _list(place: str, said: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = said.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise AgreementInvalid(f"{place}: expected are tables [[{key}]], one for each.")
    return found


def _text(place: str, said: Mapping[str, Any], key: str, default: str | None = None) -> str:
    found = said.get(key, default)
    if not isinstance(found, str):
        raise AgreementInvalid(f'{place} says no `{key}`: expected is a text such as {key} = "…".')
    return found


def _words(place: str, said: Mapping[str, Any], key: str) -> list[str]:
    found = said.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise AgreementInvalid(f'{place}: expected is a list of texts such as {key} = ["…"].')
    return found


def _day(place: str, said: Mapping[str, Any], key: str) -> date | None:
    found = said.get(key)
    if found is not None and type(found) is not date:
        raise AgreementInvalid(f"{place}: expected is a day such as {key} = 2026-01-01, without quotes.")
    return found


def _version(place: str, said: Mapping[str, Any]) -> int:
    found = said.get("version", 1)
    if type(found) is not int or found < 1:
        raise AgreementInvalid(f"{place}: expected is a version such as version = 1.")
    return found
