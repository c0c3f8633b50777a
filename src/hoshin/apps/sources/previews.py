"""How a file would be read: what was found out about it, and its first hundred rows with what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from hoshin.apps.sources.choices import ORDER
from hoshin.connectors.detection import SHOWN, Examination, examine
from hoshin.connectors.fields import FIELDS, TIMES, Sort
from hoshin.connectors.mapping import Mapping
from hoshin.connectors.opening import open_file
from hoshin.connectors.parsing import intake
from hoshin.connectors.proposal import with_words
from hoshin.connectors.rows import Reject
from hoshin.eventlog.schema import PRIORITIES

TEXT_SHOWN = 80
"""Characters of a cell that the preview shows."""


@dataclass(frozen=True)
class Cell:
    """One cell as it would be read; where it cannot be, its text, the reason and what was expected."""

    text: str
    problem: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Row:
    """One row of the preview; ``problem`` is what is wrong with the row as a whole."""

    line: int
    cells: tuple[Cell, ...]
    rejected: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Preview:
    """The first rows as they would be read: the canonical fields that are filled, and a cell for each.

    ``zone`` is that of the times shown; while it is open they stand as the file writes them.
    """

    fields: tuple[str, ...]
    rows: tuple[Row, ...]
    rejected: int
    zone: str
    zone_is_open: bool


def surveyed(path: Path, mapping: Mapping | None = None) -> Examination:
    """What ``examine`` finds out. The answers that need no new look at the file are kept, since files never change."""
    if mapping is None:
        return _surveyed(path, None)
    telling = {n: c for n, c in mapping.columns.items() if FIELDS[n].sort in {Sort.TIME, Sort.WORD} or n == "ticket"}
    question = Mapping(
        "asked",
        telling,
        mapping.shape,
        empty=mapping.empty,
        delimiter=mapping.delimiter,
        encoding=mapping.encoding,
    )
    return _surveyed(path, question)


@lru_cache(maxsize=32)
def _surveyed(path: Path, mapping: Mapping | None) -> Examination:
    found = examine(path, mapping)
    words = {field: list(counts) for field, counts in found.words.items()}
    return replace(found, proposal=with_words(found.proposal, words))


def preview(path: Path, mapping: Mapping, *, zone_is_open: bool, limit: int = SHOWN) -> Preview:
    """The first ``limit`` rows. While the time zone is open, times are shown as the file writes them.

    Raises FileRefused.
    """
    fields = _fields(mapping)
    read = replace(mapping, zone="UTC") if zone_is_open else mapping
    rows: list[Row] = []
    for chunk in open_file(path, mapping).chunks():
        raw = pa.Table.from_batches([chunk.raw.slice(0, limit)])
        table, rejects = intake(raw, read)
        texts = {text["line"]: text for text in raw.to_pylist()}
        for values in table.to_pylist():
            text = texts[values["line"]]
            rows.append(Row(values["line"], _cells(fields, values, text, mapping, zone_is_open)))
        rows += [_rejected(fields, reject, texts.get(reject.line, {}), mapping) for reject in rejects]
        rows += [_rejected(fields, reject, {}, mapping) for reject in chunk.rejects]
        if len(rows) >= limit:
            break
    shown = tuple(sorted(rows, key=lambda row: row.line)[:limit])
    zone = "as the file writes them" if zone_is_open else mapping.zone or "UTC"
    return Preview(fields, shown, sum(row.rejected for row in shown), zone, zone_is_open)


def _fields(mapping: Mapping) -> tuple[str, ...]:
    found = []
    for name in ORDER:
        if name in mapping.columns:
            found.append(name)
            if name == "state":
                found.append("status")
    return tuple(found)


def _cells(
    fields: tuple[str, ...], values: Values[str, object], text: Values[str, str | None], mapping: Mapping, raw: bool
) -> tuple[Cell, ...]:
    zone = ZoneInfo(mapping.zone or "UTC")

    def cell(name: str) -> Cell:
        if name in TIMES and raw:
            return Cell(_short(text.get(mapping.columns[name])))
        value = values[name]
        match value:
            case None:
                return Cell("")
            case bool():
                return Cell("yes" if value else "no")
            case datetime():
                local = value.replace(tzinfo=UTC).astimezone(zone)
                return Cell(f"{local.day} {local:%b %Y %H:%M}")
            case int() if name == "priority":
                return Cell(PRIORITIES[value])
            case _:
                return Cell(_short(str(value)))

    return tuple(cell(name) for name in fields)


def _rejected(fields: tuple[str, ...], reject: Reject, text: Values[str, str | None], mapping: Mapping) -> Row:
    marked = [name for name in fields if reject.column and mapping.columns.get(name) == reject.column][:1]
    cells = tuple(
        Cell(
            _short(text.get(mapping.columns[name]) if name in mapping.columns else None),
            *((reject.reason, reject.expected) if name in marked else ()),
        )
        for name in fields
    )
    return Row(
        reject.line, cells, rejected=True, problem="" if marked else f"{reject.reason} Expected: {reject.expected}"
    )


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]} …"
