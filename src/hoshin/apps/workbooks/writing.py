"""Writes sheets as an Excel workbook: headings that stay in sight, lists to choose from, days as days. Pure."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from hoshin.apps.workbooks.layout import Column, Kind, Layout

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 Excel's dates have no zone; any fixed one keeps the bytes the same
ROOM = 1_000
"""Empty rows below what is written in which the lists can be chosen from."""
LISTS = "Lists"
LONGEST = 32_767
"""Characters that a cell can hold."""

Value = str | float | date | None


@dataclass(frozen=True)
class Filled:
    """One sheet: its layout, and its rows by field. ``more`` is a last column of text, under its heading."""

    layout: Layout
    rows: Sequence[Mapping[str, Value]]
    more: tuple[str, Sequence[str]] | None = None


def book(read_me: Sequence[str], sheets: Sequence[Filled], choices: Mapping[str, Sequence[str]]) -> bytes:
    """The workbook's bytes: a sheet to read first, the sheets, and, hidden, the lists that cells are chosen from.

    The first line of ``read_me`` is its title. The same input gives the same bytes.
    """
    out = io.BytesIO()
    # No text is taken for a formula, a link or a number: what people wrote stays what they wrote.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = Workbook(out, options)
    made.set_properties({"created": CREATED, "author": "Hoshin"})
    looks = {
        "heading": made.add_format({"bold": True, "bg_color": "#e6e9ef", "bottom": 1, "text_wrap": True}),
        "needed": made.add_format({"bold": True, "bg_color": "#cfd8e6", "bottom": 1, "text_wrap": True}),
        "day": made.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "text": made.add_format({"text_wrap": True, "valign": "top"}),
        "wrong": made.add_format({"text_wrap": True, "valign": "top", "font_color": "#b42318"}),
        "title": made.add_format({"bold": True, "font_size": 16}),
        "line": made.add_format({"text_wrap": True, "valign": "top"}),
    }
    front = made.add_worksheet("Read me")
    front.set_column(0, 0, 110)
    for line, text in enumerate(read_me):
        front.write_string(line, 0, text, looks["line"] if line else looks["title"])
    ranges = {name: f"={LISTS}!${_letter(at)}$1:${_letter(at)}${len(found)}" for at, (name, found) in _lists(choices)}
    for sheet in sheets:
        _sheet(made, sheet, looks, ranges)
    _hidden(made, choices)
    made.close()
    return out.getvalue()


def _lists(choices: Mapping[str, Sequence[str]]) -> list[tuple[int, tuple[str, Sequence[str]]]]:
    return list(enumerate((name, found) for name, found in choices.items() if found))


def _hidden(made: Workbook, choices: Mapping[str, Sequence[str]]) -> None:
    sheet = made.add_worksheet(LISTS)
    for at, (_, found) in _lists(choices):
        for line, text in enumerate(found):
            sheet.write_string(line, at, text[:LONGEST])
    sheet.hide()


def _sheet(made: Workbook, filled: Filled, looks: Mapping[str, object], ranges: Mapping[str, str]) -> None:
    sheet = made.add_worksheet(filled.layout.topic.value)
    sheet.freeze_panes(1, 2)
    last = max(len(filled.rows), 1)
    for at, column in enumerate(filled.layout.columns):
        sheet.set_column(at, at, column.width, looks["day"] if column.kind is Kind.DAY else looks["text"])
        sheet.write_string(0, at, column.heading, looks["needed"] if column.needed else looks["heading"])
        sheet.write_comment(0, at, column.note, {"x_scale": 2})
        if rule := _rule(column, ranges):
            sheet.data_validation(1, at, last + ROOM, at, rule)
        for line, row in enumerate(filled.rows, 1):
            _write(sheet, line, at, row.get(column.field), looks)
    if filled.more:
        at = len(filled.layout.columns)
        sheet.set_column(at, at, 70)
        sheet.write_string(0, at, filled.more[0], looks["heading"])
        for line, text in enumerate(filled.more[1], 1):
            sheet.write_string(line, at, text[:LONGEST], looks["wrong"])


def _write(sheet: object, line: int, at: int, value: Value, looks: Mapping[str, object]) -> None:
    match value:
        case None | "":
            return
        case date():
            sheet.write_datetime(line, at, value, looks["day"])  # type: ignore[attr-defined]
        case str():
            sheet.write_string(line, at, value[:LONGEST], looks["text"])  # type: ignore[attr-defined]
        case _:
            sheet.write_number(line, at, value)  # type: ignore[attr-defined]


def _rule(column: Column, ranges: Mapping[str, str]) -> dict[str, object] | None:
    """What Excel offers in the cells of a column; it warns of another value, and lets it be."""
    if column.choices in ranges:
        return {"validate": "list", "source": ranges[column.choices], "error_type": "warning"}
    if column.kind is Kind.DAY:
        return {
            "validate": "date",
            "criteria": ">=",
            "value": date(1990, 1, 1),
            "error_type": "warning",
            "error_message": "Write a day, such as 2026-02-01.",
        }
    return None


def _letter(at: int) -> str:
    """The letter of one of the first 26 columns."""
    return chr(ord("A") + at)
