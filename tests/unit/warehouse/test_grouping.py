"""All groupings of one pass say what one pass for each says, also where values are null and where none are there."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ibis import Table

from hoshin.eventlog.grouping import Kind, Sets, Sum, one_by_one
from hoshin.eventlog.schema import DAYS, TICKETS
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.engine import desks_that_give, read, read_each
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.warehouse import generations, parts
from hoshin.warehouse.engines.cells import put_together
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


EACH_KIND = {
    "n": Sum(Kind.COUNT, "reassignments"),
    "moved": Sum(Kind.TOTAL, "reassignments"),
    "first": Sum(Kind.LEAST, "opened_on"),
    "last": Sum(Kind.GREATEST, "opened_on"),
    "minutes": Sum(Kind.QUANTILES, "took", (0.0, 0.1, 0.5, 0.85, 1.0)),
    "moves": Sum(Kind.QUANTILES, "reassignments", (0.5,)),
}


@pytest.mark.parametrize(
    "sets",
    [
        ((),),
        (("group",),),
        ((), ("group",), ("priority",)),
        (("priority", "group"), ("group",)),
        (("kind",), ("kind", "group"), ("kind", "priority"), ("group", "kind", "priority")),
    ],
)
@pytest.mark.parametrize("least", [0, 1, 10**6])
def test_groups_put_together_are_the_groups(desk: Generation, sets: Sets, least: int) -> None:
    """To the last bit, as DuckDB says it of each set alone."""
    with open_log(desk) as log:

        def build() -> tuple[Table, dict[str, Sum]]:
            rows = log.tickets.filter(log.tickets.reassignments.fill_null(0) >= least)
            took = rows.resolved_at.epoch_seconds() - rows.opened_at.epoch_seconds()
            return rows.mutate(took=took), EACH_KIND

        for _ in range(2):
            found = log.grouped(("test", least), sets, build)
            wanted = one_by_one(None, sets, build)
            for keys, mine, other in zip(sets, found, wanted, strict=True):
                assert mine.column_names == other.column_names
                assert _told(mine) == _told(other if least < 10**6 or not keys else other.slice(0, 0))


def _told(table: pa.Table) -> list[str]:
    """The rows as words: totals as whole numbers, whatever the engine's type for them is, and none as nothing."""
    rows = [row | {"moved": int(row["moved"] or 0)} for row in table.to_pylist() if row["n"] or row["minutes"]]
    return sorted(map(str, rows))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "A", "B", "C"]),
            st.integers(0, 3),
            st.none() | st.integers(-(2**50), 2**50) | st.integers(0, 5),
        ),
        max_size=60,
    ),
    st.sampled_from([((),), (("a",), ("b",)), (("a",), ("a", "b")), ((), ("b",), ("b", "a"))]),
)
def test_cells_tell_all_that_the_rows_tell(rows: list[tuple[str | None, int, int | None]], sets: Sets) -> None:
    """Against lists in plain Python."""
    fractions = (0.25, 0.5, 1.0)
    sums = {"n": Sum(Kind.COUNT, "x"), "total": Sum(Kind.TOTAL, "x"), "quarters": Sum(Kind.QUANTILES, "x", fractions)}
    by_cell: dict[tuple[str | None, int], list[int]] = {}
    for a, b, x in rows:
        by_cell.setdefault((a, b), []).extend([] if x is None else [x])
    cells = pa.table(
        {
            "a": pa.array([a for a, _ in by_cell], pa.string()),
            "b": pa.array([b for _, b in by_cell], pa.int64()),
            "n": pa.array([len(x) for x in by_cell.values()], pa.int64()),
            "total": pa.array([sum(x) if x else None for x in by_cell.values()], pa.decimal128(38, 0)),
            "values of x": pa.array([x or None for x in by_cell.values()], pa.list_(pa.int64())),
        }
    )
    for keys, told in zip(sets, put_together(cells, sets, sums), strict=True):
        wanted: dict[tuple[object, ...], list[int]] = {}
        for a, b, x in rows:
            wanted.setdefault(tuple({"a": a, "b": b}[key] for key in keys), []).extend([] if x is None else [x])
        found = {tuple(row[key] for key in keys): row for row in told.to_pylist()}
        assert found.keys() == wanted.keys()
        for key, values in wanted.items():
            row = found[key]
            assert (row["n"], row["total"]) == (len(values), sum(values) if values else None)
            assert (row["quarters"] or []) == pytest.approx([_type_7(values, q) for q in fractions if values])


def _type_7(values: list[int], q: float) -> float:
    """Hyndman and Fan's definition 7, in fractions."""
    ordered, place = sorted(values), (len(values) - 1) * Fraction(q)
    low = int(place)
    return float(ordered[low] + (place - low) * (ordered[min(low + 1, len(values) - 1)] - ordered[low]))


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
