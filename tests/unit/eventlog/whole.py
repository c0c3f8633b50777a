"""The rules and the links in one go, as they are put together when a desk is normalised; days are those of UTC."""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa

from hoshin.eventlog import steps
from hoshin.eventlog.links import linked
from hoshin.eventlog.rows import plain
from hoshin.eventlog.schema import TABLES, TICKETS
from hoshin.warehouse.engines.duckdb import connect


def derived(rows: pa.Table) -> dict[str, pa.Table]:
    """The canonical tables of rows (``hoshin.eventlog.rows``), sorted by their keys; the tickets lack their days."""
    found = {name: made.cast(plain(made.schema)) for name, made in steps.derive(rows).items()}
    for table in TABLES:
        ordered = found[table.name].sort_by([(name, "ascending") for name in table.key])
        assert ordered == found[table.name], "the rules give a table in the order of its key"
    engine = connect()
    try:
        engine.con.register(TICKETS.name, found[TICKETS.name])
        found[TICKETS.name] = engine.con.sql(f"{_linking()} ORDER BY desk, ticket").to_arrow_table()
        return found
    finally:
        engine.disconnect()


@cache
def _linking() -> str:
    tickets = ibis.table(ibis.Schema.from_pyarrow(plain(steps.derived(TICKETS))), name=TICKETS.name)
    return str(ibis.to_sql(linked(tickets), dialect="duckdb"))
