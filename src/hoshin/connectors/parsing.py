"""From a file's raw rows to canonical values, a whole column at a time; and which rows cannot be read, and why."""

from __future__ import annotations

import csv
import io
from collections import abc
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.fields import FIELDS, MEANINGS, Sort
from hoshin.connectors.instants import WORDS
from hoshin.connectors.mapping import Mapping, Shape, folded
from hoshin.connectors.rows import Reject, shown
from hoshin.connectors.times import read_times
from hoshin.eventlog.rows import CODED, CONTENT
from hoshin.eventlog.schema import HoldReason, Status

INTAKE: pa.Schema = pa.schema([field.with_nullable(field.name not in ("line", "ticket", "kind")) for field in CONTENT])
"""One row of a file, read: a ticket or an update, as the mapping's shape says."""

YES = ("true", "yes", "y", "1", "met", "achieved", "within sla", "in time", "on time", "ja", "oui", "si", "sí", "vrai")
NO = ("false", "no", "n", "0", "breached", "missed", "violated", "overdue", "nein", "non", "faux")
"""What a yes-or-no column may say."""

_WHOLE = "^[+-]?(?:[0-9]+|[0-9]{1,3}(?:[,.' \u00a0\u202f][0-9]{3})+)(?:[.]0+)?$"
_MOST = 2**31 - 1


@dataclass(frozen=True)
class _Read:
    """Distinct texts, read: their values, and for each fault (reason, expected) the texts that have it."""

    values: pa.Array
    faults: tuple[tuple[npt.NDArray[np.bool_], str, str], ...] = ()


class _Column:
    """A column of a file: its distinct texts without outer spaces, null where they say nothing, and a code a row."""

    def __init__(self, texts: pa.Array, empty: pa.Array) -> None:
        coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
        self._codes = coded.indices
        trimmed = pc.utf8_trim_whitespace(coded.dictionary)
        self.texts = pc.if_else(pc.is_in(trimmed, empty), pa.scalar(None, pa.string()), trimmed)

    def spread(self, values: pa.Array) -> pa.Array:
        """What is known of each text, row by row; texts as ``CODED``."""
        if pa.types.is_string(values.type):
            values = values.dictionary_encode()
        return values.take(self._codes) if len(values) else pa.nulls(len(self._codes), values.type)

    def rows(self, texts: npt.NDArray[np.bool_], null: bool) -> npt.NDArray[np.bool_]:
        """The rows that hold one of ``texts``; and those that hold nothing, where ``null``."""
        codes = self._codes.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        return np.asarray(np.append(texts, null)[codes], np.bool_)


_NOTHING = _Read(pa.nulls(0))


@dataclass(frozen=True)
class _Reading:
    """A piece of a file, read: by canonical field its column (None where the file lacks it) and what it says."""

    table: pa.Table
    columns: dict[str, _Column | None]
    reads: dict[str, _Read]

    def values(self, name: str) -> pa.Array:
        column = self.columns[name]
        if column is None:
            return pa.nulls(self.table.num_rows, INTAKE.field(name).type)
        return column.spread(self.reads[name].values)

    def absent(self, name: str) -> npt.NDArray[np.bool_]:
        column = self.columns[name]
        if column is None:
            return np.ones(self.table.num_rows, np.bool_)
        return column.rows(np.asarray(self.reads[name].values.is_null().to_numpy(zero_copy_only=False)), True)

    def faults(self, name: str) -> abc.Iterator[tuple[npt.NDArray[np.bool_], str, str]]:
        column = self.columns[name]
        for texts, reason, expected in self.reads[name].faults if column else ():
            assert column is not None
            yield column.rows(texts, False), reason, expected


def intake(
    raw: pa.Table | pa.RecordBatch, mapping: Mapping, names: abc.Collection[str] = tuple(INTAKE.names)
) -> tuple[pa.Table, list[Reject]]:
    """The rows of ``raw`` that can be read, and a reject for each of the others, both in the order of lines.

    The rows have those columns of INTAKE that ``names`` names.

    ``raw`` holds ``line`` and the file's columns as text, or ``CODED``; a mapped column that it lacks is null
    throughout. A row is rejected where it names no ticket, where a time, a count or a yes-or-no cannot be read, and
    where it has no time: ``opened_at`` for a ticket, ``at`` or ``opened_at`` for an update. Times need a mapping whose
    day order and zone are settled (``hoshin.connectors.detection.settle``): a time that could mean two things is
    rejected, never guessed.
    """
    reading = _reading(raw, mapping)
    columns = {name: reading.values(name) for name in reading.reads if name in names}
    if "kind" in columns:
        columns["kind"] = _kinds(columns["kind"], mapping)
    columns["line"] = reading.table["line"].combine_chunks()
    if (states := reading.columns["state"]) is None:
        columns["status"] = pa.nulls(reading.table.num_rows, CODED)
    else:
        columns["status"] = states.spread(_looked_up(states.texts, mapping.states, pa.string()))
        if "hold_reason" in names:
            columns["hold_reason"] = _reasons(columns["hold_reason"], states, mapping)
    bad, rejects = _rejects(reading, mapping)
    form = pa.schema([field for field in INTAKE if field.name in names])
    # A row that names no ticket is taken out before its column may say that it is never null.
    result = pa.table([columns[name] for name in form.names], schema=pa.schema([f.with_nullable(True) for f in form]))
    if len(rejects):
        result = result.filter(pa.array(~bad))
    return result.cast(form), rejects


def _kinds(said: pa.Array, mapping: Mapping) -> pa.Array:
    if said.null_count == len(said):
        return pa.DictionaryArray.from_arrays(np.zeros(len(said), np.int32), [mapping.kind.value])
    return said.fill_null(mapping.kind.value)


def _reasons(said: pa.Array, states: _Column, mapping: Mapping) -> pa.Array:
    """For whom each row waits: by its own column, else by the word of its state; null for one that does not wait."""
    words = pa.array([each.value for each in HoldReason])
    waiting = pc.equal(_looked_up(states.texts, mapping.states, pa.string()), Status.WAITING.value).fill_null(False)
    by_word = pc.index_in(_looked_up(states.texts, mapping.meanings.get("hold_reason", {}), pa.string()), words)
    nothing = pa.scalar(None, pa.int32())
    reasons = states.spread(pc.if_else(waiting, by_word, nothing))
    if said.null_count < len(said):
        own = pc.index_in(said.dictionary, words).take(said.indices)
        waits = states.spread(waiting).fill_null(False)
        reasons = pc.if_else(waits, pc.coalesce(own, reasons), nothing)
    return pa.DictionaryArray.from_arrays(reasons, words)


def unreadable(raw: pa.Table | pa.RecordBatch, mapping: Mapping) -> list[Reject]:
    """The rejects that ``intake`` would give, a row each."""
    return _rejects(_reading(raw, mapping), mapping)[1]


def _reading(raw: pa.Table | pa.RecordBatch, mapping: Mapping) -> _Reading:
    table = raw.combine_chunks() if isinstance(raw, pa.Table) else pa.Table.from_batches([raw])
    empty = pa.array(["", *{word.strip() for word in mapping.empty}])
    names = [name for name in INTAKE.names if name in FIELDS]
    held = {name: mapping.columns[name] for name in names if mapping.columns.get(name) in table.column_names}
    columns = {text: _Column(table[text].combine_chunks(), empty) for text in set(held.values())}
    reads = {name: _read(name, columns[held[name]].texts, mapping) if name in held else _NOTHING for name in names}
    return _Reading(table, {name: columns[held[name]] if name in held else None for name in names}, reads)


def _read(name: str, texts: pa.Array, mapping: Mapping) -> _Read:
    if texts.null_count == len(texts):
        return _Read(pa.nulls(len(texts), INTAKE.field(name).type))
    match FIELDS[name].sort:
        case Sort.TIME:
            return _times(texts, mapping)
        case Sort.COUNT:
            return _counts(texts)
        case Sort.FLAG:
            return _flags(texts)
        case Sort.WORD if name == "priority":
            return _Read(_looked_up(texts, mapping.priorities, pa.int8()))
        case Sort.WORD if name == "kind":
            return _Read(_looked_up(texts, mapping.kinds, pa.string()))
        case Sort.WORD if name in MEANINGS:
            return _Read(_looked_up(texts, mapping.meanings.get(name, {}), INTAKE.field(name).type))
        case _:
            return _Read(texts)


def _times(texts: pa.Array, mapping: Mapping) -> _Read:
    times = read_times(texts, mapping.day_order, mapping.zone)
    faults = tuple((times.faults == fault, *words) for fault, words in WORDS.items() if (times.faults == fault).any())
    return _Read(times.instants, faults)


def _counts(texts: pa.Array) -> _Read:
    whole = pc.match_substring_regex(texts, _WHOLE)
    digits = pc.replace_substring_regex(pc.replace_substring_regex(texts, r"\.0+$", ""), r"[^0-9-]", "")
    known = pc.and_kleene(whole, pc.less_equal(pc.utf8_length(digits), 11))
    numbers = pc.if_else(known, digits, pa.scalar(None, pa.string())).cast(pa.int64())
    good = pc.and_kleene(pc.greater_equal(numbers, 0), pc.less_equal(numbers, _MOST)).fill_null(False)
    bad = np.asarray(pc.and_(texts.is_valid(), pc.invert(good)).to_numpy(zero_copy_only=False))
    values = pc.if_else(good, numbers, pa.scalar(None, pa.int64())).cast(pa.int32())
    return _Read(values, ((bad, "is not a count", f"a whole number from 0 to {_MOST}"),) if bad.any() else ())


def _flags(texts: pa.Array) -> _Read:
    words = pc.utf8_lower(texts)
    yes, no = pc.is_in(words, pa.array(YES)), pc.is_in(words, pa.array(NO))
    bad = np.asarray(pc.and_(texts.is_valid(), pc.invert(pc.or_(yes, no))).to_numpy(zero_copy_only=False))
    values = pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))
    return _Read(values, ((bad, "is neither yes nor no", "true or false"),) if bad.any() else ())


def _looked_up(texts: pa.Array, meanings: abc.Mapping[str, object], kind: pa.DataType) -> pa.Array:
    """What the mapping says that each text means; null where it says nothing."""
    known = {folded(word): meaning for word, meaning in meanings.items()}
    values = [None if word is None else known.get(folded(word)) for word in texts.to_pylist()]
    return pa.array([v.value if hasattr(v, "value") else v for v in values], kind)


def _rejects(reading: _Reading, mapping: Mapping) -> tuple[npt.NDArray[np.bool_], list[Reject]]:
    """Which rows are rejected, and why: the first fault of each, in the order of the fields."""
    found: dict[int, tuple[str, str, str, bool]] = {}

    def note(rows: npt.NDArray[np.bool_], column: str, reason: str, expected: str, cites: bool) -> None:
        for row in np.flatnonzero(rows).tolist():
            found.setdefault(row, (column, reason, expected, cites))

    columns = mapping.columns
    note(reading.absent("ticket"), columns.get("ticket", ""), "names no ticket", "the ticket's number", False)
    for name in reading.reads:
        for rows, reason, expected in reading.faults(name):
            note(rows, columns.get(name, ""), reason, expected, True)
    updates = mapping.shape is Shape.UPDATES
    timeless = reading.absent("opened_at")
    if updates:
        timeless &= reading.absent("at")
    column = columns.get("at" if updates and "at" in columns else "opened_at", "")
    note(timeless, column, "has no time", "when it was updated" if updates else "when it was opened", False)
    bad = np.zeros(reading.table.num_rows, np.bool_)
    bad[list(found)] = True
    return bad, [_reject(reading.table, row, *found[row]) for row in sorted(found)]


def _reject(table: pa.Table, row: int, column: str, reason: str, expected: str, cites: bool) -> Reject:
    values = {name: table[name][row].as_py() for name in table.column_names if name != "line"}
    text = io.StringIO()
    if cites:
        text.write(values[column] or "")
    else:
        csv.writer(text).writerow(values.values())
    line = table["line"][row].as_py()
    return Reject(line, f"The {'value' if cites else 'row'} {reason}.", f"{expected}.", column, shown(text.getvalue()))
