"""Calendars and agreements as a TOML file, and the digest that names what they say."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

import tomli_w

from hoshin.eventlog.calendar import WEEKDAYS, WHOLE_DAY, Calendar, CalendarInvalid, Hours, always
from hoshin.service_levels.agreement import Agreement, AgreementInvalid, Book, Clock
from hoshin.service_levels.calendar_text import hours, hours_words, special_day, special_day_words
from hoshin.service_levels.durations import duration, words
from hoshin.service_levels.toml_lines import Lines, broken_at

Read = TypeVar("Read")
_CALENDAR = ("name", "version", "zone", *WEEKDAYS, "special")
_AGREEMENT = ("name", "version", "clock", "target", "calendar", "pauses", "from", "until", "where")


_NAMES = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}


@dataclass
class Problems:
    """What cannot be in a file, each with its line. ``name`` is that of the file, where it has one."""

    lines: Lines
    name: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, said: object) -> None:
        """Note what is wrong on a line."""
        self.found.append((line, f"{self.name}:{line}: {said}" if self.name else f"Line {line}: {said}"))

    def settle(self) -> None:
        """Raises AgreementInvalid with all that was noted, one a line, in the order of the file."""
        if self.found:
            raise AgreementInvalid("\n".join(said for _, said in sorted(dict.fromkeys(self.found))))


@dataclass(frozen=True)
class Table:
    """One table of a file as it is read: problems are noted with the line of their key."""

    kind: str
    place: int
    said: Mapping[str, Any]
    problems: Problems

    @property
    def title(self) -> str:
        """The table in a refusal, such as ``Calendar 'Office'``."""
        return f"{self.kind[:-1].capitalize()} '{self.said.get('name', '')}'"

    def note(self, key: str, said: object) -> None:
        """Note what is wrong with a key."""
        self.problems.add(self.problems.lines.of(self.kind, self.place, key), said)

    def take(self, key: str, read: Callable[[str], Read]) -> Read | None:
        """What ``read`` makes of a key; None where it cannot be, which is noted."""
        try:
            return read(key)
        except (AgreementInvalid, CalendarInvalid) as error:
            self.note(key, error)
            return None

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key. Raises AgreementInvalid."""
        found = self.said.get(key, default)
        if found is None:
            raise AgreementInvalid(f'{self.title} says no `{key}`: expected is a text such as {key} = "…".')
        if not isinstance(found, str):
            raise AgreementInvalid(
                f"{self.title}, {key}: this is {_named(found)}, and expected is a text such as {_EXAMPLES[key]}."
            )
        return found

    def words(self, key: str, within: Mapping[str, Any] | None = None) -> list[str]:
        """The texts in the list of a key. Raises AgreementInvalid."""
        found = (self.said if within is None else within).get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise AgreementInvalid(f'{self.title}, {key}: expected is a list of texts such as {key} = ["…"].')
        return found

    def day(self, key: str) -> date | None:
        """The day of a key. Raises AgreementInvalid."""
        found = self.said.get(key)
        if found is not None and type(found) is not date:
            raise AgreementInvalid(
                f"{self.title}, {key}: expected is a day such as {key} = 2026-01-01, without quotes."
            )
        return found

    def version(self, key: str) -> int:
        """The version of a key. Raises AgreementInvalid."""
        found = self.said.get(key, 1)
        if type(found) is not int or found < 1:
            raise AgreementInvalid(f"{self.title}, {key}: expected is a whole number such as {key} = 1.")
        return found


_EXAMPLES = {
    "name": 'name = "Office"',
    "zone": 'zone = "Europe/Berlin"',
    "clock": 'clock = "resolution"',
    "target": 'target = "4 h"',
    "calendar": 'calendar = "Office"',
    **{day: f'{day} = "09:00-12:00, 13:00-17:00"' for day in WEEKDAYS},
}


def loads(text: str, name: str = "") -> Book:
    """Read a file. Raises AgreementInvalid with all that cannot be in it: each with its line, expected and what to do.

    ``name`` is that of the file, for whoever has to find it.
    """
    problems = Problems(Lines(text), name)
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, why = broken_at(str(error), text)
        problems.add(line, f"The file is no TOML: {why}. Mend it here or just above, or export a file to start from.")
        problems.settle()
        raise
    for key in said:
        if key not in _KINDS:
            problems.add(
                problems.lines.of("", 0, key),
                f"The file has '{key}', which means nothing here; there are {', '.join(_KINDS)}.",
            )
    calendars = [_calendar(each) for each in _tables(said, "calendars", problems)]
    agreed = _tables(said, "agreements", problems)
    agreements = [_agreement(each) for each in agreed]
    names = [each.get("name") for each in said.get("calendars", ()) if isinstance(each, dict)]
    for table, agreement in zip(agreed, agreements, strict=True):
        if agreement is not None and agreement.calendar not in names:
            known = tuple(replace(always(), name=each) for each in dict.fromkeys(names) if isinstance(each, str))
            table.take("calendar", lambda _, known=known, own=agreement: Book(known, (own,)))  # type: ignore[misc]
    problems.settle()
    try:
        return Book(tuple(filter(None, calendars)), tuple(filter(None, agreements)))
    except AgreementInvalid as error:
        problems.add(_twice(said, problems.lines), error)
        problems.settle()
        raise


_KINDS = ("calendars", "agreements")


def _tables(said: Mapping[str, Any], kind: str, problems: Problems) -> list[Table]:
    found = said.get(kind, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        expected = f'expected are tables headed [[{kind}]], one for each, with its name in it as name = "…".'
        problems.add(problems.lines.of("", 0, kind), f"{kind} is {_named(found)}: {expected}")
        return []
    return [Table(kind, place, each, problems) for place, each in enumerate(found)]


def _twice(said: Mapping[str, Any], lines: Lines) -> int:
    """The line of the first name that is there already."""
    for kind in _KINDS:
        names = [each.get("name") for each in said.get(kind, ())]
        for place, name in enumerate(names):
            if name in names[:place]:
                return lines.of(kind, place, "name")
    return 1


def _named(found: object) -> str:
    """What a value is, in words."""
    return _NAMES.get(type(found), "a day or time" if hasattr(found, "isoformat") else "something else")


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


def _calendar(table: Table) -> Calendar | None:
    noted = len(table.problems.found)
    _known(table, _CALENDAR)
    name, version = table.take("name", table.text), table.take("version", table.version)
    known_name = name or str(table.said.get("name", ""))
    zone = table.take("zone", lambda key: Calendar(known_name, table.text(key), (WHOLE_DAY,) * len(WEEKDAYS)).zone)
    week = [table.take(day, partial(_hours, table)) for day in WEEKDAYS]
    special = table.take("special", lambda key: tuple(special_day(line) for line in table.words(key)))
    if len(table.problems.found) > noted or name is None or zone is None or special is None:
        return None
    # What is wrong with several at once, such as a week without hours, belongs to the table.
    return table.take("", lambda _: Calendar(name, zone, tuple(day or () for day in week), special, version or 1))


def _hours(table: Table, day: str) -> Hours:
    return hours(table.text(day, "-"), f"{table.title}, {day}")


def _agreement(table: Table) -> Agreement | None:
    noted = len(table.problems.found)
    _known(table, _AGREEMENT)
    name, calendar = table.take("name", table.text), table.take("calendar", table.text)
    clock, target = table.take("clock", partial(_clock, table)), table.take("target", partial(_target, table))
    # Each is tried alone, so that its refusal is one of its own line.
    plain = Agreement(name if name and name.strip() else "?", Clock.RESOLUTION, timedelta(hours=1), "any", pauses=())
    where = table.take("where", lambda key: replace(plain, where=_where(table, key)).where)
    pauses = table.take("pauses", lambda key: replace(plain, pauses=tuple(table.words(key))).pauses)
    first, last = table.take("from", table.day), table.take("until", table.day)
    version = table.take("version", table.version)
    if len(table.problems.found) > noted or clock is None or target is None:
        return None
    return table.take(
        "until",
        lambda _: Agreement(
            name or "", clock, target, calendar or "", where or (), pauses or (), first, last, version or 1
        ),
    )


def _clock(table: Table, key: str) -> Clock:
    said = table.text(key)
    if said not in list(Clock):
        raise AgreementInvalid(f"{table.title}: '{said}' is no clock: expected is one of {', '.join(Clock)}.")
    return Clock(said)


def _target(table: Table, key: str) -> timedelta:
    try:
        return duration(table.text(key))
    except AgreementInvalid as error:
        whole = str(error).startswith(table.title)
        raise AgreementInvalid(str(error) if whole else f"{table.title}, target: {error}") from error


def _where(table: Table, key: str) -> tuple[tuple[str, str], ...]:
    where = table.said.get(key, {})
    if not isinstance(where, dict):
        raise AgreementInvalid(f'{table.title}: expected is a table `where` such as {{ priority = ["1", "2"] }}.')
    return tuple((dimension, value) for dimension in where for value in table.words(dimension, where))


def _known(table: Table, keys: tuple[str, ...]) -> None:
    for key in table.said:
        if key not in keys:
            table.note(key, f"{table.title} has '{key}', which means nothing here; there are {', '.join(keys)}.")
