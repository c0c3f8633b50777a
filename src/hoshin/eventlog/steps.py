"""The rules in a row: from what was read to the canonical tables."""

from __future__ import annotations

import pyarrow as pa

from hoshin.eventlog.arrays import Rows, coded, instants
from hoshin.eventlog.history import Runs, runs
from hoshin.eventlog.links import LINKS
from hoshin.eventlog.rows import CODED
from hoshin.eventlog.schema import ASSIGNMENTS, DAYS, TICKETS, TRANSITIONS, Table
from hoshin.eventlog.tickets import tickets
from hoshin.eventlog.updates import ordered


def derived(table: Table) -> pa.Schema:
    """The columns of a canonical table that ``derive`` makes: texts as codes, tickets without days and links."""
    fields = [table.arrow.field(column.name) for column in table.columns if column.name not in (*DAYS, *LINKS)]
    return pa.schema([f.with_type(CODED) if pa.types.is_string(f.type) else f for f in fields])


def derive(table: pa.Table) -> dict[str, pa.Table]:
    """The canonical tables that rows (``hoshin.eventlog.rows``) amount to, each in the order of its key.

    The tickets lack their days, which need the desk's time zone (``hoshin.eventlog.days``), and what other tickets tell
    of them (``hoshin.eventlog.links``): so the tables of some tickets can be made from the rows of those tickets alone.
    The names of tickets are codes into the same dictionary in all three tables.
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
