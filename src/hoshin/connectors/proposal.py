"""A mapping proposed for a file that no mapping was given for: by the names of its columns, and by what they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors import words
from hoshin.connectors.fields import FIELDS, MEANINGS, TIMES, Sort
from hoshin.connectors.instants import Fault
from hoshin.connectors.mapping import Mapping, Shape, folded
from hoshin.connectors.opening import fitted
from hoshin.connectors.registry import ready_mappings
from hoshin.connectors.synonyms import SYNONYMS, plain
from hoshin.connectors.times import read_times
from hoshin.eventlog.schema import Status

_EMPTY = ("?", "-", "--", "n/a", "N/A", "null", "NULL", "None", "none", "(empty)", "(none)", "\\N")
"""Texts that mean "no value" where a file holds them in a column of times."""
_NUMBER = re.compile(r"^[A-Za-z]{0,12}[-# ]?[A-Za-z]?-?\d{1,18}$")
_MOST = 4_000
_FIT = 9
"""Columns of a ready mapping that a file must have for the mapping to be proposed: no desk exports all of them."""


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, and which of its columns hold times."""

    rows: pa.Table
    times: tuple[str, ...]

    @classmethod
    def of(cls, rows: pa.Table) -> Sample:
        """The sample; a few thousand rows tell which columns hold times."""
        names = [name for name in rows.column_names if name != "line"]
        first = rows.slice(0, _MOST)
        return cls(rows, tuple(name for name in names if _are_times(_distinct(first, name))))

    def distinct(self, name: str) -> pa.Array:
        return _distinct(self.rows, name)


def _distinct(rows: pa.Table, name: str) -> pa.Array:
    texts = pc.utf8_trim_whitespace(pc.unique(rows[name].drop_null()))
    return texts.filter(pc.not_equal(texts, ""))


def _are_times(texts: pa.Array) -> bool:
    said = texts.filter(pc.invert(pc.is_in(texts, pa.array(_EMPTY))))
    if not len(said):
        return False
    faults = read_times(said, None, "UTC").faults
    return bool((faults != Fault.FORM).mean() >= 0.8)


def propose(sample: Sample, name: str) -> Mapping:
    """The ready mapping that fits the file best, else one made from its names and its content.

    Times that no name tells apart stay open: ``Mapping.missing`` names what the user has to say.
    """
    ready = _ready(sample)
    if ready is not None:
        return ready
    columns: dict[str, str] = {}
    taken: set[str] = set()
    updates = _update_time(sample, _column(sample, "ticket", set()))
    for field in SYNONYMS:
        if field == "at":
            found = updates
        elif field == "position" and not updates:
            found = None
        else:
            # How a change went and how a ticket was closed often stand in one column.
            shared = {columns.get("outcome", "")} if field == "closure" else set()
            found = _column(sample, field, taken - shared)
        if found:
            columns[field] = found
            taken.add(found)
    if "opened_at" not in columns and not updates and len(left := [t for t in sample.times if t not in taken]) == 1:
        columns["opened_at"] = left[0]
    columns = {field: columns[field] for field in FIELDS if field in columns}
    empty = _empty(sample, [columns[f] for f in TIMES if f in columns])
    mapping = Mapping(name, columns, Shape.UPDATES if updates else Shape.TICKETS, empty=empty)
    return with_words(
        mapping, {f: sample.distinct(c).to_pylist() for f, c in columns.items() if FIELDS[f].sort is Sort.WORD}
    )


def with_words(mapping: Mapping, said: Words[str, Sequence[str]]) -> Mapping:
    """The mapping with what further words of the desk stand for, as far as they are known."""
    tables: dict[str, Words[str, object]] = {
        "state": mapping.states,
        "priority": mapping.priorities,
        "kind": mapping.kinds,
        **{name: mapping.meanings.get(name, {}) for name in MEANINGS},
    }
    waiting = [word for word, status in words.states(said.get("state", [])).items() if status is Status.WAITING]
    said = {**said, "hold_reason": [*said.get("hold_reason", []), *waiting]}
    new = {}
    for field, table in tables.items():
        known = {folded(word) for word in (*table, *mapping.empty)}
        # Two spellings of one word need to be said only once.
        new[field] = list({folded(word): word for word in said.get(field, []) if folded(word) not in known}.values())
    return replace(
        mapping,
        states={**mapping.states, **words.states(new["state"])},
        priorities={**mapping.priorities, **words.priorities(new["priority"])},
        kinds={**mapping.kinds, **words.kinds(new["kind"])},
        meanings={
            name: explained
            for name in MEANINGS
            if (explained := {**mapping.meanings.get(name, {}), **words.meanings(name, new[name])})
        },
    )


def _ready(sample: Sample) -> Mapping | None:
    names = tuple(name for name in sample.rows.column_names if name != "line")
    best: tuple[int, Mapping] | None = None
    for mapping in ready_mappings():
        narrowed = fitted(mapping, names)
        present = len(narrowed.columns)
        if narrowed.missing or present < _FIT:
            continue
        if best is None or present > best[0]:
            best = (present, narrowed)
    return best[1] if best else None


def _column(sample: Sample, field: str, taken: set[str]) -> str | None:
    """The first column whose name says that it is the field, and whose content does not deny it."""
    names: dict[str, str] = {}
    for name in sample.rows.column_names:
        if name not in taken and name != "line":
            names.setdefault(plain(name), name)
    for synonym in SYNONYMS[field]:
        name = names.get(synonym)
        if name is None or not _suits(sample, field, name):
            continue
        return name
    return None


def _suits(sample: Sample, field: str, name: str) -> bool:
    match FIELDS[field].sort:
        case Sort.TIME:
            return name in sample.times or not len(sample.distinct(name))
        case Sort.COUNT:
            return bool(
                pc.all(pc.match_substring_regex(sample.distinct(name), r"^\d{1,9}(\.0)?$")).as_py() is not False
            )
        case _ if field == "ticket":
            texts = sample.rows[name]
            filled = pc.sum(pc.not_equal(pc.utf8_trim_whitespace(texts.fill_null("")), "")).as_py() or 0
            return filled >= 0.9 * len(texts) and name not in sample.times
        case _:
            return name not in sample.times


def _update_time(sample: Sample, ticket: str | None) -> str | None:
    """The column that says when an update was made, if the rows are updates: tickets repeat, and its times move."""
    if ticket is None or not sample.rows.num_rows:
        return None
    tickets = sample.rows[ticket]
    if pc.count_distinct(tickets).as_py() > 0.9 * len(tickets):
        return None
    named = _column(sample, "at", set())
    moving = [name for name in sample.times if _moves(sample.rows, ticket, name)]
    if named in moving:
        return named
    unnamed = [name for name in moving if plain(name) not in SYNONYMS["opened_at"]]
    return unnamed[0] if len(unnamed) == 1 else None


def _moves(rows: pa.Table, ticket: str, name: str) -> bool:
    """Whether the column differs within most tickets that have several rows."""
    pairs = rows.select([ticket, name]).rename_columns(["ticket", "text"])
    found = pairs.group_by("ticket").aggregate([("text", "count_distinct"), ("text", "count")])
    several = found.filter(pc.greater(found["text_count"], 1))
    if not several.num_rows:
        return False
    return bool((pc.sum(pc.greater(several["text_count_distinct"], 1)).as_py() or 0) > 0.5 * several.num_rows)


def _empty(sample: Sample, times: Sequence[str]) -> tuple[str, ...]:
    found = {word for name in times for word in sample.distinct(name).to_pylist() if word in _EMPTY}
    return tuple(sorted(found))


def likely_tickets(sample: Sample) -> tuple[str, ...]:
    """The columns that may hold the ticket's number, the likeliest first."""

    def likeness(name: str) -> float:
        texts = sample.distinct(name).slice(0, _MOST).to_pylist()
        if not texts or name in sample.times:
            return 0.0
        return sum(bool(_NUMBER.match(t)) for t in texts) / len(texts) * len(sample.distinct(name))

    names = [name for name in sample.rows.column_names if name != "line" and name not in sample.times]
    return tuple(sorted(names, key=likeness, reverse=True))
