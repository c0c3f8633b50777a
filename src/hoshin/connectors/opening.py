"""A file whose form is known: its columns, its rows, and whether a mapping fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hoshin.connectors.content import Content, Form, sniff
from hoshin.connectors.csv_layout import Layout, layout
from hoshin.connectors.csv_rows import read_csv
from hoshin.connectors.errors import FileRefused, near
from hoshin.connectors.mapping import Mapping, Shape
from hoshin.connectors.rows import Chunk, Reject
from hoshin.connectors.xes_rows import read_xes, xes_columns
from hoshin.connectors.xlsx_rows import read_xlsx, xlsx_columns


@dataclass(frozen=True)
class Opened:
    """A file whose form and columns are known. ``layout`` is that of a CSV file."""

    content: Content
    columns: tuple[str, ...]
    layout: Layout | None = None

    def chunks(self) -> Iterator[Chunk]:
        """The rows from the first to the last, in chunks.

        Raises FileRefused where the file breaks off, holds no row, or none that can be read: only at the end, so that
        whoever reads must not publish before.
        """
        rows = 0
        first: Reject | None = None
        rejected = 0
        for chunk in self._chunks():
            rows += chunk.rows.num_rows
            rejected += len(chunk.rejects)
            first = first or next(iter(chunk.rejects), None)
            yield chunk
        if rows:
            return
        if first is None:
            raise FileRefused(f"{self.content.name} has a header but no rows: there is nothing to import.")
        raise nothing_readable(self.content.path, rejected, first)

    def _chunks(self) -> Iterator[Chunk]:
        if self.layout is not None:
            return read_csv(self.content, self.layout)
        if self.content.form is Form.XLSX:
            return read_xlsx(self.content, self.columns)
        return read_xes(self.content, self.columns)


def nothing_readable(path: Path, rejected: int, first: Reject) -> FileRefused:
    """The refusal of a file of which every row was rejected."""
    rows = "Its only row" if rejected == 1 else f"None of the {rejected:,} rows"
    where = f"line {first.line}" + (f", column '{first.column}'" if first.column else "")
    return FileRefused(
        f"'{path.name}': {rows} could be read. First: {where}: {first.reason} Expected: {first.expected} "
        "Check the mapping, or export the tickets again."
    )


def open_file(path: Path, mapping: Mapping | None = None) -> Opened:
    """Find out the file's form and columns; of a mapping only delimiter and encoding matter. Raises FileRefused."""
    content = sniff(path)
    match content.form:
        case Form.CSV:
            found = layout(content, mapping.delimiter, mapping.encoding) if mapping else layout(content, None, None)
            return Opened(content, found.columns, found)
        case Form.XLSX:
            return Opened(content, xlsx_columns(content))
        case Form.XES:
            return Opened(content, xes_columns(content))


def check(columns: tuple[str, ...], mapping: Mapping, name: str) -> None:
    """Make sure that the file has the columns that no row can do without. Raises FileRefused."""
    left = fitted(mapping, columns)
    for field in left.missing:
        fields = [f for f in ((field, "opened_at") if field == "at" else (field,)) if f in mapping.columns]
        if not fields:
            raise FileRefused(
                f"The mapping '{mapping.name}' gives no '{field}', which no row can do without. "
                f"'{name}' has: {', '.join(columns)}. Name one of them as '{field}' under [columns]."
            )
        wanted = " or ".join(f"'{mapping.columns[f]}'" for f in dict.fromkeys(fields))
        raise FileRefused(
            f"'{name}' has no column {wanted}, which mapping '{mapping.name}' names for '{field}' and no row can do "
            f"without. It has: {', '.join(columns)}.{near(mapping.columns[fields[0]], columns)} "
            f"Correct '{field}' under [columns]."
        )


def fitted(mapping: Mapping, columns: tuple[str, ...]) -> Mapping:
    """The mapping without what the file does not have.

    A file that lacks the mapped time of the update, and says when its tickets were opened, holds a row for each ticket.
    """
    present = {ours: theirs for ours, theirs in mapping.columns.items() if theirs in columns}
    lost = "at" in mapping.columns and "at" not in present and "opened_at" in present
    return replace(mapping, columns=present, shape=Shape.TICKETS if lost else mapping.shape)
