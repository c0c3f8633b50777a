"""The canonical fields that a mapping may fill from a file's columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hoshin.eventlog.schema import DUPLICATE, ChangeType, HoldReason, Outcome


class Sort(StrEnum):
    """How a field's text is read."""

    TEXT = "text"
    TIME = "time"
    COUNT = "count"
    FLAG = "flag"
    WORD = "word"  # by a table of the mapping: states, priorities, kinds, or meanings.<field>


@dataclass(frozen=True)
class Field:
    """One canonical field: how it is read and what it means."""

    name: str
    sort: Sort
    meaning: str


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("ticket", Sort.TEXT, "the desk's own number of the ticket"),
        Field("at", Sort.TIME, "when the update was made; only where a row is an update"),
        Field("position", Sort.COUNT, "the update's order within its ticket"),
        Field("kind", Sort.WORD, "incident, request, problem, change or task"),
        Field("title", Sort.TEXT, "the short description"),
        Field("opened_at", Sort.TIME, "when the ticket was opened"),
        Field("resolved_at", Sort.TIME, "when it was last resolved"),
        Field("closed_at", Sort.TIME, "when it was closed or cancelled"),
        Field("updated_at", Sort.TIME, "when it was changed last"),
        Field("responded_at", Sort.TIME, "when the support first responded"),
        Field("due_at", Sort.TIME, "by when it is to be resolved"),
        Field("response_due_at", Sort.TIME, "by when it is to be responded to"),
        Field("restored_at", Sort.TIME, "major incident: when the service was restored"),
        Field("cause_found_at", Sort.TIME, "problem: when its cause was found"),
        Field("approved_at", Sort.TIME, "change: when it was approved"),
        Field("planned_start_at", Sort.TIME, "change: when its window begins"),
        Field("planned_end_at", Sort.TIME, "change: when its window ends"),
        Field("started_at", Sort.TIME, "change: when its implementation began"),
        Field("finished_at", Sort.TIME, "change: when its implementation ended"),
        Field("state", Sort.WORD, "the desk's own word for the state"),
        Field("hold_reason", Sort.WORD, "for whom it waits; the words of waiting states may say it as well"),
        Field("priority", Sort.WORD, "the desk's own word for the priority"),
        Field("group", Sort.TEXT, "the support group that holds it"),
        Field("business_unit", Sort.TEXT, "the part of the organisation that it serves"),
        Field("service", Sort.TEXT, "the business service or configuration item"),
        Field("category", Sort.TEXT, "the desk's category"),
        Field("channel", Sort.TEXT, "how it came in"),
        Field("level", Sort.WORD, "the support level of its group; may be read from the group's column"),
        Field("parent", Sort.TEXT, "the ticket of which it is a child"),
        Field("duplicate_of", Sort.TEXT, "the ticket of which it is a duplicate"),
        Field("closure", Sort.WORD, "how it was closed, where one of the ways is as a duplicate"),
        Field("problem", Sort.TEXT, "the problem it is linked to"),
        Field("caused_by", Sort.TEXT, "the change that caused it"),
        Field("article", Sort.TEXT, "the knowledge article that helped to resolve it"),
        Field("major", Sort.FLAG, "the desk's own flag: a major incident"),
        Field("response_sla_met", Sort.FLAG, "the desk's own flag: first responded to within the agreed time"),
        Field("sla_met", Sort.FLAG, "the desk's own flag: resolved within the agreed time"),
        Field("reassignments", Sort.COUNT, "how often the group changed, as the desk counts"),
        Field("reopens", Sort.COUNT, "how often it was reopened, as the desk counts"),
        Field("satisfaction", Sort.WORD, "the user's answer, laid on 1 (worst) to 5 (best)"),
        Field("experience", Sort.COUNT, "the user's answer from 0 (worst) to 10 (best)"),
        Field("lost_minutes", Sort.COUNT, "minutes of work that the user estimates to have lost"),
        Field("change_type", Sort.WORD, "change: standard, normal or emergency"),
        Field("outcome", Sort.WORD, "change: how it ended"),
        Field("unauthorised", Sort.FLAG, "change: made without authorisation"),
        Field("deployment", Sort.FLAG, "change: brings new software into production"),
    )
}

MEANINGS: dict[str, tuple[str | int, ...]] = {
    "hold_reason": tuple(each.value for each in HoldReason),
    "closure": (DUPLICATE,),
    "level": (1, 2, 3, 4),
    "satisfaction": (1, 2, 3, 4, 5),
    "change_type": tuple(each.value for each in ChangeType),
    "outcome": tuple(each.value for each in Outcome),
}
"""The fields whose words a mapping explains under ``[meanings.<field>]``, and what a word may stand for."""

TIMES: tuple[str, ...] = tuple(f.name for f in FIELDS.values() if f.sort is Sort.TIME)
"""The fields that hold times."""
