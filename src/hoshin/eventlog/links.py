"""What other tickets of a desk tell of a ticket: whether it repeats one, and what a change caused."""

from __future__ import annotations

import ibis
from ibis import Table

from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import Kind

LINKS = ("repeated", "incidents_caused", "incidents_caused_soon", "recovered_at")
"""The columns that :func:`linked` adds."""
LINKED_BY = ("kind", "service", "category", "opened_at", "left_at", "caused_by", "finished_at")
"""The columns of other tickets, beside their names, at which :func:`linked` looks."""
REPEAT_DAYS = 30
"""An incident repeats another of its service and category that was opened at most so many days before."""
SOON_DAYS = 7
"""Within how many days of a change's end an incident counts against its success."""


def linked(tickets: Table) -> Table:
    """The tickets with ``LINKS``. They look at all tickets of a desk, so that one new ticket may change an old one."""
    return _changes(_repeats(tickets))


def _repeats(tickets: Table) -> Table:
    incident = (tickets.kind == Kind.INCIDENT.value) & tickets.service.notnull() & tickets.category.notnull()
    alike = ibis.window(
        group_by=[tickets.desk, tickets.service, tickets.category, tickets.kind],
        order_by=[tickets.opened_at, tickets.ticket],
    )
    before = tickets.opened_at.lag().over(alike)
    repeats = ibis.coalesce(tickets.opened_at <= before + ibis.interval(days=REPEAT_DAYS), False)
    return tickets.mutate(repeated=ibis.ifelse(incident, repeats, ibis.null("boolean")))


def _changes(tickets: Table) -> Table:
    """An incident names its cause by the change's number; of a cause that the desk's log lacks nothing follows."""
    named = tickets.filter((tickets.kind == Kind.INCIDENT.value) & tickets.caused_by.notnull())
    named = named.select(
        named.desk, ticket=named.caused_by, incident_opened_at=named.opened_at, incident_left_at=named.left_at
    )
    ends = tickets.filter(tickets.kind == Kind.CHANGE.value)
    ends = ends.select(*TICKET, end_at=ibis.coalesce(ends.finished_at, ends.left_at))
    pairs = named.join(ends, TICKET)
    soon = pairs.incident_opened_at <= pairs.end_at + ibis.interval(days=SOON_DAYS)
    caused = pairs.group_by(*TICKET).aggregate(
        caused=pairs.count().cast("int32"),
        soon=ibis.coalesce(soon, False).cast("int32").sum().cast("int32"),
        open=pairs.incident_left_at.isnull().any(),
        recovered=pairs.incident_left_at.max(),
    )
    desks = named.group_by("desk").aggregate(names_causes=named.count() > 0)
    found = tickets.left_join(caused, TICKET).drop("desk_right", "ticket_right")
    found = found.left_join(desks, "desk").drop("desk_right")
    counts = (found.kind == Kind.CHANGE.value) & found.names_causes.notnull()
    return found.mutate(
        incidents_caused=ibis.ifelse(counts, ibis.coalesce(found.caused, 0), ibis.null("int32")),
        incidents_caused_soon=ibis.ifelse(counts, ibis.coalesce(found.soon, 0), ibis.null("int32")),
        recovered_at=ibis.ifelse(found.open, ibis.null("timestamp(6)"), found.recovered),
    ).drop("caused", "soon", "open", "recovered", "names_causes")
