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


class ChangeType(StrEnum):
    """How a change is authorised (ITIL): by a standing approval, by its own, or by one sped up."""

    STANDARD = "standard"
    NORMAL = "normal"
    EMERGENCY = "emergency"


class Outcome(StrEnum):
    """How a change ended."""

    SUCCESS = "success"
    SUCCESS_WITH_ISSUES = "success with issues"
    FAILED = "failed"
    BACKED_OUT = "backed out"
    CANCELLED = "cancelled"


class HoldReason(StrEnum):
    """For whom or what a ticket waits."""

    USER = "user"
    VENDOR = "vendor"
    CHANGE = "change"
    OTHER = "other"


DUPLICATE = "duplicate"
"""What a way of closing stands for that calls the ticket a duplicate of another."""

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
        Column("history_from_at", INSTANT, "when the history that is known of it begins; null without one", unit="UTC"),
        Column("responded_at", INSTANT, "when the support first responded, by the desk's own record", unit="UTC"),
        Column("due_at", INSTANT, "by when it is to be resolved, as the desk promised", unit="UTC"),
        Column("response_due_at", INSTANT, "by when it is to be responded to, as the desk promised", unit="UTC"),
        Column(
            "first_resolved_at",
            INSTANT,
            "the resolution that was undone first, within 14 days, else the last: where a reopening counts",
            unit="UTC",
        ),
        Column("restored_at", INSTANT, "major incident: when the service was restored", unit="UTC"),
        Column("cause_found_at", INSTANT, "problem: when its cause was found", unit="UTC"),
        Column("approved_at", INSTANT, "change: when it was approved", unit="UTC"),
        Column("planned_start_at", INSTANT, "change: when its window begins", unit="UTC"),
        Column("planned_end_at", INSTANT, "change: when its window ends", unit="UTC"),
        Column("started_at", INSTANT, "change: when its implementation began", unit="UTC"),
        Column("finished_at", INSTANT, "change: when its implementation ended", unit="UTC"),
        Column("opened_on", pa.date32(), "day of opening in the desk's time zone", nullable=False),
        Column("resolved_on", pa.date32(), "day of resolution in the desk's time zone"),
        Column("left_on", pa.date32(), "day of leaving the backlog in the desk's time zone"),
        Column("responded_on", pa.date32(), "day of the first response in the desk's time zone"),
        Column("closed_on", pa.date32(), "day of closing or cancelling in the desk's time zone"),
        Column("due_on", pa.date32(), "day by which it is to be resolved in the desk's time zone"),
        Column("response_due_on", pa.date32(), "day by which it is to be responded to in the desk's time zone"),
        Column("first_resolved_on", pa.date32(), "day of that resolution in the desk's time zone"),
        Column("cause_found_on", pa.date32(), "problem: day of finding its cause in the desk's time zone"),
        Column("finished_on", pa.date32(), "change: day of the end of its implementation in the desk's time zone"),
        Column("state", pa.string(), "the desk's own word for its state"),
        Column("status", pa.string(), "stage: new, active, waiting, resolved, closed, cancelled; null if unknown"),
        Column("priority", pa.int8(), "1 (critical) to 5 (planning)"),
        Column("group", pa.string(), "the support group that holds it"),
        Column("business_unit", pa.string(), "the part of the organisation that it serves"),
        Column("service", pa.string(), "the business service or configuration item it concerns"),
        Column("category", pa.string(), "the desk's category"),
        Column("channel", pa.string(), "how it came in"),
        Column("level", pa.int8(), "the support level of its group: 1 answers, 2 and higher specialise"),
        Column("parent", pa.string(), "the ticket of which it is a child"),
        Column("duplicate", pa.bool_(), "the desk calls it a duplicate of another ticket; null where it says nothing"),
        Column("problem", pa.string(), "the problem it is linked to"),
        Column("caused_by", pa.string(), "the change that caused it"),
        Column("article", pa.string(), "the knowledge article that helped to resolve it"),
        Column("major", pa.bool_(), "the desk's own flag: a major incident"),
        Column("response_sla_met", pa.bool_(), "the desk's own flag: first responded to within the agreed time"),
        Column("sla_met", pa.bool_(), "the desk's own flag: resolved within the agreed time"),
        Column("reassignments", pa.int32(), "changes of group after the first; the desk's count, else from history"),
        Column("returned", pa.bool_(), "came back to a group that had held it before; null without history"),
        Column("reopens", pa.int32(), "times reopened; the desk's count, else reopenings within 14 days from history"),
        Column("waiting_hours", pa.float64(), "time in waiting states until it left; null without history", unit="h"),
        Column(
            "waiting_user_hours",
            pa.float64(),
            "the part of the waiting time in which it waited for the user; null where the desk never says so",
            unit="h",
        ),
        Column("waiting_vendor_hours", pa.float64(), "the same for a vendor", unit="h"),
        Column("waiting_change_hours", pa.float64(), "the same for a change", unit="h"),
        Column("active_hours", pa.float64(), "time in active states until it left; null without history", unit="h"),
        Column("satisfaction", pa.int8(), "the user's answer, 1 (worst) to 5 (best)"),
        Column("experience", pa.int32(), "the user's answer on the scale from 0 (worst) to 10 (best)"),
        Column("lost_minutes", pa.int32(), "working time that the user estimates to have lost", unit="min"),
        Column("change_type", pa.string(), "change: standard, normal or emergency"),
        Column("outcome", pa.string(), "change: success, success with issues, failed, backed out or cancelled"),
        Column("unauthorised", pa.bool_(), "change: the desk's own flag: made without authorisation"),
        Column("deployment", pa.bool_(), "change: the desk's own flag: brings new software into production"),
        Column(
            "downgraded",
            pa.bool_(),
            "was of priority 1 and is not any longer; null without history, and for a ticket never of priority 1",
        ),
        Column(
            "repeated",
            pa.bool_(),
            "incident: another of the same service and category was opened in the 30 days before; null without both",
        ),
        Column(
            "incidents_caused",
            pa.int32(),
            "change: incidents that name it as their cause; null where the desk never names one",
        ),
        Column("incidents_caused_soon", pa.int32(), "change: those of them opened within 7 days of its end"),
        Column("urgent_incidents_caused", pa.int32(), "change: those of priority 1 or 2 among the incidents caused"),
        Column("recovered_at", INSTANT, "change: when the last incident that it caused was resolved", unit="UTC"),
        Column(
            "sla_judged_on",
            pa.date32(),
            "day on which it was resolved, or was due where that came first by the newest change of the desk",
        ),
        Column("response_judged_on", pa.date32(), "the same for the first response"),
    ),
)

DAYS: dict[str, str] = {
    column.name: f"{column.name.removesuffix('_on')}_at"
    for column in TICKETS.columns
    if column.type == pa.date32() and not column.name.endswith("judged_on")
}
"""The day columns of ``tickets`` that are the day of an instant, each with that instant."""

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

DIMENSIONS: tuple[str, ...] = ("priority", "group", "service", "category", "business_unit", "desk", "kind", "channel")
"""The columns of ``tickets`` by which readings may be broken down and narrowed."""
