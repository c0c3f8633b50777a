"""What tickets tell of each other, worked out on DuckDB: in bounded memory, with a folder for what is too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from hoshin.eventlog.links import LINKED_BY, LINKS
from hoshin.eventlog.schema import TICKETS
from hoshin.eventlog.steps import NARROW, NARROW_NAME, linking
from hoshin.warehouse.engines.duckdb import connect

MEMORY = "1GiB"
"""What the engine may hold at once before it writes to its folder."""

MONTH = "year(opened_on)::INTEGER * 100 + month(opened_on)::INTEGER"
"""The month in which a ticket was opened, as 202603."""


@contextmanager
def opened(folder: Path) -> Iterator[Backend]:
    """An engine of its own that keeps what does not fit into ``MEMORY`` in ``folder``."""
    engine = connect()
    try:
        engine.con.execute(f"SET memory_limit = '{MEMORY}'")
        engine.con.execute(f"SET temp_directory = {_quoted(str(folder))}")
        engine.con.execute("SET preserve_insertion_order = false")
        yield engine
    finally:
        engine.disconnect()


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
def _linking() -> str:
    return str(ibis.to_sql(linking(), dialect="duckdb"))
