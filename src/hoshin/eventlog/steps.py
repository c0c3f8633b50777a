"""The rules in a row: from what was read to the canonical tables."""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa

from hoshin.eventlog.arrays import Rows, coded, instants
from hoshin.eventlog.history import Runs, runs
from hoshin.eventlog.links import LINKED_BY, LINKS, linked
from hoshin.eventlog.rows import CODED, TICKET
from hoshin.eventlog.schema import ASSIGNMENTS, DAYS, TICKETS, TRANSITIONS, Table
from hoshin.eventlog.tickets import tickets
from hoshin.eventlog.updates import ordered

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


def derived(table: Table) -> pa.Schema:
    """The columns of a canonical table that ``derive`` makes: texts as codes, tickets without days and links."""
    fields = [table.arrow.field(column.name) for column in table.columns if column.name not in (*DAYS, *LINKS)]
    return pa.schema([f.with_type(CODED) if pa.types.is_string(f.type) else f for f in fields])


def derive(table: pa.Table) -> dict[str, pa.Table]:
    """The canonical tables that rows (``hoshin.eventlog.rows``) amount to, each in the order of its key.

    The tickets lack their days, which need the desk's time zone (``hoshin.eventlog.days``), and what other tickets tell
    of them (``linking``): so the tables of some tickets can be made from the rows of those tickets alone. The names of
    tickets are codes into the same dictionary in all three tables.
    """
    rows = Rows(table)
    updates = ordered(rows)
    states, groups = runs(rows, updates, "state"), runs(rows, updates, "group")
    begun = pa.array(states.row)
    made = {
        TICKETS: tickets(rows, updates, states, groups),
        TRANSITIONS: {**_spans(rows, states), **{name: rows.column(name).take(begun) for name in ("state", "status")}},
        ASSIGNMENTS: {**_spans(rows, groups), "group": coded(groups.code, rows.column("group").dictionary)},
    }
    return {
        table.name: pa.table([columns[name] for name in derived(table).names], schema=derived(table))
        for table, columns in made.items()
    }


def _spans(rows: Rows, of: Runs) -> dict[str, pa.Array]:
    return {
        "desk": rows.names.desk.take(pa.array(of.tickets.of)),
        "ticket": rows.names.ticket.take(pa.array(of.tickets.of)),
        "position": pa.array(of.tickets.position, pa.int32()),
        "at": instants(of.at),
        "until": instants(of.until),
    }


@cache
def linking() -> ibis.Table:
    """What other tickets tell of each ticket: ``LINKS`` over the narrow table ``NARROW`` of all tickets of a desk."""
    return linked(ibis.table(ibis.Schema.from_pyarrow(NARROW), name=NARROW_NAME))
