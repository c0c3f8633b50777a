"""Columns as CSV, line by line, so that a long list streams."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pyarrow as pa


class _Line:
    """Gives each written line back."""

    def write(self, line: str) -> str:
        return line


def lines(found: pa.Table) -> Iterator[str]:
    """The names of the columns, then a line a row; what is not known is empty."""
    writer = csv.writer(_Line())
    yield writer.writerow(found.column_names)
    for row in zip(*(found.column(place).to_pylist() for place in range(found.num_columns)), strict=True):
        yield writer.writerow(row)
