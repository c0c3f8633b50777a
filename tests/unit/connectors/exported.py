"""Small exports as files, and what a connector reads of them."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl

from hoshin.connectors.mapping import Mapping, Shape
from hoshin.connectors.opening import open_file
from hoshin.connectors.rows import Chunk, Reject
from hoshin.connectors.settling import Reading

Row = tuple[str | None, ...]

PLAIN = Mapping("plain", {"ticket": "Number", "opened_at": "Opened", "title": "Title"}, Shape.TICKETS, zone="UTC")
HEADER = ("Number", "Opened", "Title")
ROWS: tuple[tuple[str, ...], ...] = tuple(
    (f"INC{n:04d}", f"2026-01-{n % 28 + 1:02d} 08:{n % 60:02d}", f"Printer {n} is on fire") for n in range(1, 41)
)


def write(path: Path, content: str | bytes) -> Path:
    """Write a file as it is; a name that ends in .gz packs it."""
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def as_csv(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """Rows as Python's own CSV writer writes them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def as_xlsx(rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER, empty_rows: int = 0) -> bytes:
    """Rows as a workbook that openpyxl writes, below as many empty rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for at, row in enumerate([header, *rows], 1 + empty_rows):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(at, column, value if isinstance(value, (int, float, bool, date, datetime)) else str(value))
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def as_xes(traces: Iterable[tuple[str, Sequence[dict[str, str]]]]) -> str:
    """Traces of a name and events as an XES log."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">']
    lines += ['<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>']
    lines += ['<global scope="event"><string key="concept:name" value="__INVALID__"/></global>']
    for name, events in traces:
        lines += ["<trace>", f'<string key="concept:name" value={quoteattr(name)}/>']
        for event in events:
            lines.append("<event>")
            for key, value in event.items():
                tag = "date" if key == "time:timestamp" else "string"
                lines.append(f"<{tag} key={quoteattr(key)} value={quoteattr(value)}/>")
            lines.append("</event>")
        lines.append("</trace>")
    return "\n".join([*lines, "</log>"])


def read_rows(path: Path, mapping: Mapping | None = None) -> tuple[list[Row], list[int], list[Reject]]:
    """All rows of a file as texts, their lines, and the rejects."""
    file = open_file(path, mapping)
    rows: list[Row] = []
    lines: list[int] = []
    rejects: list[Reject] = []
    for chunk in file.chunks():
        columns = [chunk.raw.column(name).to_pylist() for name in file.columns]
        rows += list(zip(*columns, strict=True))
        lines += chunk.raw.column("line").to_pylist()
        rejects += chunk.rejects
    return rows, lines, rejects


def repacked(workbook: bytes, change: dict[str, bytes | None]) -> bytes:
    """A workbook with some of its members replaced or (None) left out."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return data.getvalue()


def read(path: Path, mapping: Mapping) -> Iterator[Chunk]:
    """The file's chunks as an import takes them; at the end the refusal, where the mapping leaves a question open."""
    reading = Reading(path, mapping)
    for chunk in reading.chunks():
        reading.learn(chunk)
        yield chunk
    reading.settled()
