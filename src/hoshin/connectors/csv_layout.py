"""How a CSV file is laid out: its encoding, its delimiter and its header."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from hoshin.connectors.content import Content, opened
from hoshin.connectors.csv_records import split
from hoshin.connectors.encoding import detect_encoding, utf8_lines
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.header import checked
from hoshin.connectors.mapping import DELIMITERS

_SEPARATOR = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)
_ROWS = 200
"""Rows by which a delimiter is judged."""

NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


@dataclass(frozen=True)
class Layout:
    """``skipped`` physical lines, the header among them, come before the first row. ``returns``: see ``utf8_lines``."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    skipped: int
    returns: bool


def layout(content: Content, delimiter: str | None, encoding: str | None) -> Layout:
    """How the file is laid out; what the caller says is not looked for. Raises FileRefused."""
    encoding = encoding or detect_encoding(content)
    returns = b"\n" not in content.sample and b"\r" in content.sample
    with opened(content) as source:
        head = next(utf8_lines(source, encoding, returns, content.name), b"")
    lines = head[: 2**20].decode("utf-8", "replace").split("\n")
    before = 0
    while before < len(lines) and not lines[before].strip():
        before += 1
    if before == len(lines):
        raise FileRefused(f"{content.name} is empty: there is nothing to read. Export the tickets again.")
    if said := _SEPARATOR.match(lines[before].strip()):
        delimiter = delimiter or (said[1] if said[1] in DELIMITERS else None)
        before += 1
    found = _delimiter(lines[before:], delimiter, content)
    columns, used = _header(lines[before:], found)
    return Layout(encoding, found, checked(columns, content, f"line {before + 1}"), before + used, returns)


def _delimiter(lines: list[str], delimiter: str | None, content: Content) -> str:
    """The delimiter that splits most rows like the header, the one with most columns among equals."""
    best = (0.0, 1, "")
    for candidate in (delimiter,) if delimiter else DELIMITERS:
        columns, used = _header(lines, candidate)
        found = split(lines[used : used + _ROWS], candidate, len(columns), last=True)
        alike = len(found.rows) / (len(found.rows) + len(found.faults) or 1)
        if len(columns) > 1:
            best = max(best, (round(alike, 1), len(columns), candidate))
    if not best[2]:
        expected = NAMES[delimiter] if delimiter else "a comma, semicolon, tab or bar"
        raise FileRefused(
            f"{content.name} has no columns that {expected} separates: expected is a table with a header. "
            "Check the file, or name the delimiter in the mapping."
        )
    return best[2]


def _header(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The first record and how many physical lines it takes."""
    reader = csv.reader((line + "\n" for line in lines[:100]), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return [], 1
