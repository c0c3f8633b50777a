"""Workbooks as people make them: by an independent writer, and read by an independent reader."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

OBJECTIVES = ("Code", "Title", "Owner", "From", "To")
KEY_RESULTS = ("Objective", "Title", "Metric", "Scope", "Baseline from", "Baseline to", "Target", "Start", "Due")
INITIATIVES = ("Title", "Owner", "Serves the key result", "Where it acts", "Starts on", "Ends on")


def workbook(
    sheets: Mapping[str, Iterable[Sequence[Any]]], formats: Mapping[tuple[str, str], str] | None = None
) -> bytes:
    """The bytes of a workbook with these rows; ``formats`` are number formats by sheet and cell."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for (name, cell), form in (formats or {}).items():
        made[name][cell].number_format = form
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(content))}
