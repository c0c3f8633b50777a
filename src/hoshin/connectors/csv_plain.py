"""Text of which every line is one record, verified: split by Arrow, each column as codes into its distinct texts."""

from __future__ import annotations

import io

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from hoshin.eventlog.rows import CODED

_SPLIT = 2**20
"""Bytes that Arrow splits at a time: what fits into a core's cache is split twice as fast."""
_LONGEST = 2**16
_NEWLINE, _RETURN, _MARK = b'\n\r"'


def split_lines(data: bytes, delimiter: str, width: int, *, at_once: bool = False) -> list[pa.Array] | None:
    """The columns of whole lines of UTF-8, or None where a line is not a record of ``width`` fields, or may not be.

    Quotation marks are taken where RFC 4180 has them and no quoted field spans lines; nothing else is. ``at_once``
    allows lines of any length.
    """
    if not data or not is_text(data):
        return None
    marked = b'"' in data
    if marked and not _well_marked(data, delimiter):
        return None
    size = len(data) + 1 if at_once else _SPLIT
    names = [str(i) for i in range(width)]
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(data),
            arrow_csv.ReadOptions(column_names=names, block_size=size, use_threads=len(data) > size),
            arrow_csv.ParseOptions(delimiter=delimiter, quote_char='"' if marked else False, ignore_empty_lines=True),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, CODED), check_utf8=False),
        )
    except pa.ArrowInvalid:
        # A line has another number of fields, or is longer than what is split at a time.
        return None
    if table.num_rows != data.count(b"\n"):
        return None
    return [column.combine_chunks() for column in table.unify_dictionaries().columns]


def is_text(data: bytes) -> bool:
    """Whether it is UTF-8 without NUL and byte order mark, and carriage returns stand only before line feeds."""
    if b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return False
    if data.isascii():
        return True
    if b"\xef\xbb\xbf" in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _well_marked(data: bytes, delimiter: str) -> bool:
    """Whether quotation marks open and close whole fields, within one line, and are doubled within a field."""
    if any(data.find(b"\n", at, at + _LONGEST) < 0 for at in range(0, len(data) - _LONGEST, _LONGEST)):
        # Python's reader, which reads what is not plain, has a bound on the length of fields.
        return False
    codes = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero(codes == _MARK)
    if len(marks) % 2:
        return False
    # No field spans lines where an even number of marks comes before each line's end.
    if (np.searchsorted(marks, np.flatnonzero(codes == _NEWLINE)) % 2).any():
        return False
    opening, closing = marks[0::2], marks[1::2]
    if opening[0] == 0:
        opening = opening[1:]
    bounds = np.zeros(256, np.bool_)
    bounds[[ord(delimiter), _NEWLINE, _MARK]] = True
    if not bounds[codes[opening - 1]].all():
        return False
    bounds[_RETURN] = True
    return bool(bounds[codes[closing + 1]].all())
