"""Event logs of a few tickets, written shortly: what a test does not name is null, and days follow from the times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import pyarrow as pa
from ibis.backends.duckdb import Backend

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import DAYS, TABLES, TICKETS
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.engine import read
from hoshin.metrics.query import Query
from hoshin.metrics.readings import Readings
from hoshin.metrics.registry import metric
from hoshin.warehouse.engines.duckdb import connect

Row = Mapping[str, Any]
GENERATION = "000001-0123456789ab"


@cache
def engine() -> Backend:
    """One engine for all tests: opening one costs more than asking it."""
    return connect()


def ticket(number: int, said: Row) -> dict[str, Any]:
    """A canonical ticket from what is said of it. Times are ISO texts or datetimes, in UTC.

    A promise to an open ticket counts as passed unless the row says on which day it is judged.
    """
    row: dict[str, Any] = {"desk": "desk", "ticket": f"T{number}", "kind": "incident", **said}
    for name in TICKETS.arrow.names:
        if name.endswith("_at") and isinstance(row.get(name), str):
            row[name] = datetime.fromisoformat(row[name])
    row.setdefault("left_at", row.get("resolved_at") or row.get("closed_at"))
    row.setdefault("updated_at", max(filter(None, (row["opened_at"], row["left_at"]))))
    row.setdefault("first_resolved_at", row.get("resolved_at"))
    for day, moment in DAYS.items():
        row[day] = at.date() if (at := row.get(moment)) else None
    for judged, end, due in (
        ("sla_judged_on", "resolved_at", "due_at"),
        ("response_judged_on", "responded_at", "response_due_at"),
    ):
        if isinstance(said.get(judged), str):
            row[judged] = date.fromisoformat(said[judged])
        elif judged not in said:
            row[judged] = _judged_on(row.get(end), row.get(end) or row["left_at"], row.get(due))
    unknown = set(row) - set(TICKETS.arrow.names)
    assert not unknown, f"no such columns: {unknown}"
    return row


def _judged_on(end: datetime | None, over: datetime | None, due: datetime | None) -> date | None:
    if due and (over is None or over > due):
        return due.date()
    return end.date() if end else None


def log_of(rows: Iterable[Row]) -> EventLog:
    """An event log that holds these tickets and no history."""
    found = [ticket(number, row) for number, row in enumerate(rows, 1)]
    tables = {table.name: table.arrow.empty_table() for table in TABLES}
    tables[TICKETS.name] = pa.Table.from_pylist(found, schema=TICKETS.arrow)
    for name, data in tables.items():
        engine().con.register(name, data)
    return EventLog(*(engine().table(name) for name in tables))


def coverage_of(rows: Sequence[Row]) -> Coverage:
    """The days of the first and the last opening of each desk."""
    desks: dict[str, list[date]] = {}
    for number, row in enumerate(rows, 1):
        found = ticket(number, row)
        desks.setdefault(found["desk"], []).append(found["opened_on"])
    return Coverage({desk: (min(days), max(days)) for desk, days in desks.items()})


def readings(rows: Sequence[Row], keys: Sequence[str], query: Query, coverage: Coverage | None = None) -> Readings:
    """The readings of these metrics from a log of these tickets."""
    return read(
        log_of(rows),
        [metric(key) for key in keys],
        query,
        coverage=coverage or coverage_of(rows),
        generation=GENERATION,
    )
