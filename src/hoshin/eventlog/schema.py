"""The canonical event log: tables, columns, units, meanings. The one place from which the reference page is made.

Times are UTC instants. Days are calendar dates in the desk's own time zone, computed once when normalising, so that
no reader ever converts a time zone. A column that a desk cannot give is null in every row of that desk, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

INSTANT = pa.timestamp("us")
"""A UTC instant without zone, in microseconds: what every engine reads alike."""


class Status(StrEnum):
    """The stage of a ticket's life that a desk's own state stands for."""

    NEW = "new"
    ACTIVE = "active"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What sort of ticket it is."""

    INCIDENT = "incident"
    REQUEST = "request"
    PROBLEM = "problem"
    CHANGE = "change"
    TASK = "task"


PRIORITIES: dict[int, str] = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low", 5: "5 - Planning"}
"""The one scale on which every desk's priorities are laid: 1 is the most urgent."""


@dataclass(frozen=True)
class Column:
    """One column: its Arrow type, whether it may be null, its unit where it has one, and what it means."""

    name: str
    type: pa.DataType
    meaning: str
    nullable: bool = True
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One canonical table; rows are unique by ``key`` and stored in its order."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, nullability included."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns])


_DESK = Column("desk", pa.string(), "the service desk (source) that the ticket comes from", nullable=False)
_TICKET = Column("ticket", pa.string(), "the desk's own number of the ticket, unique within the desk", nullable=False)

TICKETS = Table(
    "tickets",
    "one row a ticket, as last known",
    ("desk", "ticket"),
    (
        _DESK,
        _TICKET,
        Column("kind", pa.string(), "incident, request, problem, change or task", nullable=False),
        Column("title", pa.string(), "the short description"),
        Column("opened_at", INSTANT, "when the ticket was opened", nullable=False, unit="UTC"),
        Column("resolved_at", INSTANT, "when it was last resolved, by the desk's own record", unit="UTC"),
        Column("closed_at", INSTANT, "when it was closed or cancelled", unit="UTC"),
        Column("left_at", INSTANT, "when it left the backlog: resolved, else closed or cancelled", unit="UTC"),
        Column("updated_at", INSTANT, "the newest change known of it", nullable=False, unit="UTC"),
        Column("opened_on", pa.date32(), "day of opening in the desk's time zone", nullable=False),
        Column("resolved_on", pa.date32(), "day of resolution in the desk's time zone"),
        Column("left_on", pa.date32(), "day of leaving the backlog in the desk's time zone"),
        Column("state", pa.string(), "the desk's own word for its state"),
        Column("status", pa.string(), "stage: new, active, waiting, resolved, closed, cancelled; null if unknown"),
        Column("priority", pa.int8(), "1 (critical) to 5 (planning)"),
        Column("group", pa.string(), "the support group that holds it"),
        Column("service", pa.string(), "the business service or configuration item it concerns"),
        Column("category", pa.string(), "the desk's category"),
        Column("channel", pa.string(), "how it came in"),
        Column("problem", pa.string(), "the problem it is linked to"),
        Column("sla_met", pa.bool_(), "the desk's own flag: resolved within the agreed time"),
        Column("reassignments", pa.int32(), "changes of group after the first; the desk's count, else from history"),
        Column("returned", pa.bool_(), "came back to a group that had held it before; null without history"),
        Column("reopens", pa.int32(), "times reopened; the desk's count, else reopenings within 14 days from history"),
        Column("waiting_hours", pa.float64(), "time in waiting states until it left; null without history", unit="h"),
    ),
)

TRANSITIONS = Table(
    "transitions",
    "one row for each change of a ticket's state; the first row of a ticket is its first known state",
    ("desk", "ticket", "position"),
    (
        _DESK,
        _TICKET,
        Column("position", pa.int32(), "order within the ticket, from 0", nullable=False),
        Column("at", INSTANT, "when the state began", nullable=False, unit="UTC"),
        Column("until", INSTANT, "when the next state began; null for the last", unit="UTC"),
        Column("state", pa.string(), "the desk's own word for the state"),
        Column("status", pa.string(), "stage that the state stands for; null if unknown"),
    ),
)

ASSIGNMENTS = Table(
    "assignments",
    "one row for each time that a support group held a ticket",
    ("desk", "ticket", "position"),
    (
        _DESK,
        _TICKET,
        Column("position", pa.int32(), "order within the ticket, from 0", nullable=False),
        Column("at", INSTANT, "when the group took it", nullable=False, unit="UTC"),
        Column("until", INSTANT, "when the next group took it; null for the last", unit="UTC"),
        Column("group", pa.string(), "the support group", nullable=False),
    ),
)

TABLES: tuple[Table, ...] = (TICKETS, TRANSITIONS, ASSIGNMENTS)

DIMENSIONS: tuple[str, ...] = ("priority", "group", "service", "category", "desk", "kind", "channel")
"""The columns of ``tickets`` by which readings may be broken down and narrowed."""
