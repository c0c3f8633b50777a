"""A log of all that is awkward: the tickets of every metric's cases, ties, extreme days, and many invented tickets."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS
from hoshin.warehouse import generations, parts
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.manifest import DeskEntry
from tests.unit.metrics.small_log import ticket

CASES = Path(__file__).resolve().parents[1] / "unit" / "metrics" / "cases"
GROUPS = ("Berlin", "berlin", "São Paulo", "O'Brien; --", 'a "quoted" name', "", None)
"""Names that differ by case alone, that SQL would trip over, the empty one, and none."""
STATUSES = ("new", "active", "waiting", "resolved", "closed", "cancelled", None)
KINDS = ("incident", "request", "problem", "change", "task")


def rows() -> list[dict[str, Any]]:
    """Canonical tickets. Desks are named for the metric of their cases; ``extreme`` and ``invented`` come beside."""
    said = [*_of_cases(), *_extreme(), *_invented(600)]
    return [ticket(number, row) for number, row in enumerate(said, 1)]


def generation(warehouse: Path) -> Generation:
    """A generation that holds them, with a little history."""
    found = rows()
    days: dict[str, list[date]] = {}
    for row in found:
        days.setdefault(row["desk"], []).append(row["opened_on"])
    desks = {name: DeskEntry("mapping", "0" * 64, "UTC", False, min(at), max(at)) for name, at in days.items()}
    moves = [_step(row, place, status=row["status"], state="so") for row in found for place in (0, 1)]
    groups = [_step(row, 0, group=row["group"] or "none") for row in found]
    tables = {
        TICKETS.name: pa.Table.from_pylist([_whole(row) for row in found], schema=TICKETS.arrow),
        TRANSITIONS.name: pa.Table.from_pylist(moves, schema=TRANSITIONS.arrow),
        ASSIGNMENTS.name: pa.Table.from_pylist(groups, schema=ASSIGNMENTS.arrow),
    }
    return generations.write(warehouse, 1, parts.store(warehouse, tables), desks, ())


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in TICKETS.arrow.names}


def _step(row: dict[str, Any], place: int, **said: Any) -> dict[str, Any]:
    return {"desk": row["desk"], "ticket": row["ticket"], "position": place, "at": row["opened_at"], **said}


def _of_cases() -> Iterator[dict[str, Any]]:
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            for row in case["tickets"]:
                yield {"group": None, "status": None, **row, "desk": path.stem}


def _extreme() -> Iterator[dict[str, Any]]:
    """The first and the last days that mappings let in, and amounts of whole lives."""
    bare = {"desk": "extreme", "group": None, "status": None}
    yield {**bare, "opened_at": "1900-01-01T00:00", "resolved_at": "1900-01-01T00:00:00.000001"}
    yield {**bare, "opened_at": "1900-01-01T00:00", "resolved_at": "9999-12-31T23:59:59.999999", "status": "closed"}
    yield {**bare, "opened_at": "1969-12-31T23:59:59.999999", "resolved_at": "1970-01-01T00:00"}
    yield {**bare, "opened_at": "2200-02-28T00:00", "due_at": "2300-01-01T00:00"}
    yield {**bare, "opened_at": "1950-06-01T12:00", "status": "active"}


def _invented(count: int) -> Iterator[dict[str, Any]]:
    """Tickets of two years around both changes of the clocks, many alike, so that quantiles meet ties."""
    chance = random.Random(7)
    for _ in range(count):
        opened = datetime(2024, 3, 30) + timedelta(minutes=15 * chance.randrange(4 * 24 * 220))  # noqa: DTZ001
        status = chance.choice(STATUSES)
        row: dict[str, Any] = {
            "desk": "invented",
            "kind": chance.choice(KINDS),
            "opened_at": opened,
            "group": chance.choice(GROUPS),
            "priority": chance.choice((1, 2, 3, 4, 5, None)),
            "service": chance.choice(("mail", "print", None)),
            "category": chance.choice(("software", "hardware", None)),
            "channel": chance.choice(("phone", "portal", None)),
            "status": status,
        }
        if chance.random() < 0.8:
            row["resolved_at"] = opened + timedelta(minutes=chance.choice((-60, 0, 30, 60, 60, 90, 1440, 100_000)))
        if chance.random() < 0.5:
            row["due_at"] = opened + timedelta(days=chance.randrange(1, 20))
        if chance.random() < 0.5:
            row["finished_at"] = opened + timedelta(days=chance.randrange(1, 20))
        if chance.random() < 0.7:
            row["responded_at"] = opened + timedelta(minutes=chance.randrange(0, 300, 15))
        for name, values in {
            "sla_met": (True, False, None),
            "response_sla_met": (True, False, None),
            "reassignments": (0, 0, 1, 2, 7, None),
            "returned": (True, False, None),
            "reopens": (0, 0, 1, 3, None),
            "waiting_hours": (0.0, 0.25, 1 / 3, 12.5, None),
            "waiting_user_hours": (0.0, 0.25, 1 / 3, None),
            "duplicate": (True, None, None, None),
            "downgraded": (True, False, None),
            "deployment": (True, False, None),
            "active_hours": (0.1, 0.5, 2 / 3, 100.0, None),
            "satisfaction": (1, 2, 3, 4, 5, None),
            "repeated": (True, False, None),
        }.items():
            row[name] = chance.choice(values)
        yield row
