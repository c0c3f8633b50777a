"""The rules and the links in one go, as they are put together when a desk is normalised; days are those of UTC."""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa

from hoshin.eventlog.links import linked
from hoshin.eventlog.schema import TABLES, TICKETS
from hoshin.eventlog.steps import START, steps
from hoshin.warehouse.engines.duckdb import connect


def derived(rows: pa.Table) -> dict[str, pa.Table]:
    """The canonical tables of rows (``hoshin.eventlog.rows``), sorted by their keys; the tickets lack their days."""
    engine = connect()
    try:
        engine.con.register(START, rows)
        for name, sql in _translated().items():
            engine.con.execute(f"CREATE TABLE {name} AS {sql}")
        keys = {table.name if table is not TICKETS else "whole": ", ".join(table.key) for table in TABLES}
        found = [engine.con.table(name).order(key).to_arrow_table() for name, key in keys.items()]
        return dict(zip([table.name for table in TABLES], found, strict=True))
    finally:
        engine.disconnect()


@cache
def _translated() -> dict[str, str]:
    rules = steps()
    tickets = ibis.table(rules[TICKETS.name].schema(), name=TICKETS.name)
    return {name: ibis.to_sql(rule, dialect="duckdb") for name, rule in {**rules, "whole": linked(tickets)}.items()}
