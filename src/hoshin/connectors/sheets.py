"""All sheets of a small workbook, cell by cell as people typed them; a CSV file is a workbook of one sheet.

For what people write by hand. The tickets of a desk are read by ``xlsx_rows`` and ``csv_rows``.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from hoshin.connectors.archive import check_archive, refusing
from hoshin.connectors.cell_marks import marks
from hoshin.connectors.content import SAMPLE, Form, form_of
from hoshin.connectors.errors import FileRefused

LARGEST = 2**23
"""Bytes of the file."""
UNPACKED = 100 * 2**20
"""Bytes to which a workbook may unpack."""
MOST_ROWS, MOST_COLUMNS = 20_000, 256
DELIMITERS = ",;\t|"
HEAD = 30
"""Lines of a CSV file by which its delimiter is told."""

Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, and its rows that hold anything with their numbers; ``""`` is an empty cell.

    ``percents`` and ``errors`` are the cells, as row and column from 1, that Excel shows as a percentage (the value is
    then a hundredth of what stands there) or as an error.
    """

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    percents: frozenset[tuple[int, int]] = field(default=frozenset())
    errors: frozenset[tuple[int, int]] = field(default=frozenset())


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook, or the one of a CSV file.

    Raises FileRefused where the file is neither, is damaged, or is larger than what people write by hand.
    """
    if len(data) > LARGEST:
        raise FileRefused(f"'{name}' is larger than {LARGEST // 2**20} MB: expected is a workbook that people wrote.")
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FileRefused(f"'{name}' is empty: there is nothing to read.")
    expected = "expected is a workbook (.xlsx) or a CSV file: save it as one of these"
    if data.startswith(b"\x1f\x8b"):
        raise FileRefused(f"'{name}' is packed as .gz: unpack it first.")
    match form_of(data[:SAMPLE], f"'{name}'", expected):
        case Form.XLSX:
            return _workbook(data, f"'{name}'")
        case Form.CSV:
            return (_csv(data, name),)
    raise FileRefused(f"'{name}' is an event log; {expected}.")


def _workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    file = io.BytesIO(data)
    too_large = FileRefused(f"{name} unpacks to more than {UNPACKED // 2**20} MB: no workbook that people wrote does.")
    check_archive(file, name, largest=UNPACKED, too_large=too_large)
    known = marks(file, name)
    found = []
    with refusing(name):
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet or meta.visible is not SheetVisibleEnum.Visible:
                continue
            mark = known.get(meta.name)
            if mark is None or not mark.rows:
                continue
            _check_extent(name, meta.name, mark.rows, mark.columns)
            rows = workbook.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
            found.append(Sheet(meta.name, _filled(rows), mark.percents, mark.errors))
    return tuple(found)


def _check_extent(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise FileRefused(
            f"{name}, sheet '{sheet}' reaches to row {rows:,} and column {columns:,}: at most {MOST_ROWS:,} rows and "
            f"{MOST_COLUMNS} columns are read. Delete what lies beyond the table, or part it into several workbooks."
        )


def _csv(data: bytes, name: str) -> Sheet:
    text = _decoded(data, name)
    # The heading has the most of them: free text has commas too, but a row of text has fewer.
    head = text.splitlines()[:HEAD]
    delimiter = max(DELIMITERS, key=lambda each: max((line.count(each) for line in head), default=0))
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise FileRefused(f"'{name}' cannot be read as CSV ({error}). Save it anew as CSV, or as .xlsx.") from error
    _check_extent(f"'{name}'", "CSV", len(rows), max(map(len, rows), default=0))
    return Sheet(name.rpartition(".")[0] or name, _filled(rows))


def _decoded(data: bytes, name: str) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(f"'{name}' is no text that can be read: save it as CSV in UTF-8, or as .xlsx.")


def _filled(rows: list[list[Cell]]) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    return tuple(
        (line, tuple(cells))
        for line, cells in enumerate(rows, 1)
        if any(not isinstance(cell, str) or cell.strip() for cell in cells)
    )
