"""DuckDB, in memory and inside this process: reads a generation's Parquet files where they lie.

A connection is private to whoever opens it, so that any number of threads may each open one. It never writes to disk
outside of its temporary space, and never reaches for the network: what the engine needs is built into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import ASSIGNMENTS, TABLES, TICKETS, TRANSITIONS, Table
from hoshin.eventlog.steps import START, steps
from hoshin.warehouse.generations import Generation


def connect() -> Backend:
    """A new private engine in memory that never downloads an extension. ``disconnect()`` releases it."""
    return ibis.duckdb.connect(autoinstall_known_extensions=False, autoload_known_extensions=False)


def derive(rows: pa.Table) -> Iterator[tuple[Table, pa.Table]]:
    """The canonical tables that rows (``hoshin.eventlog.rows``) amount to, one after the other, sorted by their keys.

    The tickets lack their days (``hoshin.eventlog.days``).
    """
    engine = connect()
    try:
        engine.con.register(START, rows)
        for name, sql in _translated().items():
            engine.con.sql(sql).create(name)
            for table in TABLES:
                if table.name == name:
                    yield table, engine.con.table(name).order(", ".join(table.key)).to_arrow_table()
    finally:
        engine.disconnect()


@cache
def _translated() -> dict[str, str]:
    """The rules in SQL. Ibis takes a third of a second over them, so once in a process is enough."""
    return {name: ibis.to_sql(rule, dialect="duckdb") for name, rule in steps().items()}


def open_log(generation: Generation) -> EventLog:
    """The event log of a published generation. The caller closes it; other readers are not touched by that."""
    engine = connect()

    def table(of: Table) -> ibis.Table:
        return engine.read_parquet(generation.folder / f"{of.name}.parquet", table_name=of.name)

    return EventLog(table(TICKETS), table(TRANSITIONS), table(ASSIGNMENTS), engine.disconnect)
