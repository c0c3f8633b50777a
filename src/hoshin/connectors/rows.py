"""What reading a file yields: rows as text, and what could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

_UNFIT = re.compile("[\0\ud800-\udfff]")

TEXT_LIMIT = 4_000
"""Characters of a rejected row that are kept."""


@dataclass(frozen=True)
class Reject:
    """A row that could not be read.

    ``line`` is the physical line (CSV: the header is line 1), the row of the sheet (XLSX) or the line at which the
    event begins (XES). ``column`` and ``text`` are the file's column at fault and what stands there; where the row as a
    whole is at fault ``text`` is the row, and ``column`` is empty or names what it lacks.
    """

    line: int
    reason: str
    expected: str
    column: str
    text: str


@dataclass(frozen=True)
class Chunk:
    """A piece of a file: ``line`` (int64) and every column of the file, text or ``CODED``, in the order of the file.

    ``done`` of ``total`` bytes of the file were read to get so far.
    """

    rows: pa.RecordBatch
    rejects: tuple[Reject, ...]
    done: int
    total: int

    @cached_property
    def raw(self) -> pa.RecordBatch:
        """The rows, each column as text."""
        return self.rows.cast(schema(tuple(self.rows.schema.names[1:])))


def schema(columns: tuple[str, ...]) -> pa.Schema:
    """The Arrow schema of a file's raw rows."""
    return pa.schema([pa.field("line", pa.int64(), nullable=False), *[pa.field(c, pa.string()) for c in columns]])


def shown(text: str) -> str:
    """A rejected row's text, fit to be kept and shown."""
    text = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text).rstrip("\r\n")
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + " …"


def distinct(texts: pa.Array) -> pa.Array:
    """The distinct texts of a column, text or ``CODED``."""
    found = pc.unique(texts.drop_null())
    return found.dictionary.take(found.indices) if pa.types.is_dictionary(found.type) else found
