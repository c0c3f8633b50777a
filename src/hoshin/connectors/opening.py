"""A file whose form is known: its columns, its rows, and whether a mapping fits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hoshin.connectors.content import Content, Form, sniff
from hoshin.connectors.csv_layout import Layout, layout
from hoshin.connectors.csv_rows import read_csv
from hoshin.connectors.errors import FileRefused, near
from hoshin.connectors.mapping import Mapping
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
            rows += chunk.raw.num_rows
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


def check(columns: tuple[str, ...], mapping: Mapping, name: str) -> tuple[str, ...]:
    """The canonical fields whose columns the file lacks, where it can be read without them. Raises FileRefused."""
    lacking = tuple(ours for ours, theirs in mapping.columns.items() if theirs not in columns)
    left = {ours for ours in mapping.columns if ours not in lacking}
    needed = [("ticket",), ("at", "opened_at") if mapping.shape == "updates" else ("opened_at",)]
    for fields in needed:
        if not left & set(fields):
            wanted = [f"'{mapping.columns[f]}'" for f in fields if f in mapping.columns]
            said = f"has no column {' or '.join(wanted)} for '{fields[0]}'" if wanted else f"gives no '{fields[0]}'"
            who = f"'{name}'" if wanted else f"The mapping '{mapping.name}'"
            hint = near(mapping.columns[fields[0]], columns) if fields[0] in mapping.columns else ""
            raise FileRefused(
                f"{who} {said}, which no row can do without. The file has: {', '.join(columns)}.{hint} "
                f"Set '{fields[0]}' under [columns] in the mapping."
            )
    return lacking
