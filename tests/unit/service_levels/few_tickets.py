"""Event logs of a few tickets with their histories, written shortly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from hoshin.eventlog.calendar import Calendar, Span, SpecialDay, always
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TABLES, TICKETS, TRANSITIONS
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.clocks import Horizon, clocks
from tests.unit.metrics.small_log import engine, ticket

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(
    "office",
    "Europe/Berlin",
    (*[(Span(8 * 60, 12 * 60), Span(13 * 60, 17 * 60))] * 5, (), ()),
    (
        SpecialDay(date(2026, 12, 25), "Christmas Day"),
        SpecialDay(date(2026, 12, 24), "Christmas Eve", (Span(480, 720),)),
    ),
)
NOW = datetime(2026, 12, 31, tzinfo=UTC)

Step = tuple[str, str]
"""When a stage began, in the time of Berlin, and which."""


def at(text: str) -> datetime:
    """A time of Berlin as the UTC instant that the log holds."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC).replace(tzinfo=None)


def book(hours: float = 8, clock: Clock = Clock.RESOLUTION, calendar: Calendar = OFFICE, **more: Any) -> Book:
    """One agreement on one calendar."""
    agreed = Agreement("agreed", clock, timedelta(hours=hours), calendar.name, **more)
    return Book((calendar,), (agreed,))


def log_of(rows: Sequence[Mapping[str, Any]]) -> EventLog:
    """Tickets in the time of Berlin; ``steps`` is the history of stages of one that has one."""
    tickets, transitions = [], []
    for number, row in enumerate(rows, 1):
        said = {name: at(value) if name.endswith("_at") else value for name, value in row.items() if name != "steps"}
        steps: Sequence[Step] = row.get("steps", ())
        said |= {"waiting_hours": 0.0, "active_hours": 0.0} if steps else {}
        tickets.append(ticket(number, said))
        begins = [at(begin) for begin, _ in steps]
        for position, (begin, stage) in enumerate(zip(begins, (stage for _, stage in steps), strict=True)):
            until = begins[position + 1] if position + 1 < len(begins) else None
            transitions.append(
                {"desk": tickets[-1]["desk"], "ticket": tickets[-1]["ticket"], "position": position}
                | {"at": begin, "until": until, "state": f"The desk's {stage}", "status": stage}
            )
    tables = {table.name: table.arrow.empty_table() for table in TABLES}
    tables[TICKETS.name] = pa.Table.from_pylist(tickets, schema=TICKETS.arrow)
    tables[TRANSITIONS.name] = pa.Table.from_pylist(transitions, schema=TRANSITIONS.arrow)
    for name, data in tables.items():
        engine().con.register(name, data)
    return EventLog(*(engine().table(name) for name in tables))


def clocked(rows: Sequence[Mapping[str, Any]], by: Book, clock: Clock = Clock.RESOLUTION) -> list[dict[str, Any]]:
    """The clocks of these tickets, looked at on the last day of 2026."""
    desks = {row.get("desk", "desk"): Horizon(NOW, "Europe/Berlin") for row in rows}
    found: list[dict[str, Any]] = clocks(log_of(rows), by, clock, desks).to_pylist()
    return found


AROUND = always("Europe/Berlin")
