"""One cell of a workbook as what it means: a text, a day, an amount. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoshin.apps.workbooks.layout import Kind
from hoshin.connectors.sheets import Cell
from hoshin.connectors.xlsx_rows import text_of

ZERO = date(1899, 12, 30)
"""The day that Excel counts from."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
"""Between these a number can be a day; what lies outside is more likely something else."""
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
_AMOUNT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


@dataclass(frozen=True)
class Percent:
    """An amount that stands there as a percentage: 61 of 61 %."""

    amount: float


Said = str | date | float | Percent | None
"""What a cell says: text, a day, an amount; None where it is empty."""


class Unread(Exception):
    """A cell that does not say what its column asks for. The message says what was expected, and what to do."""


def said(cell: Cell, kind: Kind, *, percent: bool = False) -> Said:
    """What a cell of a column says; ``percent`` where Excel shows it as a percentage. Raises Unread.

    >>> said(" 2026-02-01 ", Kind.DAY), said(46054.0, Kind.DAY), said("61.5 %", Kind.NUMBER)
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 1), Percent(amount=61.5))
    """
    if isinstance(cell, str) and not cell.strip():
        return None
    match kind:
        case Kind.DAY:
            return _day(cell)
        case Kind.NUMBER:
            return _amount(cell, percent=percent)
    return plain(text_of(cell))


def plain(text: str) -> str:
    """A text as it is compared: without spaces around it and at the ends of its lines, each letter one character."""
    return "\n".join(line.rstrip() for line in unicodedata.normalize("NFC", text).strip().splitlines())


def folded(text: str) -> str:
    """A text by which names are compared: without regard to case and spaces.

    >>> folded(" Network   Team ") == folded("network team")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _day(cell: Cell) -> date:
    expected = "Expected is a day, such as 2026-02-01: write it so, or format the cell as a date."
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case bool() | timedelta():
            raise Unread(expected)
        case int() | float():
            found = _counted(cell)
        case _:
            text = str(cell).strip()
            # With dots the day stands first wherever people write so; with slashes nobody can tell.
            if parts := _ISO.fullmatch(text) or _DOTTED.fullmatch(text):
                first, month, last = map(int, parts.groups())
                try:
                    return date(first, month, last) if first > 31 else date(last, month, first)
                except ValueError as error:
                    raise Unread(f"There is no such day. {expected}") from error
            found = _counted(float(text)) if _AMOUNT.fullmatch(text) else None
    if found is None:
        raise Unread(expected)
    return found


def _counted(days: float) -> date | None:
    """The day of a number as Excel counts days."""
    if not (EARLIEST - ZERO).days <= days < (LATEST - ZERO).days + 1:
        return None
    return ZERO + timedelta(days=int(days))


def _amount(cell: Cell, *, percent: bool) -> float | Percent:
    match cell:
        case bool():
            pass
        case int() | float():
            # Excel keeps 61 % as 0.61, with an error in the last digits.
            return Percent(round(cell * 100, 9)) if percent else float(cell)
        case str():
            text = cell.strip()
            share = text.endswith("%")
            if _AMOUNT.fullmatch(number := text.rstrip("%").rstrip()):
                return Percent(float(number)) if share else float(number)
    raise Unread("Expected is a number with a point and nothing else, such as 61.5: write it so.")
