"""The canonical fields that a mapping may fill from a file's columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """How a field's text is read."""

    TEXT = "text"
    TIME = "time"
    COUNT = "count"
    FLAG = "flag"
    WORD = "word"  # by a table of the mapping: states, priorities or kinds


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
        Field("state", Sort.WORD, "the desk's own word for the state"),
        Field("priority", Sort.WORD, "the desk's own word for the priority"),
        Field("group", Sort.TEXT, "the support group that holds it"),
        Field("service", Sort.TEXT, "the business service or configuration item"),
        Field("category", Sort.TEXT, "the desk's category"),
        Field("channel", Sort.TEXT, "how it came in"),
        Field("problem", Sort.TEXT, "the problem it is linked to"),
        Field("sla_met", Sort.FLAG, "the desk's own flag: resolved within the agreed time"),
        Field("reassignments", Sort.COUNT, "how often the group changed, as the desk counts"),
        Field("reopens", Sort.COUNT, "how often it was reopened, as the desk counts"),
    )
}

TIMES: tuple[str, ...] = tuple(f.name for f in FIELDS.values() if f.sort is Sort.TIME)
"""The fields that hold times."""
