"""Rows as the rules take them, written shortly: what a test does not name is null, and times are hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from hoshin.eventlog.history import assignments, transitions
from hoshin.eventlog.origin import ORIGIN
from hoshin.eventlog.schema import INSTANT, TABLES, Kind, Status
from hoshin.eventlog.tickets import newest, tickets
from hoshin.eventlog.updates import once, ordered
from hoshin.warehouse.engines.duckdb import connect, hold

Log = dict[str, list[dict[str, Any]]]
START = datetime(2026, 3, 1)  # noqa: DTZ001 — the canonical tables hold UTC without a zone

ROW = pa.schema(
    [
        *ORIGIN,
        pa.field("line", pa.int64()),
        pa.field("ticket", pa.string()),
        pa.field("position", pa.int32()),
        *[pa.field(name, INSTANT) for name in ("at", "opened_at", "resolved_at", "closed_at", "updated_at")],
        *[pa.field(name, pa.string()) for name in ("kind", "title", "state", "status", "group", "service", "category")],
        *[pa.field(name, pa.string()) for name in ("channel", "problem")],
        pa.field("priority", pa.int8()),
        pa.field("sla_met", pa.bool_()),
        pa.field("reassignments", pa.int32()),
        pa.field("reopens", pa.int32()),
    ]
)
DEFAULTS = {
    "desk": "desk",
    "place": 1,
    "history": True,
    "gives_resolved": False,
    "gives_closed": False,
    "gives_waiting": True,
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


class Rules:
    """The rules as the SQL of one engine, so that asking them again costs no new translation."""

    def __init__(self) -> None:
        self.engine = connect()
        rows = hold(self.engine, "rows", ROW.empty_table())
        updates = self._step("updates", ordered(once(rows)))
        moves = self._step("transitions", transitions(updates))
        holds = self._step("assignments", assignments(updates))
        last = self._step("newest", newest(rows, updates))
        self._step("tickets", tickets(last, moves, holds))
        self.steps = [f"create or replace table {name} as {sql}" for name, sql in self.sql.items()]

    def _step(self, name: str, rule: ibis.Table) -> ibis.Table:
        self.sql = {**getattr(self, "sql", {}), name: ibis.to_sql(rule, dialect="duckdb")}
        return self.engine.create_table(name, rule)

    def log(self, table: Sequence[dict[str, Any]]) -> Log:
        """The event log of rows: each canonical table as dictionaries, sorted by its key."""
        self.engine.con.register("rows", pa.Table.from_pylist(list(table), schema=ROW))
        for step in self.steps:
            self.engine.con.execute(step)
        return {
            of.name: self.engine.con.table(of.name).order(", ".join(of.key)).to_arrow_table().to_pylist()
            for of in TABLES
        }


@cache
def rules() -> Rules:
    """The rules, translated once for all tests."""
    return Rules()


def log_of(*said: dict[str, Any]) -> Log:
    """The event log of rows that are given in the order of their lines."""
    return rules().log([row(line, **one) for line, one in enumerate(said, 2)])
