"""The engine: private to whoever opens it, and in no need of the network."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from hoshin.eventlog.schema import TABLES
from hoshin.warehouse.engines.duckdb import connect, open_log
from tests.unit.warehouse.small import generation, tables


def test_the_log_of_a_generation_has_the_canonical_columns_and_rows(tmp_path: Path) -> None:
    with open_log(generation(tmp_path)) as log:
        found = {"tickets": log.tickets, "transitions": log.transitions, "assignments": log.assignments}
        for table in TABLES:
            read = found[table.name].to_pyarrow()
            assert read.schema.names == table.arrow.names
            assert read.schema.types == table.arrow.types
            assert read.to_pylist() == tables()[table.name].to_pylist()


def test_many_threads_each_have_their_own(tmp_path: Path) -> None:
    made = generation(tmp_path, count=5000)

    def ask(_: int) -> int:
        with open_log(made) as log:
            return int(log.tickets.count().to_pyarrow().as_py())

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(40))) == [5000] * 40


def test_closing_one_does_not_touch_another_and_ends_it(tmp_path: Path) -> None:
    made = generation(tmp_path)
    one, other = open_log(made), open_log(made)
    one.close()
    with pytest.raises(duckdb.ConnectionException):
        one.tickets.count().to_pyarrow()
    assert other.tickets.count().to_pyarrow().as_py() == 3
    other.close()


def test_no_extension_is_fetched() -> None:
    engine = connect()
    try:
        loaded = engine.con.execute("select install_mode from duckdb_extensions() where loaded").fetchall()
        assert {mode for (mode,) in loaded} == {"STATICALLY_LINKED"}
        with pytest.raises(duckdb.Error):
            engine.con.execute("select * from read_parquet('https://localhost:1/none.parquet')")
        shown = engine.con.execute("select current_setting('autoinstall_known_extensions')").fetchall()
        assert shown == [(False,)]
    finally:
        engine.disconnect()


def test_a_generation_stays_readable_while_others_come_and_go(tmp_path: Path) -> None:
    first = generation(tmp_path, 1)
    with open_log(first) as log:
        second = generation(tmp_path, 2, count=9)
        shutil.rmtree(second.folder)
        assert log.tickets.count().to_pyarrow().as_py() == 3
