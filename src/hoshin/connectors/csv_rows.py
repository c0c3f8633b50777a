"""The rows of a CSV file, in chunks.

Pieces without quotation marks, which are most, are split by Arrow; in the others records are read one by one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from hoshin.connectors.content import Content, opened
from hoshin.connectors.csv_layout import NAMES, Layout
from hoshin.connectors.csv_records import MARRED_REASON, miscounted, split
from hoshin.connectors.encoding import utf8_lines
from hoshin.connectors.rows import Chunk, Reject, schema, shown

_NEWLINE = 10


@dataclass(frozen=True)
class _Piece:
    lines: npt.NDArray[np.int64]
    columns: list[pa.Array]
    rejects: list[Reject]


def read_csv(content: Content, layout: Layout) -> Iterator[Chunk]:
    """The rows after the header, in chunks. Raises FileRefused where the file breaks off."""
    form = schema(layout.columns)
    line, skip = 1, layout.skipped
    rest = ""
    with opened(content) as source:
        for block in utf8_lines(source, layout.encoding, layout.returns, content.name):
            start = 0
            while skip and start < len(block):
                start = block.index(b"\n", start) + 1
                skip, line = skip - 1, line + 1
            data = block[start:] if start else block
            if not rest and _is_plain(data):
                piece, count = _plain(data, layout, line), data.count(b"\n")
            else:
                text = rest + data.decode("utf-8", "surrogateescape")
                piece, rest = _quoted(text, layout, line, last=False)
                count = text.count("\n") - rest.count("\n")
            line += count
            if len(piece.lines) or piece.rejects:
                yield _chunk(piece, form, source.done, content.size)
        if rest:
            piece, _ = _quoted(rest, layout, line, last=True)
            yield _chunk(piece, form, content.size, content.size)


def _chunk(piece: _Piece, form: pa.Schema, done: int, total: int) -> Chunk:
    raw = pa.RecordBatch.from_arrays([pa.array(piece.lines), *piece.columns], schema=form)
    return Chunk(raw, tuple(piece.rejects), min(done, total), total)


def _is_plain(data: bytes) -> bool:
    """Whether every line is one record and nothing in it needs care."""
    if b'"' in data or b"\0" in data or data.startswith(b"\xef\xbb\xbf"):
        return False
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _plain(data: bytes, layout: Layout, first: int) -> _Piece:
    """Rows of which each is a line without quotation marks."""
    codes = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(codes == _NEWLINE)
    marks = np.flatnonzero(codes == ord(layout.delimiter))
    fields = np.diff(np.searchsorted(marks, ends), prepend=0) + 1
    good = fields == len(layout.columns)
    rejects = []
    if not good.all():
        starts = np.concatenate(([0], ends[:-1] + 1))
        for row in np.flatnonzero(~good).tolist():
            text = data[starts[row] : ends[row]].decode()
            if text.strip():
                rejects.append(_reject(first + row, miscounted(int(fields[row])), layout, text))
        data = b"".join(data[starts[row] : ends[row] + 1] for row in np.flatnonzero(good).tolist())
    lines = first + np.flatnonzero(good).astype(np.int64)
    return _Piece(lines, _split(data, layout), rejects)


def _split(data: bytes, layout: Layout) -> list[pa.Array]:
    names = [str(i) for i in range(len(layout.columns))]
    if not data:
        return [pa.array([], pa.string()) for _ in names]
    table = arrow_csv.read_csv(
        io.BytesIO(data),
        arrow_csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=len(data) > 2**20),
        arrow_csv.ParseOptions(delimiter=layout.delimiter, quote_char=False, ignore_empty_lines=False),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
    )
    return [column.combine_chunks() for column in table.columns]


def _quoted(text: str, layout: Layout, first: int, *, last: bool) -> tuple[_Piece, str]:
    """Rows read record by record; and the text of a record that needs more lines than there are, unless ``last``."""
    physical = text.split("\n")[:-1]
    found = split(physical, layout.delimiter, len(layout.columns), last=last)
    columns = [pa.array(values, pa.string()) for values in zip(*found.rows, strict=True)] or _split(b"", layout)
    rejects = [_reject(first + index, reason, layout, said) for index, reason, said in found.faults]
    rest = "".join(line + "\n" for line in physical[found.rest :])
    return _Piece(first + np.array(found.starts, np.int64), columns, rejects), rest


def _reject(line: int, reason: str, layout: Layout, text: str) -> Reject:
    if reason == MARRED_REASON:
        expected = f"text in {layout.encoding}, without NUL."
    else:
        expected = f"{len(layout.columns)} fields, separated by {NAMES[layout.delimiter]}."
    return Reject(line, reason, expected, "", shown(text))
