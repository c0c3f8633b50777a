"""A list as a workbook: the list on one sheet, and on another whose it is, who took it away, and when."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from hoshin.eventlog.refused import Refused
from hoshin.reporting.tables import Cell, Filled, Kind

MOST_ROWS = 100_000
"""A workbook is put together in memory; a longer list is handed out as CSV alone."""

LONGEST = 32_767
"""As many characters as a cell can hold."""

LOOKS = {
    Kind.WHOLE: "0",
    Kind.NUMBER: "#,##0.##",
    Kind.SHARE: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.INSTANT: "yyyy-mm-dd hh:mm:ss",
}
WIDTHS = {Kind.TEXT: 14, Kind.WHOLE: 11, Kind.NUMBER: 13, Kind.SHARE: 10, Kind.DAY: 12, Kind.INSTANT: 20}
"""The least width of a column, in characters."""

WIDEST = 60


class TooLong(Refused):
    """A list that is longer than a workbook takes."""


@dataclass(frozen=True)
class Origin:
    """Whose list it is, who took it away and when (with a zone), and to what it was narrowed, in words or empty."""

    organisation: str
    person: str
    at: datetime
    narrowed: str = ""


def workbook(found: Filled, origin: Origin) -> bytes:
    """The workbook's bytes. Every text is written as text, so nothing in it is ever computed. Raises TooLong."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": found.title, "company": origin.organisation, "created": _naive(origin.at)})
    rows = _list(book, found)
    _about(book, found, origin, rows)
    book.close()
    return out.getvalue()


def _list(book: Workbook, found: Filled) -> int:
    sheet = book.add_worksheet("List")
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    looks = [book.add_format({"num_format": LOOKS[kind]}) if kind in LOOKS else None for kind in found.kinds]
    widths = [max(WIDTHS[kind], len(head) + 3) for kind, head in zip(found.kinds, found.headings, strict=True)]
    for place, heading in enumerate(found.headings):
        sheet.write_string(0, place, heading, bold)
    count = 0
    for count, row in enumerate(found.rows, 1):
        if count > MOST_ROWS:
            raise TooLong(f"The list has more than {MOST_ROWS:,} rows: narrow it, or take it away as CSV.")
        for place, cell in enumerate(row):
            _write(sheet, count, place, cell, looks[place])
            if isinstance(cell, str):
                widths[place] = max(widths[place], min(len(cell) + 2, WIDEST))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(found.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return count


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, look: Format | None) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, place, _naive(cell), look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, look)
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…")
    else:
        sheet.write_number(row, place, cell, look)


def _about(book: Workbook, found: Filled, origin: Origin, rows: int) -> None:
    sheet = book.add_worksheet("About")
    bold, when = book.add_format({"bold": True}), book.add_format({"num_format": LOOKS[Kind.INSTANT], "align": "left"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, WIDEST)
    said = (
        ("Organisation", origin.organisation),
        ("List", found.title),
        ("Narrowed to", origin.narrowed or "everything that this person may see"),
        ("Taken away by", origin.person),
    )
    for place, (word, value) in enumerate(said):
        sheet.write_string(place, 0, word, bold)
        sheet.write_string(place, 1, value)
    sheet.write_string(4, 0, "On", bold)
    sheet.write_datetime(4, 1, _naive(origin.at), when)
    sheet.write_string(5, 0, "Rows", bold)
    sheet.write_number(5, 1, rows, book.add_format({"align": "left"}))
    sheet.write_string(7, 0, "All times are in UTC.")


def _naive(at: datetime) -> datetime:
    """The same moment in UTC, without its zone: a spreadsheet knows none."""
    return at.astimezone(UTC).replace(tzinfo=None)
