"""Lists as CSV, line by line, so that a long one streams."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

import pyarrow as pa

from hoshin.reporting.tables import Filled

MARK = "\ufeff"
"""Excel takes UTF-8 for what it is only where a file begins with this mark."""

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""With these a formula begins, in full width as well."""


class _Line:
    """Gives each written line back."""

    def write(self, line: str) -> str:
        return line


def inert(cell: object) -> object:
    """A cell that a spreadsheet takes for text, whoever wrote it.

    A text that begins like a formula would be computed when the file is opened (CWE-1236).

    >>> inert("=1+1"), inert("INC1"), inert(-7), inert("-")
    ("'=1+1", 'INC1', -7, '-')
    """
    formula = isinstance(cell, str) and len(cell) > 1 and cell[0] in STARTS
    return f"'{cell}" if formula else cell


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The headings, then a line a row. What is not known is empty; days and moments are as ISO 8601 says them."""
    writer = csv.writer(_Line())
    yield MARK + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([inert(_plain(cell)) for cell in row])


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def lines(found: pa.Table) -> Iterator[str]:
    """A table of columns as CSV."""
    columns = (found.column(place).to_pylist() for place in range(found.num_columns))
    return written(found.column_names, zip(*columns, strict=True))


def lines_of(found: Filled) -> Iterator[str]:
    """A declared list as CSV."""
    return written(found.headings, found.rows)
