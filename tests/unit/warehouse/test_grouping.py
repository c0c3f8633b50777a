"""All groupings in one pass say what one pass for each says, also where values are null and where none are there."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from ibis import Table
from ibis.expr.types import Value

from hoshin.eventlog.grouping import Sets, one_by_one
from hoshin.eventlog.schema import DAYS, TICKETS
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.engine import desks_that_give, read, read_each
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.warehouse import generations, parts
from hoshin.warehouse.engines.duckdb import open_log
from hoshin.warehouse.generations import Generation
from tests.unit.warehouse.small import DESKS, tables

BREAKDOWNS = [(), ("group",), ("priority",), ("group", "priority"), ("desk",)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Half a year of tickets, some of them without group or priority, some still open."""
    chance = random.Random(5)
    rows = []
    for number in range(400):
        opened = datetime(2026, 1, 1) + timedelta(minutes=chance.randrange(180 * 24 * 60))  # noqa: DTZ001
        left = chance.choice([None, opened + timedelta(minutes=chance.randrange(90_000))])
        row: dict[str, Any] = {
            "desk": "desk",
            "ticket": f"T{number:04d}",
            "kind": chance.choice(["incident", "request"]),
            "opened_at": opened,
            "resolved_at": left,
            "left_at": left,
            "updated_at": left or opened,
            "group": chance.choice([None, "A", "B"]),
            "priority": chance.choice([None, 1, 2]),
            "reassignments": chance.choice([None, 0, 1]),
        }
        days = {day: row[moment].date() if row.get(moment) else None for day, moment in DAYS.items()}
        rows.append(row | days)
    found = tables(0) | {TICKETS.name: pa.Table.from_pylist(rows, schema=TICKETS.arrow)}
    warehouse = tmp_path_factory.mktemp("desk")
    return generations.write(warehouse, 1, parts.store(warehouse, found), DESKS, ())


@pytest.mark.parametrize(
    "sets", [((),), (("group",),), ((), ("group",), ("priority",)), (("priority", "group"), ("group",))]
)
@pytest.mark.parametrize("least", [0, 10**6])
def test_grouping_sets_are_the_groupings(desk: Generation, sets: Sets, least: int) -> None:
    with open_log(desk) as log:

        def build() -> tuple[Table, dict[str, Value]]:
            rows = log.tickets.filter(log.tickets.reassignments >= least)
            return rows, {"n": rows.count(), "met": (rows.priority == 1).sum(), "middle": rows.reassignments.median()}

        for _ in range(2):
            found = log.grouped(("test", least), sets, build)
            wanted = one_by_one(None, sets, build)
            for mine, other in zip(found, wanted, strict=True):
                assert mine.schema == other.schema
                assert sorted(map(str, mine.to_pylist())) == sorted(map(str, other.to_pylist()))


def test_what_is_asked_for_another_scope_is_not_mixed_up(desk: Generation) -> None:
    metrics, coverage = list(METRICS.values()), Coverage({"desk": (DESKS["desk"].first, DESKS["desk"].last)})
    with open_log(desk) as log:
        asked = [Query(Grain.ALL, where=where) for where in ((), (("group", "A"),), (("group", "B"),), ())]
        volumes = [read(log, metrics[:1], each, coverage=coverage, generation="g")[0].result.n for each in asked]
    assert volumes[0] == volumes[3] > volumes[1] + volumes[2]


@pytest.mark.parametrize("grain", list(Grain))
def test_several_breakdowns_at_once_are_each_of_them(desk: Generation, grain: Grain) -> None:
    metrics, coverage = list(METRICS.values()), Coverage({"desk": (DESKS["desk"].first, DESKS["desk"].last)})
    query = Query(grain, where=(("kind", "incident"),))
    with open_log(desk) as log:
        together = read_each(log, metrics, query, BREAKDOWNS, coverage=coverage, generation="g")
        for breakdown, found in zip(BREAKDOWNS, together, strict=True):
            by, across = (*breakdown, None, None)[:2]
            alone = Query(grain, by, where=query.where, across=across)
            assert found == read(log, metrics, alone, coverage=coverage, generation="g")


def test_which_desk_gives_a_column_is_known_from_the_files(desk: Generation) -> None:
    giving = generations.giving(desk, TICKETS.name)
    assert not {"sla_met", "satisfaction", "closed_on"} & giving.keys()
    assert {"group", "priority", "reassignments", "resolved_on", "desk"} <= giving.keys()
    with open_log(desk) as log:
        assert all(giving.get(name, frozenset()) == desks_that_give(log, name) for name in TICKETS.arrow.names)
