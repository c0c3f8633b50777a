"""The updates of each ticket: every one once, in their order, with times that never run backwards."""

from __future__ import annotations

import ibis
from ibis import Table

from hoshin.eventlog.rows import TICKET


def once(rows: Table) -> Table:
    """The rows that are updates, without those that a newer file says again.

    Two files tell of the same update where ticket, position and time agree; for a desk that numbers no updates, where
    ticket, time, state and group agree. The newest file's wording of it counts. Rows of one and the same file all stay.
    An update without a time of its own has the time at which the ticket was updated last, else opened.
    """
    updates = rows.filter(rows.history).mutate(at=ibis.coalesce(rows.at, rows.updated_at, rows.opened_at))
    unnumbered = updates.position.isnull()
    updates = updates.mutate(
        same_state=ibis.ifelse(unnumbered, updates.state, ibis.null("string")),
        same_group=ibis.ifelse(unnumbered, updates["group"], ibis.null("string")),
    )
    same = ibis.window(group_by=[*TICKET, "position", "at", "same_state", "same_group"])
    updates = updates.mutate(newest=updates.place.max().over(same))
    return updates.filter(updates.newest == updates.place, updates.at.notnull()).drop(
        "newest", "same_state", "same_group"
    )


def ordered(updates: Table) -> Table:
    """``updates`` (see :func:`once`) with ``order``, which counts from 0 within the ticket, and ``at`` made monotone.

    The order is that of the desk's positions where all updates of the ticket have one, then of time, file and line.
    A time before that of an earlier update becomes that update's time: a desk's clock may be set back, a ticket's
    history cannot.
    """
    ticket = ibis.window(group_by=TICKET)
    numbered = updates.position.notnull().all().over(ticket)
    updates = updates.mutate(ordinal=ibis.ifelse(numbered, updates.position, ibis.null("int32")))
    by = [updates.ordinal, updates["at"], updates.place, updates.line]
    updates = updates.mutate(order=ibis.row_number().over(ibis.window(group_by=TICKET, order_by=by))).drop("ordinal")
    past = ibis.cumulative_window(group_by=TICKET, order_by=updates.order)
    return updates.mutate(at=updates["at"].max().over(past))
