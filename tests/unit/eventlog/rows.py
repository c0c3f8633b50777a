"""Rows as the rules take them, written shortly: what a test does not name is null, and times are hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from hoshin.eventlog.rows import ROWS
from hoshin.eventlog.schema import Kind, Status
from tests.unit.eventlog.whole import derived

Log = dict[str, list[dict[str, Any]]]
START = datetime(2026, 3, 1)  # noqa: DTZ001 — the canonical tables hold UTC without a zone

DEFAULTS = {
    "desk": "desk",
    "place": 1,
    "history": True,
    "gives_resolved": False,
    "gives_closed": False,
    "gives_waiting": True,
    "gives_active": True,
    "tells_user": True,
    "tells_vendor": True,
    "tells_change": False,
    "ticket": "T1",
    "kind": Kind.INCIDENT.value,
}
STATUS = {status.value.title(): status.value for status in Status}
"""The states of these tests: each stage's name with a capital, so that 'Waiting' stands for waiting."""


def instant(hour: float | None) -> datetime | None:
    """The instant that many hours after the start."""
    return None if hour is None else START + timedelta(hours=hour)


def row(line: int, **said: Any) -> dict[str, Any]:
    """A row: times given in hours after the start, ``status`` from ``state`` unless given."""
    times = {k: instant(v) for k, v in said.items() if k == "at" or k.endswith("_at")}
    status = {} if "status" in said else {"status": STATUS.get(said.get("state") or "")}
    return {**DEFAULTS, "line": line, **said, **times, **status}


def log(table: Sequence[dict[str, Any]]) -> Log:
    """The event log of rows: each canonical table as dictionaries, sorted by its key."""
    return {name: made.to_pylist() for name, made in derived(pa.Table.from_pylist(list(table), schema=ROWS)).items()}


def log_of(*said: dict[str, Any]) -> Log:
    """The event log of rows that are given in the order of their lines."""
    return log([row(line, **one) for line, one in enumerate(said, 2)])
