"""Which column and word of a desk's export means what in the event log; as a value, and as a TOML file."""

from __future__ import annotations

import codecs
import json
import tomllib
from collections import abc
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from types import UnionType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import tomli_w

from hoshin.connectors.errors import MappingInvalid, near
from hoshin.connectors.fields import FIELDS, MEANINGS
from hoshin.eventlog.schema import PRIORITIES, Kind, Status


class Shape(StrEnum):
    """What one row of the file is."""

    TICKETS = "tickets"
    UPDATES = "updates"


class DayOrder(StrEnum):
    """Which of the first two numbers of a date such as 3/4/2016 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


DELIMITERS = (",", ";", "\t", "|")
"""What may stand between the fields of a CSV file."""

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Mapping:
    """How the export of one desk is read.

    ``columns`` leads from a canonical field (``hoshin.connectors.fields``) to the file's column. ``states``, ``kinds``
    and ``priorities`` lead from the desk's words, matched without regard to case and outer spaces, to ours; a state or
    priority that they do not name is null, a kind that they do not name is ``kind``. ``meanings`` holds such a table
    for each other field of words (``hoshin.connectors.fields.MEANINGS``). ``empty`` are texts that mean "no
    value". None as ``zone``, ``day_order``, ``delimiter`` or ``encoding`` means: find out from the file, or ask.
    Raises MappingInvalid.
    """

    name: str
    columns: abc.Mapping[str, str] = field(default_factory=dict)
    shape: Shape = Shape.TICKETS
    desk: str = ""
    kind: Kind = Kind.INCIDENT
    zone: str | None = None
    day_order: DayOrder | None = None
    delimiter: str | None = None
    encoding: str | None = None
    empty: tuple[str, ...] = ()
    states: abc.Mapping[str, Status] = field(default_factory=dict)
    priorities: abc.Mapping[str, int] = field(default_factory=dict)
    kinds: abc.Mapping[str, Kind] = field(default_factory=dict)
    meanings: abc.Mapping[str, abc.Mapping[str, str | int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.desk:
            object.__setattr__(self, "desk", self.name)
        _check(self)

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the mapping says, whatever the order in which it says it."""
        said = json.dumps(_document(self), sort_keys=True, ensure_ascii=False)
        return sha256(said.encode()).hexdigest()

    @property
    def missing(self) -> tuple[str, ...]:
        """The canonical fields without which no row could be read: ``ticket``, and a time."""
        lacking = [] if "ticket" in self.columns else ["ticket"]
        if self.shape is Shape.TICKETS and "opened_at" not in self.columns:
            lacking.append("opened_at")
        if self.shape is Shape.UPDATES and not {"at", "opened_at"} & set(self.columns):
            lacking.append("at")
        return tuple(lacking)


def folded(word: str) -> str:
    """The form in which two words of a desk are compared."""
    return " ".join(word.split()).casefold()


def loads(text: str) -> Mapping:
    """The mapping that a TOML file says. Raises MappingInvalid, which names the table, the key and the expectation."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingInvalid(f"The mapping is not valid TOML: {error}.") from error
    known = [*_document(Mapping("x")), "meanings"]
    for key in said:
        if key not in known:
            raise MappingInvalid(f"The mapping has no key '{key}': expected are {', '.join(known)}.{near(key, known)}")
    if not isinstance(said.get("name"), str):
        raise MappingInvalid("The mapping needs the key 'name': a text, for example name = \"Our desk\".")
    return Mapping(
        name=said["name"],
        desk=_text(said, "desk") or "",
        shape=_word(Shape, _text(said, "shape") or Shape.TICKETS, "key 'shape'"),
        kind=_word(Kind, _text(said, "kind") or Kind.INCIDENT, "key 'kind'"),
        zone=_text(said, "zone"),
        day_order=_word(DayOrder, order, "key 'day_order'") if (order := _text(said, "day_order")) else None,
        delimiter=_text(said, "delimiter"),
        encoding=_text(said, "encoding"),
        empty=_texts(said, "empty"),
        columns={
            k: _expect(v, str, f"[columns], key '{k}'", "the name of a column") for k, v in _table(said, "columns")
        },
        states={k: _word(Status, v, f"[states], key '{k}'") for k, v in _table(said, "states")},
        priorities={
            k: _expect(v, int, f"[priorities], key '{k}'", "a number from 1 (critical) to 5 (planning)")
            for k, v in _table(said, "priorities")
        },
        kinds={k: _word(Kind, v, f"[kinds], key '{k}'") for k, v in _table(said, "kinds")},
        meanings={name: _meanings(name, table) for name, table in _table(said, "meanings")},
    )


def dumps(mapping: Mapping) -> str:
    """The mapping as a TOML file, which ``loads`` reads back."""
    return tomli_w.dumps({k: v for k, v in _document(mapping).items() if v not in (None, [], {})})


def _document(mapping: Mapping) -> dict[str, Any]:
    said = {
        "name": mapping.name,
        "desk": mapping.desk,
        "shape": mapping.shape.value,
        "kind": mapping.kind.value,
        "zone": mapping.zone,
        "day_order": mapping.day_order.value if mapping.day_order else None,
        "delimiter": mapping.delimiter,
        "encoding": mapping.encoding,
        "empty": list(mapping.empty),
        "columns": dict(mapping.columns),
        "states": {word: status.value for word, status in mapping.states.items()},
        "priorities": dict(mapping.priorities),
        "kinds": {word: kind.value for word, kind in mapping.kinds.items()},
    }
    meanings = {name: dict(words) for name, words in mapping.meanings.items() if words}
    # Left out where there are none, so that mappings made before there were any keep their digests.
    return said | ({"meanings": meanings} if meanings else {})


def _check(mapping: Mapping) -> None:
    if not mapping.name.strip():
        raise MappingInvalid("The mapping's key 'name' is empty: give it a name.")
    for ours, theirs in mapping.columns.items():
        if ours not in FIELDS:
            expected = ", ".join(FIELDS)
            raise MappingInvalid(f"[columns] has no field '{ours}': expected are {expected}.{near(ours, list(FIELDS))}")
        if not theirs:
            raise MappingInvalid(f"[columns], key '{ours}' is empty: name a column of the file, or remove the key.")
    for word, priority in mapping.priorities.items():
        if priority not in PRIORITIES:
            raise MappingInvalid(
                f"[priorities], key '{word}' is {priority}: expected is a number from 1 (critical) to 5 (planning)."
            )
    words: tuple[tuple[str, abc.Mapping[str, object]], ...] = (
        ("states", mapping.states),
        ("priorities", mapping.priorities),
        ("kinds", mapping.kinds),
    )
    for table, meanings in words:
        _check_words(table, meanings)
    for name, explained in mapping.meanings.items():
        if name not in MEANINGS:
            raise MappingInvalid(
                f"[meanings] has no field '{name}': expected are {', '.join(MEANINGS)}.{near(name, list(MEANINGS))}"
            )
        for word, meaning in explained.items():
            if meaning not in MEANINGS[name] or isinstance(meaning, bool):
                expected = ", ".join(map(str, MEANINGS[name]))
                raise MappingInvalid(f"[meanings.{name}], key '{word}' is {meaning!r}: expected is one of {expected}.")
        _check_words(f"meanings.{name}", explained)
    if mapping.delimiter is not None and mapping.delimiter not in DELIMITERS:
        raise MappingInvalid(f"Key 'delimiter' is {mapping.delimiter!r}: expected is one of , ; | or a tab.")
    if mapping.encoding is not None and not _is_text_encoding(mapping.encoding):
        raise MappingInvalid(
            f"Key 'encoding' is '{mapping.encoding}', which is not known: expected is, for example, "
            "utf-8, utf-16, cp1252 or latin-1."
        )
    if mapping.zone is not None and not _is_zone(mapping.zone):
        raise MappingInvalid(
            f"Key 'zone' is '{mapping.zone}', which is no time zone: expected is a name of the IANA database, such as "
            f"Europe/Berlin or UTC.{near(mapping.zone, sorted(available_timezones()))}"
        )


def _check_words(table: str, meanings: abc.Mapping[str, object]) -> None:
    seen: dict[str, str] = {}
    for word, meaning in meanings.items():
        other = seen.setdefault(folded(word), word)
        if meanings[other] != meaning:
            raise MappingInvalid(
                f"[{table}] gives two meanings to '{word}' (also written '{other}'): case and outer spaces don't count."
            )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def _is_text_encoding(name: str) -> bool:
    try:
        return "a".encode(codecs.lookup(name).name).decode(name) == "a"
    except (LookupError, UnicodeError, TypeError, ValueError):
        return False


def _word(words: type[Word], said: object, place: str) -> Word:
    names = {w.value: w for w in words}
    if isinstance(said, str) and said in names:
        return names[said]
    hint = near(said, list(names)) if isinstance(said, str) else ""
    raise MappingInvalid(f"{_at(place)} is {said!r}: expected is one of {', '.join(names)}.{hint}")


Kept = TypeVar("Kept")


def _expect(said: object, kind: type[Kept] | UnionType, place: str, expected: str) -> Kept:
    if isinstance(said, kind) and not isinstance(said, bool):
        return said
    raise MappingInvalid(f"{_at(place)} is {said!r}: expected is {expected}.")


def _at(place: str) -> str:
    return place[0].upper() + place[1:]


def _text(said: abc.Mapping[str, object], key: str) -> str | None:
    return _expect(said[key], str, f"key '{key}'", "a text in quotation marks") if key in said else None


def _texts(said: abc.Mapping[str, object], key: str) -> tuple[str, ...]:
    values = said.get(key, [])
    if isinstance(values, list) and all(isinstance(v, str) for v in values):
        return tuple(values)
    raise MappingInvalid(f'Key \'{key}\' is {values!r}: expected is a list of texts, for example ["?", "n/a"].')


def _meanings(name: str, table: object) -> dict[str, str | int]:
    if not isinstance(table, dict):
        raise MappingInvalid(f"[meanings], key '{name}' is {table!r}: expected is a table of words, [meanings.{name}].")
    return {
        word: _expect(meaning, str | int, f"[meanings.{name}], key '{word}'", "a text or a whole number")
        for word, meaning in table.items()
    }


def _table(said: abc.Mapping[str, object], key: str) -> abc.ItemsView[str, object]:
    table = said.get(key, {})
    if isinstance(table, dict):
        return table.items()
    raise MappingInvalid(f"Key '{key}' is {table!r}: expected is a table, [{key}].")
