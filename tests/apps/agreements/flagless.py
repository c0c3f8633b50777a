"""The small desk as one that keeps no promises of its own: its service levels are known by agreements alone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from hoshin.connectors.registry import ready_mapping
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file
from hoshin.service_levels.book_file import loads
from hoshin.simulation.export import export
from tests.apps import small_desk

PROMISES = ("made_sla", "made_response_sla", "due_date", "response_due")
BOOK = loads(
    """
[[calendars]]
name = "Office"
zone = "Europe/Berlin"
monday = "08:00-17:00"
tuesday = "08:00-17:00"
wednesday = "08:00-17:00"
thursday = "08:00-17:00"
friday = "08:00-17:00"
special = ["2026-12-25 Christmas Day"]

[[agreements]]
name = "Critical"
clock = "resolution"
target = "8 h"
calendar = "Office"
pauses = ["waiting"]
where = { priority = ["1", "2"] }

[[agreements]]
name = "All others"
clock = "resolution"
target = "24 h"
calendar = "Office"
pauses = ["waiting"]

[[agreements]]
name = "First word"
clock = "response"
target = "4 h"
calendar = "Office"
"""
)


def take_in(home: Home, folder: Path) -> None:
    """Import the small desk's export without the columns of its flags and due times."""
    rows = list(csv.DictReader(io.StringIO(export(small_desk.PLAN, seed=3).decode())))
    file = folder / "flagless.csv"
    with file.open("w", newline="") as out:
        names = [name for name in rows[0] if name not in PROMISES]
        writer = csv.DictWriter(out, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    import_file(home, file, replace(ready_mapping("servicenow"), desk=small_desk.DESK, zone="UTC"))
