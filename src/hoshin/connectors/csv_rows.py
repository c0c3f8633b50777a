"""The rows of a CSV file. No row is lost but the one at fault.

Pieces without quotation marks, which are most, are split by Arrow. In the others records are read one by one, as RFC
4180 says: a record may span lines inside quotation marks. Where a record cannot be read, its first physical line alone
is rejected and reading goes on at the next line, so that a stray quotation mark does not swallow the rows after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from hoshin.connectors.content import Content, opened
from hoshin.connectors.csv_layout import NAMES, Layout
from hoshin.connectors.encoding import MARRED, utf8_lines
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
                rejects.append(_miscounted(first + row, int(fields[row]), layout, text))
        data = b"".join(data[starts[row] : ends[row] + 1] for row in np.flatnonzero(good).tolist())
    lines = first + np.flatnonzero(good).astype(np.int64)
    return _Piece(lines, _split(data, layout), rejects)


def _split(data: bytes, layout: Layout) -> list[pa.Array]:
    names = [str(i) for i in range(len(layout.columns))]
    if not data:
        return [pa.array([], pa.string()) for _ in names]
    table = arrow_csv.read_csv(
        io.BytesIO(data),
        arrow_csv.ReadOptions(column_names=names, block_size=len(data) + 1),
        arrow_csv.ParseOptions(delimiter=layout.delimiter, quote_char=False, ignore_empty_lines=False),
        arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
    )
    return [column.combine_chunks() for column in table.columns]


def _quoted(text: str, layout: Layout, first: int, *, last: bool) -> tuple[_Piece, str]:
    """Rows read record by record; and the text of a record that needs more lines than there are, unless ``last``."""
    physical = text.split("\n")[:-1]
    marred = MARRED.search(text) is not None
    width = len(layout.columns)
    rows: list[list[str]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    start = 0
    while start < len(physical):
        feed = _Feed(physical, start)
        try:
            for record in csv.reader(feed, delimiter=layout.delimiter, strict=True):
                fault = None
                if marred and MARRED.search("\n".join(physical[start : feed.next])):
                    fault = _unreadable(first + start, layout, physical[start])
                if record and len(record) != width:
                    fault = fault or _miscounted(first + start, len(record), layout, physical[start])
                    rejects.append(fault)
                    if feed.next > start + 1:
                        break
                elif fault:
                    rejects.append(fault)
                elif record:
                    rows.append(record)
                    lines.append(first + start)
                start = feed.next
            else:
                continue
        except csv.Error as error:
            if feed.exhausted and not last:
                break
            rejects.append(_malformed(first + start, error, layout, physical[start]))
        start += 1
    columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)] if rows else _split(b"", layout)
    rest = "".join(line + "\n" for line in physical[start:])
    return _Piece(np.array(lines, np.int64), columns, rejects), rest


class _Feed:
    """Physical lines from ``start`` on; tells which comes next, and whether more were wanted than there are."""

    def __init__(self, physical: list[str], start: int) -> None:
        self._physical = physical
        self.next = start
        self.exhausted = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.next == len(self._physical):
            self.exhausted = True
            raise StopIteration
        self.next += 1
        return self._physical[self.next - 1] + "\n"


def _expected(layout: Layout) -> str:
    return f"{len(layout.columns)} fields, separated by {NAMES[layout.delimiter]}."


def _miscounted(line: int, count: int, layout: Layout, text: str) -> Reject:
    fields = "1 field" if count == 1 else f"{count} fields"
    return Reject(line, f"The row has {fields}.", _expected(layout), "", shown(text))


def _unreadable(line: int, layout: Layout, text: str) -> Reject:
    expected = f"text in {layout.encoding}, without NUL."
    return Reject(line, "The row holds bytes that are not text.", expected, "", shown(text))


def _malformed(line: int, error: csv.Error, layout: Layout, text: str) -> Reject:
    said = str(error)
    if "expected after" in said:
        reason = "A quotation mark closes a field in the middle."
    elif "unexpected end" in said:
        reason = "A quotation mark opens a field and none closes it."
    elif "field limit" in said:
        limit = csv.field_size_limit()
        reason = f"A field is longer than {limit:,} characters, or a quotation mark opens it and none closes it."
    else:
        reason = "A line end stands within a field without quotation marks."
    return Reject(line, reason, _expected(layout), "", shown(text))
