"""The rejected rows as a workbook: mended there, they can be brought in again."""

from __future__ import annotations

from datetime import date, datetime

from hoshin.apps.workbooks.cells import folded
from hoshin.apps.workbooks.layout import LAYOUTS
from hoshin.apps.workbooks.plan import Outcome, Plan, Row
from hoshin.apps.workbooks.writing import Filled, Value, book
from hoshin.connectors.sheets import Cell
from hoshin.connectors.xlsx_rows import text_of

REASON = "What is wrong"
NAMING = ("parent", "objective", "key_result")
"""Fields that name another row."""
READ_ME = (
    "Rows that were not taken",
    "",
    f"The last column, {REASON}, says why. Mend the rows and give this file back: the others need not be in it.",
)


def compose(plan: Plan) -> bytes:
    """The workbook with the rejected rows of a plan, as they were written, each with its reason in the last column."""
    own = ((folded(text_of(each.given.cells.get("code", ""))), each.title) for each in plan.rows)
    titles = {code: title for code, title in own if code and not code.startswith("h-")}
    sheets = [
        Filled(layout, [_cells(each, titles) for each in rows], (REASON, [each.reason for each in rows]))
        for topic, layout in LAYOUTS.items()
        if (rows := [each for each in plan.of(Outcome.REJECTED) if each.given.topic is topic])
    ]
    return book(READ_ME, sheets, {})


def _cells(row: Row, titles: dict[str, str]) -> dict[str, Value]:
    cells = {field: _value(cell, percent=field in row.given.percents) for field, cell in row.given.cells.items()}
    for field in NAMING:
        # The codes that rows give each other hold within one workbook: another one finds them by their title.
        named = cells.get(field)
        if isinstance(named, str) and folded(named) in titles:
            cells[field] = titles[folded(named)]
    return cells


def _value(cell: Cell, *, percent: bool) -> Value:
    match cell:
        case bool():
            return text_of(cell)
        case int() | float():
            return f"{round(cell * 100, 9):.10g} %" if percent else cell
        case datetime():
            return cell.date()
        case date():
            return cell
    return text_of(cell)
