"""ClickHouse: a generation is loaded into a database of its own when it is first opened there.

A database that bears a generation's name is whole: it is loaded under another name, counted, and renamed at the end.
Generations never change, so it is never written to again; whoever wants its room drops it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from clickhouse_connect.driver.exceptions import ClickHouseError

from hoshin.eventlog.log import EventLog, completed
from hoshin.eventlog.schema import ASSIGNMENTS, INSTANT, TABLES, TICKETS, TRANSITIONS, Table
from hoshin.warehouse.engines.clickhouse_dialect import Backend
from hoshin.warehouse.errors import EngineUnavailable
from hoshin.warehouse.generations import Generation

_TYPES = {
    pa.string(): "String",
    pa.bool_(): "Bool",
    pa.int8(): "Int8",
    pa.int32(): "Int32",
    pa.float64(): "Float64",
    pa.date32(): "Date32",
    INSTANT: "DateTime64(6)",
}
_SETTINGS = {
    "session_timezone": "UTC",
    # Weeks and months begin on days that reach beyond 1970 and 2149, as the days themselves do.
    "enable_extended_results_for_datetime_functions": 1,
}
_EARLIEST = 1900
_CHUNK = 2**20


def open_log(generation: Generation, url: str) -> EventLog:
    """The event log of a published generation, on the server at ``url``, such as ``http://name:password@host:8123``.

    The caller closes it. Raises EngineUnavailable.
    """
    engine = _connect(url)
    try:
        database = _loaded(engine, generation)
    except ClickHouseError as error:
        raise EngineUnavailable(
            f"ClickHouse at {_shown(url)} cannot hold generation '{generation.name}' ({_first_line(error)}): "
            "the user needs the right to create, fill and rename databases."
        ) from error

    def table(of: Table) -> ibis.Table:
        return engine.table(of.name, database=database)

    return EventLog(completed(table(TICKETS)), table(TRANSITIONS), table(ASSIGNMENTS), engine.disconnect)


def database_of(generation: Generation) -> str:
    """The name of the database that holds a generation: ``hoshin_000001_8c1d2e3f4a5b``."""
    return f"hoshin_{generation.name.replace('-', '_')}"


def _connect(url: str) -> Backend:
    said = urlsplit(url)
    try:
        if said.scheme not in ("http", "https") or not said.hostname:
            raise ValueError("the address has to look like http://name:password@host:8123")
        engine: Backend = Backend().connect(
            host=said.hostname,
            port=said.port or (8443 if said.scheme == "https" else 8123),
            user=unquote(said.username or "default"),
            password=unquote(said.password or ""),
            secure=said.scheme == "https",
            settings=_SETTINGS,
            # Sessions serve one question at a time, and we need nothing that a session keeps.
            autogenerate_session_id=False,
        )
        return engine
    except (ClickHouseError, ValueError) as error:
        raise EngineUnavailable(
            f"ClickHouse cannot be reached at {_shown(url)} ({_first_line(error)}): check HOSHIN_CLICKHOUSE_URL."
        ) from error


def _loaded(engine: Backend, generation: Generation) -> str:
    """The name of the database that holds the generation, which is loaded where it is not there yet."""
    database = database_of(generation)
    if database in engine.list_databases():
        return database
    partial = f"{database}_loading_{uuid4().hex[:8]}"
    engine.con.command(f"CREATE DATABASE `{partial}`")
    try:
        for table in TABLES:
            _load(engine, partial, table, generation)
        try:
            engine.con.command(f"RENAME DATABASE `{partial}` TO `{database}`")
        except ClickHouseError:
            # Another reader may have been faster with the same generation: theirs is as good.
            if database not in engine.list_databases():
                raise
            engine.con.command(f"DROP DATABASE IF EXISTS `{partial}`")
    except BaseException:
        engine.con.command(f"DROP DATABASE IF EXISTS `{partial}`")
        raise
    return database


def _load(engine: Backend, database: str, table: Table, generation: Generation) -> None:
    files = [Path(file) for file in generation.files(table.name)]
    for file in files:
        _check(file, table)
    place = f"`{database}`.`{table.name}`"
    # As in every other engine a column may be null: only the key may not.
    columns = ", ".join(
        f"`{c.name}` {_TYPES[c.type]}" if c.name in table.key else f"`{c.name}` Nullable({_TYPES[c.type]})"
        for c in table.columns
    )
    engine.con.command(f"CREATE TABLE {place} ({columns}) ENGINE = MergeTree ORDER BY ({', '.join(table.key)})")
    for file in files:
        engine.con.raw_insert(place, insert_block=_chunks(file), fmt="Parquet")
    there = int(engine.con.command(f"SELECT count() FROM {place}"))  # noqa: S608 both names are our own
    if there != (rows := generation.manifest.tables[table.name].rows):
        raise EngineUnavailable(f"ClickHouse took {there} of {rows} rows of '{table.name}': try again.")


def _check(file: Path, table: Table) -> None:
    """Refuse what ClickHouse would silently move to its first day."""
    for column in table.columns:
        if column.type not in (pa.date32(), INSTANT):
            continue
        first = pc.min(pq.read_table(file, columns=[column.name])[column.name]).as_py()
        if first is not None and first.year < _EARLIEST:
            raise EngineUnavailable(
                f"ClickHouse holds no days before {_EARLIEST}, and '{table.name}.{column.name}' goes back to "
                f"{first:%Y-%m-%d}: correct the tickets, or read them with HOSHIN_ENGINE=duckdb."
            )


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _shown(url: str) -> str:
    """The address without the password."""
    said = urlsplit(url)
    return f"{said.scheme}://{said.netloc.rpartition('@')[2]}"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
