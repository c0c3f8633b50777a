"""The rows of a workbook's first sheet that holds a table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from hoshin.connectors.archive import PIECE, check_archive, refusing
from hoshin.connectors.content import Content, opened
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.header import checked
from hoshin.connectors.rows import Chunk, Reject, schema, shown

LARGEST = 2**30
"""Bytes to which a workbook may unpack. Excel's own bound of rows keeps real exports far below."""
_ROWS = 50_000

Cell = int | float | str | bool | time | date | datetime | timedelta


def xlsx_columns(content: Content) -> tuple[str, ...]:
    """The header of the table. Raises FileRefused where there is no table, or the workbook is damaged."""
    with _sheet(content) as sheet:
        line, header = next(_rows(sheet, content), (1, []))
    while header and not header[-1].strip():
        header.pop()
    return checked(header, content, f"sheet '{sheet.name}', row {line}")


def read_xlsx(content: Content, columns: tuple[str, ...]) -> Iterator[Chunk]:
    """The rows under the header, in chunks; ``line`` is the row of the sheet. Empty rows are no rows."""
    form, width = schema(columns), len(columns)
    rows: list[list[str]] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    with _sheet(content) as sheet:
        table = _rows(sheet, content)
        next(table, None)
        for line, texts in table:
            if any(texts[width:]):
                rejects.append(_too_wide(line, texts, width))
                continue
            rows.append(texts[:width] + [""] * (width - len(texts)))
            lines.append(line)
            if len(rows) >= _ROWS:
                yield _chunk(rows, lines, rejects, form, content.size * line // (sheet.total_height + 1), content.size)
                rows, lines, rejects = [], [], []
        yield _chunk(rows, lines, rejects, form, content.size, content.size)


def _chunk(
    rows: list[list[str]], lines: list[int], rejects: list[Reject], form: pa.Schema, done: int, total: int
) -> Chunk:
    columns = zip(*rows, strict=True) if rows else [[] for _ in form.names[1:]]
    arrays = [pa.array(lines, pa.int64()), *[pa.array(list(column), pa.string()) for column in columns]]
    return Chunk(pa.RecordBatch.from_arrays(arrays, schema=form), tuple(rejects), done, total)


def _too_wide(line: int, texts: list[str], width: int) -> Reject:
    reason = f"The row has cells beyond the {width} columns of the header."
    return Reject(line, reason, f"at most {width} cells.", "", shown("\t".join(texts)))


def text_of(cell: Cell) -> str:
    """A cell as text: times as ISO, whole numbers without a fraction."""
    match cell:
        case str():
            return cell.replace("\0", "")
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
        case datetime():
            return cell.isoformat(" ")
        case _:
            return str(cell)


@contextmanager
def _sheet(content: Content) -> Iterator[CalamineSheet]:
    """The first visible sheet that holds anything."""
    with _sound(content) as file:
        with refusing(content.name):
            sheet = _first(CalamineWorkbook.from_filelike(file))
        if sheet is None:
            raise FileRefused(f"{content.name} is empty: no visible sheet holds anything. Export the tickets again.")
        yield sheet


def _first(workbook: CalamineWorkbook) -> CalamineSheet | None:
    for meta in workbook.sheets_metadata:
        if meta.typ is SheetTypeEnum.WorkSheet and meta.visible is SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_name(meta.name)
            if sheet.start is not None:
                return sheet
    return None


def _rows(sheet: CalamineSheet, content: Content) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers in the sheet."""
    with refusing(content.name):
        for line, cells in enumerate(sheet.iter_rows(), 1):
            texts = [text_of(cell) for cell in cells]
            if any(texts):
                yield line, texts


@contextmanager
def _sound(content: Content) -> Iterator[BinaryIO]:
    """The workbook's bytes, checked to be a whole ZIP archive of bounded size."""
    with tempfile.TemporaryFile() as unpacked:
        with opened(content) as source:
            while piece := source.read(PIECE):
                if unpacked.tell() > LARGEST:
                    raise _too_large(content)
                unpacked.write(piece)
        check_archive(unpacked, content.name, largest=LARGEST, too_large=_too_large(content))
        unpacked.seek(0)
        yield unpacked


def _too_large(content: Content) -> FileRefused:
    bound = LARGEST // 2**30
    return FileRefused(f"{content.name} unpacks to more than {bound} GB. Export the tickets as CSV.")
