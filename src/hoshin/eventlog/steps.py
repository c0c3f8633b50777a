"""The rules in a row: from what was read to the canonical tables."""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa
from ibis import Table

from hoshin.eventlog.history import assignments, transitions
from hoshin.eventlog.links import LINKED_BY, LINKS, linked
from hoshin.eventlog.rows import ROWS, TICKET
from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS
from hoshin.eventlog.tickets import newest, tickets
from hoshin.eventlog.updates import once, ordered

START = "rows"
"""The name of the table that the first step reads (``hoshin.eventlog.rows``)."""
NARROW_NAME = "narrow"
"""The name of the table that ``linking`` reads."""
NARROW: pa.Schema = pa.schema(
    [
        *(TICKETS.arrow.field(name).with_nullable(True) for name in (*TICKET, *LINKED_BY)),
        pa.field("month", pa.int32()),  # of opening, as 202603
        pa.field("fresh", pa.bool_()),  # made now; else as the generation before has it
        *(TICKETS.arrow.field(name).with_name(f"was_{name}") for name in LINKS),  # null where fresh
    ]
)
"""What is needed of all tickets to tell what they say of each other, and what they said of each other before."""


@cache
def steps() -> dict[str, Table]:
    """The tables to make, in order, each an expression over the tables named before it and over ``rows``.

    An engine keeps each result under its name before it goes on. The tickets lack their days, which need the desk's
    time zone (``hoshin.eventlog.days``), and what other tickets tell of them (``linking``): so the tables of some
    tickets can be made from the rows of those tickets alone.
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
    step(TICKETS.name, tickets(last, moves, holds))
    return made


@cache
def linking() -> Table:
    """What other tickets tell of each ticket: ``LINKS`` over the narrow table ``NARROW`` of all tickets of a desk."""
    return linked(ibis.table(ibis.Schema.from_pyarrow(NARROW), name=NARROW_NAME))
