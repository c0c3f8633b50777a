"""ClickHouse holds a generation whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from hoshin.eventlog.schema import TABLES, TICKETS
from hoshin.warehouse import generations, parts
from hoshin.warehouse.errors import EngineUnavailable
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.manifest import DeskEntry, TableEntry
from tests.unit.metrics.small_log import ticket

pytestmark = pytest.mark.xdist_group("engines")


@pytest.fixture
def small(tmp_path: Path) -> Generation:
    return made(tmp_path, "2024-01-02T03:04")


def made(folder: Path, opened: str) -> Generation:
    """A generation of one ticket, which no other test has."""
    row = ticket(1, {"opened_at": opened, "title": folder.name})
    tables = {table.name: table.arrow.empty_table() for table in TABLES}
    tables[TICKETS.name] = pa.Table.from_pylist([row], schema=TICKETS.arrow)
    day = date.fromisoformat(opened[:10])
    desks = {"desk": DeskEntry(folder.name, "0", "UTC", False, day, day)}
    return generations.write(folder, 7, parts.store(folder, tables), desks, ())


def databases(engine: Any, generation: Generation) -> list[str]:
    module = pytest.importorskip("hoshin.warehouse.engines.clickhouse")
    return [name for name in engine.list_databases() if name.startswith(module.database_of(generation))]


def test_it_is_loaded_once_however_many_open_it_at_once(clickhouse: str, small: Generation) -> None:
    module = pytest.importorskip("hoshin.warehouse.engines.clickhouse")
    with ThreadPoolExecutor(4) as pool:
        logs = list(pool.map(lambda _: module.open_log(small, clickhouse), range(4)))
    for log in logs:
        assert log.tickets.count().to_pyarrow().as_py() == 1
    assert databases(logs[0].tickets.get_backend(), small) == [module.database_of(small)]


def test_a_load_that_fails_leaves_nothing_to_read(clickhouse: str, small: Generation) -> None:
    module = pytest.importorskip("hoshin.warehouse.engines.clickhouse")
    (part,) = small.manifest.tables[TICKETS.name].parts
    tables = {**small.manifest.tables, TICKETS.name: TableEntry((replace(part, rows=2),))}
    cut = replace(small, manifest=replace(small.manifest, tables=tables))
    with pytest.raises(EngineUnavailable, match="took 1 of 2 rows of 'tickets'"):
        module.open_log(cut, clickhouse)
    with module.open_log(small, clickhouse) as log:
        assert databases(log.tickets.get_backend(), small) == [module.database_of(small)]


def test_days_that_it_cannot_hold_are_refused(clickhouse: str, tmp_path: Path) -> None:
    module = pytest.importorskip("hoshin.warehouse.engines.clickhouse")
    with pytest.raises(
        EngineUnavailable, match=r"no days before 1900, and 'tickets.opened_at' goes back to 1899-12-31"
    ):
        module.open_log(made(tmp_path, "1899-12-31T12:00"), clickhouse)
