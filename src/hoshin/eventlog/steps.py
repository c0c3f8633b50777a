"""The rules in a row: from what was read to the canonical tables."""

from __future__ import annotations

from functools import cache

import ibis
from ibis import Table

from hoshin.eventlog.history import assignments, transitions
from hoshin.eventlog.links import linked
from hoshin.eventlog.rows import ROWS
from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS
from hoshin.eventlog.tickets import newest, tickets
from hoshin.eventlog.updates import once, ordered

START = "rows"
"""The name of the table that the first step reads (``hoshin.eventlog.rows``)."""


@cache
def steps() -> dict[str, Table]:
    """The tables to make, in order, each an expression over the tables named before it and over ``rows``.

    An engine keeps each result under its name before it goes on. The tickets lack their days, which need the desk's
    time zone (``hoshin.eventlog.days``).
    """
    made: dict[str, Table] = {}

    def step(name: str, rule: Table) -> Table:
        made[name] = rule
        return ibis.table(rule.schema(), name=name)

    rows = ibis.table(ibis.Schema.from_pyarrow(ROWS), name=START)
    updates = step("updates", ordered(once(rows)))
    moves = step(TRANSITIONS.name, transitions(updates))
    holds = step(ASSIGNMENTS.name, assignments(updates))
    last = step("newest", newest(rows, updates))
    alone = step("alone", tickets(last, moves, holds))
    step(TICKETS.name, linked(alone))
    return made
