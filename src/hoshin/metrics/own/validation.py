"""From what was said to a sound specification: every field is checked, and all that is wrong is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from typing import TypeVar

from hoshin.eventlog.refused import Refused
from hoshin.metrics.definition import Direction
from hoshin.metrics.own.conditions import ALONE, Comparison, Condition, comparisons
from hoshin.metrics.own.fields import FIELDS, Field, Sort
from hoshin.metrics.own.specification import FALLING, PREFIX, STANDING, Measured, Specification
from hoshin.metrics.own.wording import absences
from hoshin.metrics.query import MISSING
from hoshin.metrics.statistic import Dating

LONGEST = {"title": 80, "question": 160, "owner_role": 60}
"""Characters that a text has at most."""
MOST_CONDITIONS = 6
MOST_WORDS = 40
"""Words that one condition names at most."""
MOST_DAYS = 3650
MOST_LEAST = 10_000
_KEY = re.compile(rf"{PREFIX}[a-z0-9]+(_[a-z0-9]+)*")
_KEY_LENGTH = 60
_CALLED = {"measured": "measure"}
_SAID = frozenset(field.name for field in fields(Specification))

Word = TypeVar("Word", bound=StrEnum)
Taken = TypeVar("Taken")


class SpecificationInvalid(Refused):
    """An own metric cannot be defined as it was said. ``problems`` says by field what is wrong and what to do.

    ``places`` says it by list of conditions and the place in it, from 1, where single conditions are wrong.
    """

    def __init__(self, problems: Mapping[str, str], places: Mapping[str, Mapping[int, str]] | None = None) -> None:
        super().__init__(" ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)
        self.places = {field: dict(found) for field, found in (places or {}).items()}


class _Wrong(Exception):
    """One field is wrong; of a list of conditions, those at these ``places``."""

    def __init__(self, problem: str, places: Mapping[int, str] | None = None) -> None:
        super().__init__(problem)
        self.places = dict(places or {})


def key_of(title: str) -> str:
    """The key that a title suggests.

    >>> key_of("VPN tickets, first line")
    'own_vpn_tickets_first_line'
    """
    words = re.findall(r"[a-z0-9]+", title.lower())
    return f"{PREFIX}{'_'.join(words)}"[:_KEY_LENGTH].rstrip("_")


def specified(
    said: Mapping[str, object], *, practices: Collection[str] | None = None, metrics: Collection[str] | None = None
) -> Specification:
    """The specification that was said, in the form of ``as_json``; numbers may be texts.

    ``practices`` and the keys of ``metrics`` are those that may be named; None leaves them unchecked, for what was
    sound when it was said. Raises SpecificationInvalid.
    """
    reading = _Reading(said)
    title = reading.text("title")
    key = reading.take("key", _key)
    question = reading.text("question")
    dating = reading.word("dating", Dating)
    measured = reading.word("measured", Measured)
    if dating and measured:
        reading.take("measured", partial(_fits, dating, measured))
    amount = reading.take("amount", lambda value: _amount(value, measured)) if measured else None
    met = reading.conditions("met")
    if measured is Measured.SHARE and met == ():
        reading.problems["met"] = "A share needs at least one condition that a ticket has to meet: add it."
    elif measured and measured is not Measured.SHARE and met:
        reading.problems["met"] = f"Only a share has conditions to meet, no {measured.value}: put them in the filter."
    days = reading.take("days", lambda value: _days(value, measured)) if measured else None
    found = reading.conditions("filter")
    unit = reading.take("unit", _unit)
    direction = reading.word("direction", Direction)
    least = reading.take("least", partial(_least, measured))
    practice = reading.take("practice", lambda value: _one_of(value, practices, "practice"))
    owner_role = reading.text("owner_role")
    counters = reading.take("counter_metrics", lambda value: _counters(value, metrics, key))
    if strange := set(said) - _SAID:
        reading.problems[min(strange)] = f"There is no such field: leave out {', '.join(sorted(strange))}."
    if reading.problems:
        raise SpecificationInvalid(reading.problems, reading.places)
    assert key
    assert dating
    assert measured
    assert direction
    assert least
    specification = Specification(
        key=key,
        title=title or "",
        question=question or "",
        measured=measured,
        dating=dating,
        direction=direction,
        practice=practice or "",
        owner_role=owner_role or "",
        amount=amount or "",
        met=met or (),
        days=days or 0,
        filter=found or (),
        unit=unit or "h",
        least=least,
        counter_metrics=counters or (),
    )
    _whole_is_sound(specification)
    return specification


def _whole_is_sound(specification: Specification) -> None:
    """What no single field shows."""
    fields = {each.field for each in absences(specification)}
    if len(fields) > 1:
        named = " and ".join(f"'{FIELDS[field].title}'" for field in sorted(fields))
        where = "met" if specification.met else "filter"
        raise SpecificationInvalid(
            {where: f"Whether something is given can be asked of one field only, here it is {named}: keep one of them."}
        )


class _Reading:
    """Takes field after field, and collects what is wrong."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self._said = said
        self.problems: dict[str, str] = {}
        self.places: dict[str, dict[int, str]] = {}

    def take(self, name: str, check: Callable[[object], Taken]) -> Taken | None:
        """The field as ``check`` makes it; None where it is wrong."""
        try:
            return check(self._said.get(name))
        except _Wrong as wrong:
            self.problems.setdefault(name, str(wrong))
            if wrong.places:
                self.places[name] = wrong.places
            return None

    def text(self, name: str) -> str | None:
        """A line of text that is not empty."""
        return self.take(name, lambda value: _line(value, LONGEST[name]))

    def word(self, name: str, kind: type[Word]) -> Word | None:
        """One of the words of a closed list."""
        return self.take(
            name, lambda value: kind(_one_of(value, [each.value for each in kind], _CALLED.get(name, name)))
        )

    def conditions(self, name: str) -> tuple[Condition, ...] | None:
        """A list of conditions; None where one is wrong."""
        return self.take(name, _conditions)


def _said(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise _Wrong("It has to be a text: write it between quotation marks.")
    return str(value).strip()


def _line(value: object, longest: int) -> str:
    text = _said(value)
    if not text:
        raise _Wrong("It is empty: fill it in.")
    if len(text) > longest:
        raise _Wrong(f"It has {len(text)} characters: shorten it to {longest}.")
    if not text.isprintable():
        raise _Wrong("It holds a line break or a character that cannot be printed: write it on one line.")
    return text


def _key(value: object) -> str:
    text = _said(value)
    if not _KEY.fullmatch(text) or len(text) > _KEY_LENGTH:
        raise _Wrong(
            f"'{text}' is no key: expected '{PREFIX}' and then small letters a to z, digits and single underscores, "
            f"{_KEY_LENGTH} characters at most, such as {PREFIX}vpn_tickets."
        )
    return text


def _one_of(value: object, words: Collection[str] | None, what: str) -> str:
    text = _said(value)
    if not text:
        raise _Wrong(f"Nothing is chosen: choose a {what}.")
    if words is not None and text not in words:
        close = get_close_matches(text, list(words), n=2, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}?" if close else f"choose one of {', '.join(words)}."
        raise _Wrong(f"There is no {what} '{text}': {hint}")
    return text


def _fits(dating: Dating, measured: Measured, _: object) -> Measured:
    if dating is Dating.STANDING and measured not in STANDING:
        raise _Wrong(
            f"A {measured.value} cannot be taken of tickets as they stand open: choose one of "
            f"{', '.join(STANDING)}, or another dating."
        )
    if dating is not Dating.STANDING and measured not in FALLING:
        raise _Wrong(f"A {measured.value} is one of open tickets: choose the dating '{Dating.STANDING}'.")
    return measured


def _amount(value: object, measured: Measured) -> str:
    text = _said(value)
    if not measured.needs_amount:
        if text:
            raise _Wrong(f"A {measured.value} is taken of no amount: leave it empty.")
        return ""
    numbers = [field.name for field in FIELDS.values() if field.measure]
    found = FIELDS[_one_of(text, numbers, "number")]
    if measured is Measured.TOTAL and not found.summed:
        raise _Wrong(f"A sum of {found.title} says nothing: choose the mean, or a time.")
    return found.name


def _days(value: object, measured: Measured) -> int:
    if measured is not Measured.OLDER:
        if _said(value) not in ("", "0"):
            raise _Wrong(f"A {measured.value} has no age: leave it empty.")
        return 0
    return _whole(value, 1, MOST_DAYS, "days")


def _whole(value: object, least: int, most: int, what: str) -> int:
    text = _said(value)
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
        raise _Wrong(f"'{text}' is no number of {what}: write a whole number from {least} to {most:,}.")
    return int(text)


def _least(measured: Measured | None, value: object) -> int:
    found = _whole(value, 1, MOST_LEAST, "tickets")
    if found > 1 and measured in (Measured.COUNT, Measured.WEEKLY):
        raise _Wrong("Of a number of tickets a small one is as good as a large one: write 1.")
    return found


def _unit(value: object) -> str:
    return _one_of(_said(value) or "h", ("h", "days"), "unit")


def _counters(value: object, metrics: Collection[str] | None, key: str | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise _Wrong("It has to be a list of keys of metrics: write one, or an empty one.")
    found = tuple(dict.fromkeys(_one_of(each, metrics, "metric") for each in value))
    if key in found:
        raise _Wrong("A metric cannot watch over itself: choose another one.")
    return found


def _conditions(value: object) -> tuple[Condition, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise _Wrong("It has to be a list of conditions: write one, or an empty one.")
    if len(value) > MOST_CONDITIONS:
        raise _Wrong(f"There are {len(value)} conditions: keep {MOST_CONDITIONS} at most.")
    found: dict[Condition, int] = {}
    wrong: dict[int, str] = {}
    for place, said in enumerate(value, 1):
        try:
            condition = _condition(said)
        except _Wrong as error:
            wrong[place] = str(error)
            continue
        if condition in found:
            wrong[place] = f"it is the same as condition {found[condition]}: remove one."
        found.setdefault(condition, place)
    if wrong:
        raise _Wrong(" ".join(f"Condition {place}: {problem}" for place, problem in wrong.items()), wrong)
    return tuple(found)


def _condition(said: object) -> Condition:
    if not isinstance(said, Mapping) or set(said) - {"field", "comparison", "values"}:
        raise _Wrong("a condition is a field, a comparison and values, and nothing else.")
    field = FIELDS[_one_of(said.get("field"), FIELDS, "field")]
    possible = comparisons(field)
    comparison = Comparison(_one_of(said.get("comparison"), [each.value for each in possible], "comparison"))
    values = said.get("values") or []
    if not isinstance(values, list | tuple):
        raise _Wrong("its values have to be a list.")
    texts = [text for text in map(_said, values) if text]
    if comparison in ALONE:
        if texts:
            raise _Wrong(f"'{comparison.value}' is compared with nothing: leave out {', '.join(texts)}.")
        return Condition(field.name, comparison)
    if not texts:
        raise _Wrong(f"nothing is chosen that {field.title} is compared with: choose a value.")
    if field.sort is Sort.NUMBER:
        if len(texts) > 1:
            raise _Wrong(f"{field.title} is compared with one number, not with {len(texts)}.")
        return Condition(field.name, comparison, (_number(texts[0], field),))
    if len(texts) > MOST_WORDS:
        raise _Wrong(f"{field.title} is compared with {len(texts)} values: keep {MOST_WORDS} at most.")
    return Condition(field.name, comparison, tuple(dict.fromkeys(_value(text, field) for text in texts)))


def _value(text: str, field: Field) -> str:
    if text == MISSING:
        raise _Wrong(f"'{MISSING}' is no {field.title}: choose the comparison '{Comparison.NOT_GIVEN.value}'.")
    if field.words:
        return _one_of(text, field.words, field.title)
    return _line(text, 200)


def _number(text: str, field: Field) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= 1_000_000 or number != round(number, 3):
        unit = " of hours" if field.unit == "h" else ""
        raise _Wrong(f"'{text}' is no number{unit}: write one from 0 to 1,000,000 such as 4 or 1.5.")
    whole = field.measure is not None and field.measure.per == 1
    if whole and number != round(number):
        raise _Wrong(f"{field.title} is a whole number, not {text}.")
    return f"{number.normalize():f}"
