"""What a file leaves open in a mapping, settled by the file's own rows while they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from hoshin.connectors import asking, remarks
from hoshin.connectors.errors import NeedsAnswer
from hoshin.connectors.evidence import Evidence
from hoshin.connectors.fields import TIMES
from hoshin.connectors.mapping import DayOrder, Mapping
from hoshin.connectors.opening import check, fitted, open_file
from hoshin.connectors.proposal import Sample
from hoshin.connectors.rows import Chunk


@dataclass(frozen=True)
class Settled:
    """A mapping fit for one file: nothing in it is open, and it names only columns that the file has.

    ``absent`` are the canonical fields whose columns the file lacks, ``notes`` say what was decided from the file.
    """

    mapping: Mapping
    absent: tuple[str, ...]
    notes: tuple[str, ...]


class Reading:
    """A file that is read with a mapping of which its rows decide what is open: give each chunk to ``learn``.

    Raises FileRefused where the file is not what it says or lacks a column that no row can do without.
    """

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self._file = open_file(path, mapping)
        self._name = path.name
        check(self._file.columns, mapping, path.name)
        narrowed = fitted(mapping, self._file.columns)
        if layout := self._file.layout:
            narrowed = replace(narrowed, delimiter=layout.delimiter, encoding=layout.encoding)
        self._mapping = narrowed
        self._absent = tuple(field for field in mapping.columns if field not in narrowed.columns)
        self._notes = remarks.lacking(mapping, self._file.columns)
        self._evidence: Evidence | None = None

    @property
    def is_open(self) -> bool:
        """Whether the mapping leaves anything to the rows."""
        return self._mapping.zone is None or self._mapping.day_order is None

    def chunks(self) -> Iterator[Chunk]:
        """The file's rows as text, in bounded chunks, with what could not be read.

        Raises FileRefused at the end where the file is cut off or holds nothing to read: nothing may be published
        before the end.
        """
        return self._file.chunks()

    def learn(self, chunk: Chunk) -> Mapping:
        """Take in what a chunk's times say; returns the mapping as it is settled by all rows so far."""
        if not self.is_open:
            return self._mapping
        if self._evidence is None:
            self._evidence = Evidence(times_of(self._mapping), Sample.of(pa.Table.from_batches([chunk.raw])).times)
        self._evidence.add(chunk.rows)
        return decided(self._mapping, self._evidence)[0]

    def settled(self) -> Settled:
        """The mapping that all rows settle. Raises NeedsAnswer where a person has to decide."""
        evidence = self._evidence or Evidence(())
        mapping, said = decided(self._mapping, evidence)
        if questions := asking.times(mapping, evidence):
            asked = " ".join(f"{q.text} Answer with {q.answers}." for q in questions)
            raise NeedsAnswer(f"'{self._name}': {asked}", questions)
        return Settled(mapping, self._absent, (*said, *self._notes))


def settle(path: Path, mapping: Mapping) -> Settled:
    """The mapping with everything that the file itself decides: what an import must read it with, and keep.

    The day order is taken from the file where some of its dates can be read only one way. Reads the file through only
    where day order or time zone are open. Raises NeedsAnswer where a person has to decide, and FileRefused.
    """
    reading = Reading(path, mapping)
    if reading.is_open:
        for chunk in reading.chunks():
            reading.learn(chunk)
    return reading.settled()


def times_of(mapping: Mapping) -> tuple[str, ...]:
    """The file's columns that the mapping reads as times."""
    return tuple(dict.fromkeys(mapping.columns[name] for name in TIMES if name in mapping.columns))


def decided(mapping: Mapping, evidence: Evidence) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping with the day order that the file shows, and the sentence that says so."""
    dates = evidence.deciding
    if mapping.day_order is not None or dates.order is None or not evidence.matters:
        return mapping, ()
    column, text = (dates.day if dates.order is DayOrder.DAY_FIRST else dates.month) or ("", "")
    note = f"Dates are read {dates.order.value.replace('-', ' ')}: '{text}' in '{column}' can be nothing else."
    return replace(mapping, day_order=dates.order), (note,)
