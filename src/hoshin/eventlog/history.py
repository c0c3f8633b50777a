"""A ticket's history: the states that it went through and the groups that held it."""

from __future__ import annotations

import ibis
from ibis import Table

from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import ASSIGNMENTS, TRANSITIONS


def transitions(updates: Table) -> Table:
    """The canonical transitions of ordered updates; an update that names no state changes none."""
    return _runs(updates, "state").select(*[c.name for c in TRANSITIONS.columns])


def assignments(updates: Table) -> Table:
    """The canonical assignments of ordered updates; an update that names no group takes the ticket from none."""
    return _runs(updates, "group").select(*[c.name for c in ASSIGNMENTS.columns])


def _runs(updates: Table, column: str) -> Table:
    """The first update of each run of equal values of ``column``, nulls left out."""
    known = updates.filter(updates[column].notnull())
    within = ibis.window(group_by=TICKET, order_by=known.order)
    known = known.mutate(before=known[column].lag().over(within))
    first = known.filter(known.before.isnull() | (known.before != known[column]))
    within = ibis.window(group_by=TICKET, order_by=first.order)
    return first.mutate(position=ibis.row_number().over(within).cast("int32"), until=first["at"].lead().over(within))
