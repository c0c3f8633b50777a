"""The rules at work on DuckDB: from rows to canonical tables, in bounded memory, with a folder for what is too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from hoshin.eventlog.links import LINKED_BY, LINKS
from hoshin.eventlog.schema import TABLES, TICKETS
from hoshin.eventlog.steps import NARROW, NARROW_NAME, START, linking, steps
from hoshin.warehouse.engines.duckdb import connect

MEMORY = "1GiB"
"""What the engine may hold at once before it writes to its folder."""

MONTH = "year(opened_on)::INTEGER * 100 + month(opened_on)::INTEGER"
"""The month in which a ticket was opened, as 202603."""


@contextmanager
def deriving(folder: Path) -> Iterator[Backend]:
    """An engine of its own that keeps what does not fit into ``MEMORY`` in ``folder``."""
    engine = connect()
    try:
        engine.con.execute(f"SET memory_limit = '{MEMORY}'")
        engine.con.execute(f"SET temp_directory = {_quoted(str(folder))}")
        engine.con.execute("SET preserve_insertion_order = false")
        yield engine
    finally:
        engine.disconnect()


def derive(engine: Backend, rows: pa.Table) -> dict[str, pa.Table]:
    """The canonical tables that rows (``hoshin.eventlog.rows``) amount to, in no order.

    The tickets lack their days (``hoshin.eventlog.days``) and what other tickets tell of them (``links``).
    """
    engine.con.register(START, rows)
    made = {}
    try:
        for name, sql in _translated().items():
            engine.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        for table in TABLES:
            made[table.name] = engine.con.table(table.name).to_arrow_table()
        for name in _translated():
            engine.con.execute(f"DROP TABLE {name}")
    finally:
        engine.con.unregister(START)
    return made


def narrow(engine: Backend) -> None:
    """An empty place for what ``link`` needs of all tickets of a desk."""
    fields = ", ".join(f'"{f.name}" {_TYPES[f.type]}' for f in NARROW)
    engine.con.execute(f"CREATE OR REPLACE TEMP TABLE {NARROW_NAME} ({fields})")


def add_fresh(engine: Backend, tickets: pa.Table) -> None:
    """Let tickets made now, with their days, take part in ``link``."""
    engine.con.register("tickets_now", tickets)
    nulls = ", ".join("NULL" for _ in LINKS)
    engine.con.execute(f"INSERT INTO {NARROW_NAME} SELECT {_NAMED}, {MONTH}, true, {nulls} FROM tickets_now")
    engine.con.unregister("tickets_now")


def add_standing(engine: Backend, files: Sequence[Path], without: pa.Table) -> list[int]:
    """Let the tickets of the generation before take part in ``link``, but for those in ``without``.

    ``files`` are parts of tickets, ``without`` has one column, ``ticket``. Returns the months in which those lay.
    """
    if not files:
        return []
    engine.con.register("tickets_again", without)
    source = f"read_parquet([{', '.join(_quoted(str(file)) for file in files)}])"
    engine.con.execute(
        f"INSERT INTO {NARROW_NAME} SELECT {_NAMED}, {MONTH}, false, {', '.join(LINKS)} "
        f"FROM {source} ANTI JOIN tickets_again USING (ticket)"
    )
    found = engine.con.execute(
        f"SELECT DISTINCT {MONTH} FROM {source} SEMI JOIN tickets_again USING (ticket)"
    ).fetchall()
    engine.con.unregister("tickets_again")
    return [month for (month,) in found]


def link(engine: Backend) -> list[int]:
    """Let the tickets in the engine (``narrow``) tell of each other; returns the months in which that changes one."""
    engine.con.execute(f"CREATE OR REPLACE TEMP TABLE linked AS {_linking()}")
    engine.con.execute(f"DROP TABLE {NARROW_NAME}")
    changed = " OR ".join(f"was_{name} IS DISTINCT FROM {name}" for name in LINKS)
    found = engine.con.execute(f"SELECT DISTINCT month FROM linked WHERE fresh OR {changed} ORDER BY month").fetchall()
    return [month for (month,) in found]


def links(engine: Backend, month: int) -> pa.Table:
    """What other tickets tell of those opened in ``month``, in the order of the tickets: ``ticket`` and ``LINKS``."""
    query = f"SELECT ticket, {', '.join(LINKS)} FROM linked WHERE month = {month} ORDER BY ticket"
    return engine.con.execute(query).to_arrow_table()


def by_month(engine: Backend, made: dict[str, pa.Table]) -> Iterator[tuple[str, int, pa.Table]]:
    """The rows of one desk's tables (tickets with their days) by table and month of opening of their tickets."""
    engine.con.register("tickets_now", made[TICKETS.name])
    try:
        for table in TABLES:
            columns = ", ".join(f't."{name}"' for name in table.arrow.names if name not in LINKS)
            source, of = "tickets_now AS t", f"{MONTH}"
            if table is not TICKETS:
                engine.con.register("history_now", made[table.name])
                source = f"history_now AS t JOIN (SELECT ticket, {MONTH} AS opening FROM tickets_now) USING (ticket)"
                of = "opening"
            query = f"SELECT {columns}, {of} AS opening FROM {source} ORDER BY opening"
            rows = engine.con.execute(query).to_arrow_table()
            yield from ((table.name, month, piece) for month, piece in _runs(rows))
    finally:
        engine.con.unregister("tickets_now")


def _runs(rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    counts = rows.group_by("opening", use_threads=False).aggregate([([], "count_all")]).sort_by("opening")
    begin = 0
    for month, count in zip(counts["opening"].to_pylist(), counts["count_all"].to_pylist(), strict=True):
        yield month, rows.slice(begin, count).drop_columns("opening")
        begin += count


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_NAMED = ", ".join(f'"{name}"' for name in (*TICKETS.key, *LINKED_BY))
_TYPES = {
    pa.string(): "VARCHAR",
    pa.timestamp("us"): "TIMESTAMP",
    pa.bool_(): "BOOLEAN",
    pa.int32(): "INTEGER",
}


@cache
def _translated() -> dict[str, str]:
    """The rules in SQL. Ibis takes a third of a second over them, so once in a process is enough."""
    return {name: ibis.to_sql(rule, dialect="duckdb") for name, rule in steps().items()}


@cache
def _linking() -> str:
    return str(ibis.to_sql(linking(), dialect="duckdb"))
