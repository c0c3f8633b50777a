"""DuckDB, in memory and inside this process: reads a generation's Parquet files where they lie.

A connection is private to whoever opens it, so that any number of threads may each open one. It never writes to disk
outside of its temporary space, and never reaches for the network: what the engine needs is built into it.
"""

from __future__ import annotations

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS, Table
from hoshin.warehouse.generations import Generation


def connect() -> Backend:
    """A new private engine in memory that never downloads an extension. ``disconnect()`` releases it."""
    return ibis.duckdb.connect(autoinstall_known_extensions=False, autoload_known_extensions=False)


def hold(engine: Backend, name: str, rows: pa.Table) -> ibis.Table:
    """Arrow rows as a table of the engine, read where they are in memory.

    Goes past Ibis 12, whose ``create_table`` fails on Arrow tables together with sqlglot 30.
    """
    engine.con.register(name, rows)
    return engine.table(name)


def open_log(generation: Generation) -> EventLog:
    """The event log of a published generation. The caller closes it; other readers are not touched by that."""
    engine = connect()

    def table(of: Table) -> ibis.Table:
        return engine.read_parquet(generation.folder / f"{of.name}.parquet", table_name=of.name)

    return EventLog(table(TICKETS), table(TRANSITIONS), table(ASSIGNMENTS), engine.disconnect)
