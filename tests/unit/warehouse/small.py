"""A small event log as Arrow, for tests of where it is kept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS
from hoshin.warehouse import generations, parts
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.manifest import BatchEntry, DeskEntry

DAY = date(2026, 3, 1)
MOMENT = datetime(2026, 3, 1, 9)  # noqa: DTZ001
DESKS = {"desk": DeskEntry("mapping", "d" * 64, "Europe/Berlin", False, DAY, DAY)}


def tables(count: int = 3) -> dict[str, pa.Table]:
    """``count`` tickets, each in one state and held by one group."""
    names = [f"T{number:06d}" for number in range(count)]
    known = {"kind": "incident", "opened_at": MOMENT, "updated_at": MOMENT, "opened_on": DAY}
    span = {"position": 0, "at": MOMENT, "until": None}
    rows = {
        TICKETS: [{"desk": "desk", "ticket": name, **known} for name in names],
        TRANSITIONS: [{"desk": "desk", "ticket": name, **span, "state": "New", "status": "new"} for name in names],
        ASSIGNMENTS: [{"desk": "desk", "ticket": name, **span, "group": "A"} for name in names],
    }
    return {table.name: pa.Table.from_pylist(said, schema=table.arrow) for table, said in rows.items()}


def generation(warehouse: Path, number: int = 1, count: int = 3) -> Generation:
    """A generation of ``count`` tickets, written but not published."""
    batches = tuple(BatchEntry(n, f"{n:064x}") for n in range(1, number + 1))
    return generations.write(warehouse, number, parts.store(warehouse, tables(count)), DESKS, batches)
