"""Finds the tables of direction in the sheets of a workbook: which sheet lists what, where its headings stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hoshin.apps.workbooks.cells import folded
from hoshin.apps.workbooks.layout import LAYOUTS, Layout, Topic
from hoshin.connectors.sheets import Cell, Sheet
from hoshin.connectors.xlsx_rows import text_of
from hoshin.eventlog.refused import Refused

HEAD = 30
"""Filled rows among which the headings are looked for: titles and notes may stand above them."""
ALIKE = 3
"""Headings that a sheet of another name must have to be taken for one of ours."""


class NothingToRead(Refused):
    """No sheet lists objectives, key results or initiatives."""


@dataclass(frozen=True)
class Given:
    """One row: its place, and its cells by the field that they say. Fields without a column are left out.

    ``percents`` and ``errors`` are the fields that Excel shows as a percentage or as an error.
    """

    topic: Topic
    sheet: str
    line: int
    cells: Mapping[str, Cell]
    percents: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """What one sheet lists; ``ignored`` are the headings that nothing is read from."""

    layout: Layout
    sheet: str
    ignored: tuple[str, ...]
    rows: tuple[Given, ...]


def tables(sheets: Iterable[Sheet], name: str) -> tuple[Table, ...]:
    """The tables of a workbook, objectives first. Raises NothingToRead, also where a sheet of ours has no headings."""
    found = [table for sheet in sheets if (table := _table(sheet, name))]
    if not found:
        raise NothingToRead(
            f"'{name}' has no sheet that lists objectives, key results or initiatives: none has the heading Title with "
            "others of these sheets beside it. Start from the empty workbook, or name your headings as it does."
        )
    order = list(LAYOUTS)
    return tuple(sorted(found, key=lambda each: order.index(each.layout.topic)))


def _table(sheet: Sheet, name: str) -> Table | None:
    named = [layout for layout in LAYOUTS.values() if _is_named(sheet.name, layout)]
    found = [
        (len(columns), -place, place, layout, columns)
        for layout in named or LAYOUTS.values()
        for place, (_, cells) in enumerate(sheet.rows[:HEAD])
        if "title" in (columns := _columns(layout, cells))
    ]
    best = max(found, key=lambda each: each[:2], default=None)
    if best is None or best[0] < (2 if named else ALIKE):
        if named and sheet.rows:
            raise NothingToRead(
                f"'{name}', sheet '{sheet.name}': no row has the headings. Expected is a row with Title and others, "
                f"such as {', '.join(each.heading for each in named[0].columns[1:6])}: write it above the table."
            )
        return None
    _, _, place, layout, columns = best
    headings = sheet.rows[place][1]
    ignored = [
        text for at, cell in enumerate(headings) if at not in columns.values() and (text := text_of(cell).strip())
    ]
    rows = [row for line, cells in sheet.rows[place + 1 :] if (row := _row(layout, sheet, line, cells, columns))]
    return Table(layout, sheet.name, tuple(ignored), tuple(rows))


def _is_named(name: str, layout: Layout) -> bool:
    said = folded(name.replace("_", " ").replace("-", " "))
    return any(said == each or said.startswith(f"{each} ") for each in (layout.topic.casefold(), *layout.names))


def _columns(layout: Layout, cells: Iterable[Cell]) -> dict[str, int]:
    """The place of each field whose heading stands in the row: by its own heading, else by another one."""
    headings: dict[str, int] = {}
    for at, cell in enumerate(cells):
        headings.setdefault(folded(text_of(cell).replace("_", " ").rstrip(" *:")), at)
    found = {each.field: headings[key] for each in layout.columns if (key := folded(each.heading)) in headings}
    taken = set(found.values())
    for column in layout.columns:
        place = next((headings[key] for key in column.headings if headings.get(key, -1) not in (-1, *taken)), None)
        if column.field not in found and place is not None:
            found[column.field] = place
            taken.add(place)
    return found


def _row(layout: Layout, sheet: Sheet, line: int, cells: tuple[Cell, ...], columns: Mapping[str, int]) -> Given | None:
    """The row; None where nothing that is read stands in it."""
    told = {each.field for each in layout.columns if each.told}
    places = {field: at for field, at in columns.items() if field not in told}
    own = {field: cells[at] if at < len(cells) else "" for field, at in places.items()}
    errors = frozenset(field for field, at in places.items() if (line, at + 1) in sheet.errors)
    if not errors and all(isinstance(cell, str) and not cell.strip() for cell in own.values()):
        return None
    percents = frozenset(field for field, at in places.items() if (line, at + 1) in sheet.percents)
    return Given(layout.topic, sheet.name, line, own, percents, errors)
