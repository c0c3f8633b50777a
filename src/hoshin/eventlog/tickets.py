"""The tickets as last known: the newest word of the desk, completed from the ticket's history."""

from __future__ import annotations

import ibis
from ibis import Table

from hoshin.eventlog.links import LINKS
from hoshin.eventlog.outcome import GONE, LEFT, RESOLVED, endings, holdings, spans
from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import DAYS, TICKETS


def newest(rows: Table, updates: Table) -> Table:
    """One row for each ticket: the newest word on it.

    Of updates (ordered) that is the last; of rows that are tickets the one updated last, where all say when they were
    updated, else that of the newest file. ``first_at``, ``last_at`` and ``first_opened`` tell of all of them.
    """
    last = updates.group_by(*TICKET).mutate(latest=updates.order.max())
    last = last.filter(last.order == last.latest).drop("order", "latest")
    last = last.mutate(as_of=last["at"])
    tickets = rows.filter(~rows.history)
    words = last.union(tickets.mutate(as_of=tickets.updated_at).select(last.columns))
    dated = words.as_of.notnull().all().over(ibis.window(group_by=TICKET))
    words = words.mutate(as_of=ibis.ifelse(dated, words.as_of, ibis.null("timestamp(6)")))
    by = [words.as_of.desc(), words.place.desc(), words.line.desc()]
    words = words.mutate(rank=ibis.row_number().over(ibis.window(group_by=TICKET, order_by=by)))
    spans = updates.group_by(*TICKET).aggregate(first_at=updates["at"].min(), last_at=updates["at"].max())
    openings = rows.group_by(*TICKET).aggregate(first_opened=rows.opened_at.min())
    words = words.filter(words.rank == 0).drop("rank", "as_of")
    return words.left_join(spans, TICKET).drop("desk_right", "ticket_right").join(openings, TICKET)


def tickets(newest: Table, transitions: Table, assignments: Table) -> Table:
    """The canonical tickets but for their days and for what other tickets tell of them.

    Days need the desk's time zone (``hoshin.eventlog.days``), the others all tickets (``hoshin.eventlog.links``).
    What the desk itself records goes before what its history says, except that the time of closing counts only for a
    ticket that is closed or cancelled: some desks repeat it on every row. A ticket of which nobody knows when it was
    opened is left out.
    """
    t = newest.left_join(endings(transitions), TICKET).drop("desk_right", "ticket_right")
    t = t.left_join(holdings(assignments), TICKET).drop("desk_right", "ticket_right")
    never = ibis.null("timestamp(6)")
    gone = t.status.isin(GONE)
    t = t.mutate(
        opened_at=ibis.coalesce(t.opened_at, t.first_opened, t.first_at),
        resolved_at=ibis.ifelse(
            t.gives_resolved, t.resolved_at, ibis.ifelse(t.status.isin(RESOLVED), t.resolved_entered, never)
        ),
        closed_at=ibis.ifelse(
            t.gives_closed,
            ibis.ifelse(ibis.coalesce(gone, True), t.closed_at, never),
            ibis.ifelse(gone, t.gone_entered, never),
        ),
    )
    t = t.filter(t.opened_at.notnull())
    changed = ibis.greatest(t.last_at, t.updated_at)
    t = t.mutate(updated_at=ibis.coalesce(changed, ibis.greatest(t.opened_at, t.resolved_at, t.closed_at)))
    recorded = ibis.coalesce(t.resolved_at, t.closed_at)
    t = t.mutate(
        # A desk may call a ticket closed and give no time: then its history tells when it left, else its last change.
        left_at=ibis.coalesce(
            recorded, ibis.ifelse(t.status.isin(LEFT), ibis.coalesce(t.left_entered, t.updated_at), never)
        ),
        reassignments=ibis.coalesce(t.reassignments, t.moves),
        reopens=ibis.coalesce(t.reopens, t.reopened),
    )
    horizons = t.select(*TICKET, horizon=ibis.coalesce(t.left_at, t.updated_at))
    t = t.left_join(spans(transitions, horizons), TICKET).drop("desk_right", "ticket_right")
    t = t.mutate(
        waiting_hours=ibis.ifelse(t.gives_waiting, t.waited, ibis.null("float64")),
        active_hours=ibis.ifelse(t.gives_active, t.worked, ibis.null("float64")),
    )
    return t.select(*[c.name for c in TICKETS.columns if c.name not in (*DAYS, *LINKS)])
