"""The closed vocabulary of own metrics: which fields of a ticket a condition or an amount may name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import ibis
from ibis import Table
from ibis.expr.types import IntegerValue

from hoshin.eventlog.schema import PRIORITIES, TICKETS, ChangeType, Kind, Outcome, Status
from hoshin.metrics.measures import between, hours, hours_without_waiting
from hoshin.metrics.statistic import Measure


class Sort(StrEnum):
    """What a field holds, and with it which conditions can be put on it."""

    WORD = "word"
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    LINK = "link"


@dataclass(frozen=True)
class Field:
    """One field of a ticket under the name that people choose it by.

    ``columns`` are the columns of the canonical tickets that have to be known. A word of a closed list names its
    ``words``; the others are ``open``: which there are, the tickets tell. A number has a ``measure`` in its ``unit``,
    and, as a time between two moments, ``moments`` that must not lie the wrong way round. ``summed`` is the unit of its
    sum, empty where a sum says nothing.
    """

    name: str
    title: str
    sort: Sort
    columns: tuple[str, ...]
    words: tuple[str, ...] = ()
    measure: Measure | None = None
    unit: str = ""
    summed: str = ""
    moments: tuple[str, str] | None = None

    @property
    def column(self) -> str:
        """The one column of a field that is not worked out from several."""
        return self.columns[0]

    @property
    def open(self) -> bool:
        """Whether the tickets alone tell which words there are."""
        return self.sort is Sort.WORD and not self.words

    def amount(self, days: bool) -> Measure:
        """The number as an amount of a ticket, in days of 24 hours where that is asked for. Raises TypeError."""
        if self.measure is None:
            raise TypeError(f"'{self.name}' holds no number.")
        if not days:
            return self.measure
        return Measure(self.measure.of, per=24 * self.measure.per, coarse=self.measure.coarse)


def _word(name: str, title: str, *words: str) -> Field:
    return Field(name, title, Sort.WORD, (name,), words)


def _flag(name: str, title: str) -> Field:
    return Field(name, title, Sort.YES_NO, (name,))


def _link(name: str, title: str) -> Field:
    return Field(name, title, Sort.LINK, (name,))


@dataclass(frozen=True)
class _Of:
    """A column of whole numbers."""

    column: str

    def __call__(self, tickets: Table) -> IntegerValue:
        return tickets[self.column].cast("int64")


def _number(name: str, title: str, *, summed: str = "") -> Field:
    return Field(name, title, Sort.NUMBER, (name,), measure=Measure(_Of(name)), unit="per ticket", summed=summed)


def _hours(name: str, title: str) -> Field:
    return Field(name, title, Sort.NUMBER, (name,), measure=hours(name), unit="h", summed="h")


def _time(name: str, title: str, start: str, end: str) -> Field:
    return Field(
        name, title, Sort.NUMBER, (start, end), measure=between(start, end), unit="h", summed="h", moments=(start, end)
    )


FIELDS: dict[str, Field] = {
    each.name: each
    for each in (
        _word("kind", "kind", *(kind.value for kind in Kind)),
        _word("priority", "priority", *PRIORITIES.values()),
        _word("group", "support group"),
        _word("service", "service"),
        _word("category", "category"),
        _word("business_unit", "business unit"),
        _word("desk", "desk"),
        _word("channel", "channel"),
        _word("status", "stage", *(status.value for status in Status)),
        _word("change_type", "change type", *(each.value for each in ChangeType)),
        _word("outcome", "outcome of the change", *(each.value for each in Outcome)),
        Field("title", "short description", Sort.TEXT, ("title",)),
        _flag("major", "major incident"),
        _flag("sla_met", "resolved within the agreed time"),
        _flag("response_sla_met", "responded to within the agreed time"),
        _flag("returned", "came back to a group that had held it"),
        _flag("repeated", "repeated incident"),
        _link("duplicate", "mark as a duplicate"),
        _flag("downgraded", "no longer of priority 1"),
        _flag("unauthorised", "unauthorised change"),
        _flag("deployment", "deployment"),
        _link("parent", "parent ticket"),
        _link("problem", "linked problem"),
        _link("caused_by", "change that caused it"),
        _link("article", "knowledge article"),
        _number("reassignments", "reassignments"),
        _number("reopens", "reopenings"),
        _number("level", "support level"),
        _number("satisfaction", "satisfaction (1 to 5)"),
        _number("experience", "experience (0 to 10)"),
        _number("incidents_caused", "incidents caused by the change", summed="tickets"),
        _number("urgent_incidents_caused", "urgent incidents caused by the change", summed="tickets"),
        Field(
            "lost_time",
            "working time lost",
            Sort.NUMBER,
            ("lost_minutes",),
            measure=Measure(_Of("lost_minutes"), per=60),
            unit="h",
            summed="h",
        ),
        _hours("waiting_hours", "waiting time"),
        _hours("waiting_user_hours", "time waited for the user"),
        _hours("waiting_vendor_hours", "time waited for a vendor"),
        _hours("waiting_change_hours", "time waited for a change"),
        _hours("active_hours", "active time"),
        _time("response_time", "time to first response", "opened_at", "responded_at"),
        _time("resolution_time", "time to resolve", "opened_at", "resolved_at"),
        Field(
            "resolution_time_without_waiting",
            "time to resolve without waiting",
            Sort.NUMBER,
            ("opened_at", "resolved_at", "waiting_hours"),
            measure=hours_without_waiting("opened_at", "resolved_at"),
            unit="h",
            summed="h",
            moments=("opened_at", "resolved_at"),
        ),
        _time("closing_time", "time from opening to closing", "opened_at", "closed_at"),
        _time("confirmation_time", "time from resolution to closing", "resolved_at", "closed_at"),
        _time("restoration_time", "time to restore a major incident", "opened_at", "restored_at"),
        _time("cause_time", "time to find a problem's cause", "opened_at", "cause_found_at"),
        _time("approval_time", "time to approve a change", "opened_at", "approved_at"),
        _time("lead_time", "lead time of a change", "opened_at", "finished_at"),
        _time("implementation_time", "implementation time of a change", "started_at", "finished_at"),
    )
}
"""All fields by name, in the order in which people choose."""

ALWAYS = frozenset(column.name for column in TICKETS.columns if not column.nullable)
"""The columns that every ticket has."""

ONE = Measure(lambda tickets: ibis.literal(1, "int64"))
"""One for each ticket."""
