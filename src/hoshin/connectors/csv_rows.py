"""The rows of a CSV file, in chunks.

Lines of which each is one record, which are most, are split by Arrow; in the others records are read one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hoshin.connectors.content import Content, opened
from hoshin.connectors.csv_layout import NAMES, Layout
from hoshin.connectors.csv_plain import is_text, split_lines
from hoshin.connectors.csv_records import MARRED_REASON, miscounted, split
from hoshin.connectors.encoding import utf8_lines
from hoshin.connectors.rows import Chunk, Reject, schema, shown
from hoshin.eventlog.rows import CODED

_NEWLINE = 10
_NOTHING: pa.Array = pa.array([], pa.string()).dictionary_encode()
_SMALL = 2**16
"""Bytes that are read one by one where a line among them is not plain."""


@dataclass(frozen=True)
class _Piece:
    lines: npt.NDArray[np.int64]
    columns: list[pa.Array]
    rejects: list[Reject]


def read_csv(content: Content, layout: Layout) -> Iterator[Chunk]:
    """The rows after the header, in chunks. Raises FileRefused where the file breaks off."""
    reader = _Reader(layout)
    with opened(content) as source:
        for block in utf8_lines(source, layout.encoding, layout.returns, content.name):
            if pieces := [piece for piece in reader.block(block) if len(piece.lines) or piece.rejects]:
                yield _chunk(pieces, layout, min(source.done, content.size), content.size)
        if pieces := list(reader.end()):
            yield _chunk(pieces, layout, content.size, content.size)


def _chunk(pieces: list[_Piece], layout: Layout, done: int, total: int) -> Chunk:
    lines = np.concatenate([piece.lines for piece in pieces])
    columns = [_joined([piece.columns[i] for piece in pieces]) for i in range(len(layout.columns))]
    form = pa.schema([schema(())[0], *[pa.field(name, CODED) for name in layout.columns]])
    rows = pa.RecordBatch.from_arrays([pa.array(lines), *columns], schema=form)
    return Chunk(rows, tuple(reject for piece in pieces for reject in piece.rejects), done, total)


def _joined(columns: list[pa.Array]) -> pa.Array:
    return columns[0] if len(columns) == 1 else pa.chunked_array(columns).unify_dictionaries().combine_chunks()


class _Reader:
    """Tells which lines are plain, and keeps those of a record of which more lines are to come."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._line = 1
        self._skip = layout.skipped
        self._rest = ""

    def block(self, block: bytes) -> Iterator[_Piece]:
        """The rows of whole lines."""
        start = 0
        while self._skip and start < len(block):
            start = block.index(b"\n", start) + 1
            self._skip, self._line = self._skip - 1, self._line + 1
        yield from self._pieces(block[start:] if start else block)

    def end(self) -> Iterator[_Piece]:
        """The rows of the lines that are left when no more come."""
        if self._rest:
            piece, _ = _quoted(self._rest, self._layout, self._line, last=True)
            yield piece

    def _pieces(self, data: bytes) -> Iterator[_Piece]:
        """Lines that are not all plain are parted, so that only those about the odd one are read one by one."""
        if not self._rest and (piece := _lines(data, self._layout, self._line)):
            self._line += data.count(b"\n")
            yield piece
        elif len(data) > _SMALL and len(cuts := _cuts(data)) > 2:
            for start, end in pairwise(cuts):
                yield from self._pieces(data[start:end])
        elif data:
            text = self._rest + data.decode("utf-8", "surrogateescape")
            piece, self._rest = _quoted(text, self._layout, self._line, last=False)
            self._line += text.count("\n") - self._rest.count("\n")
            yield piece


def _cuts(data: bytes) -> list[int]:
    """Where to part whole lines into eight."""
    wanted = (data.find(b"\n", at) + 1 for at in range(len(data) // 8, len(data), len(data) // 8))
    return sorted({0, *wanted, len(data)})


def _lines(data: bytes, layout: Layout, first: int) -> _Piece | None:
    """Rows of which each is a line, where that is sure."""
    width = len(layout.columns)
    if columns := split_lines(data, layout.delimiter, width):
        return _Piece(np.arange(first, first + len(columns[0]), dtype=np.int64), columns, [])
    if not data or b'"' in data or not is_text(data):
        return None
    codes = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(codes == _NEWLINE)
    marks = np.flatnonzero(codes == ord(layout.delimiter))
    fields = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    good = fields == width
    starts = np.concatenate(([0], ends[:-1] + 1))
    rejects = []
    for row in np.flatnonzero(~good).tolist():
        text = data[starts[row] : ends[row]].decode()
        if text.strip():
            rejects.append(_reject(first + row, miscounted(int(fields[row])), layout, text))
    kept = b"".join(data[starts[row] : ends[row] + 1] for row in np.flatnonzero(good).tolist())
    columns = split_lines(kept, layout.delimiter, width, at_once=True) or [_NOTHING] * width
    return _Piece(first + np.flatnonzero(good).astype(np.int64), columns, rejects)


def _quoted(text: str, layout: Layout, first: int, *, last: bool) -> tuple[_Piece, str]:
    """Rows read record by record; and the text of a record that needs more lines than there are, unless ``last``."""
    physical = text.split("\n")[:-1]
    found = split(physical, layout.delimiter, len(layout.columns), last=last)
    columns = [pa.array(values, pa.string()).dictionary_encode() for values in zip(*found.rows, strict=True)]
    columns = columns or [_NOTHING] * len(layout.columns)
    rejects = [_reject(first + index, reason, layout, said) for index, reason, said in found.faults]
    rest = "".join(line + "\n" for line in physical[found.rest :])
    return _Piece(first + np.array(found.starts, np.int64), columns, rejects), rest


def _reject(line: int, reason: str, layout: Layout, text: str) -> Reject:
    if reason == MARRED_REASON:
        expected = f"text in {layout.encoding}, without NUL."
    else:
        expected = f"{len(layout.columns)} fields, separated by {NAMES[layout.delimiter]}."
    return Reject(line, reason, expected, "", shown(text))
