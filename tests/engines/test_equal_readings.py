"""One suite for all engines: whatever is asked, ClickHouse and Spark say what DuckDB says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pytest

from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.ageing import BUCKETS
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Reading, Value
from hoshin.metrics.statistic import Absent
from hoshin.pipeline.read import Reader
from hoshin.pipeline.shared_tickets import shared_in_turn, shared_tickets, takings
from hoshin.warehouse.engines import duckdb
from hoshin.warehouse.generations import Generation

pytestmark = pytest.mark.xdist_group("engines")

ALL = list(METRICS)
KINDS = list({(type(metric.statistic), metric.dating): key for key, metric in METRICS.items()}.values())
"""A metric of each statistic and dating: the tickets behind a number are found in the same way for all of those."""
SPAN = (date(2024, 3, 25), date(2024, 4, 21))
"""Days around the night on which clocks go forward."""
EDGES = [
    *(Query(grain, where=(("desk", "invented"),)) for grain in (Grain.WEEK, Grain.MONTH, Grain.ALL)),
    Query(Grain.DAY, None, *SPAN),
    Query(Grain.ALL, "desk"),
    *(Query(Grain.ALL, dimension) for dimension in DIMENSIONS if dimension != "desk"),
    Query(Grain.MONTH, "group", date(2024, 3, 1), date(2024, 5, 31), across="priority"),
    Query(Grain.ALL, where=(("group", "berlin"), ("group", "(none)"), ("priority", "high"))),
    Query(Grain.ALL, where=(("group", "Atlantis"),)),
    Query(Grain.MONTH, None, date(1950, 1, 1), date(1950, 3, 31)),
    Query(Grain.WEEK, None, date(1900, 1, 1), date(1900, 1, 31), where=(("desk", "extreme"),)),
    Query(Grain.WEEK, None, date(9999, 12, 1), date(9999, 12, 31), where=(("desk", "extreme"),)),
    Query(Grain.MONTH, None, date(2299, 11, 1), date(2300, 3, 31), where=(("desk", "extreme"),)),
]
REAL = [
    Query(Grain.MONTH),
    Query(Grain.ALL, "group"),
    Query(Grain.WEEK, "priority"),
    Query(Grain.DAY, None, date(2016, 3, 1), date(2016, 4, 30)),
]


def ident(query: Query) -> str:
    """A short name for a question."""
    said = [query.grain.value, *query.breakdown, *(f"{a}={b}" for a, b in query.where)]
    return " ".join([*said, str(query.first)] if query.first else said)


@pytest.fixture(scope="module")
def at_edges(start: Callable[[Generation], Reader], edge_log: Generation) -> Iterator[tuple[Reader, Reader]]:
    with start(edge_log) as other, Reader(edge_log, duckdb.open_log(edge_log)) as like:
        yield other, like


@pytest.fixture(scope="module")
def at_real(start: Callable[[Generation], Reader], real_log: Generation) -> Iterator[tuple[Reader, Reader]]:
    with start(real_log) as other, Reader(real_log, duckdb.open_log(real_log)) as like:
        yield other, like


@pytest.mark.parametrize("query", EDGES, ids=ident)
def test_awkward_tickets(at_edges: tuple[Reader, Reader], query: Query) -> None:
    other, like = at_edges
    same(other.read(ALL, query), like.read(ALL, query))


@pytest.mark.parametrize("query", REAL, ids=ident)
def test_a_real_desk(at_real: tuple[Reader, Reader], query: Query) -> None:
    other, like = at_real
    same(other.read(ALL, query), like.read(ALL, query))


def test_the_log_has_a_number_for_each_metric_that_any_log_can_hold(edge_log: Generation) -> None:
    with Reader(edge_log, duckdb.open_log(edge_log)) as like:
        found = [*like.read(ALL, Query(Grain.ALL, "desk")), *like.read(ALL, EDGES[1])]
    given = {reading.metric for reading in found if isinstance(reading.result, Value)}
    assert given == {key for key, metric in METRICS.items() if not isinstance(metric.statistic, Absent)}


@pytest.mark.parametrize("key", KINDS)
def test_the_tickets_behind_a_number(at_edges: tuple[Reader, Reader], key: str) -> None:
    other, like = at_edges
    query = Query(Grain.ALL, None, date(1900, 1, 1), date(2024, 9, 30))
    found, expected = other.tickets(key, query), like.tickets(key, query)
    assert found.schema.names == expected.schema.names
    for row, wanted in zip(found.to_pylist(), expected.to_pylist(), strict=True):
        amount = wanted.pop("amount", None)
        assert row.pop("amount", None) == (amount if amount is None else pytest.approx(amount, rel=1e-9))
        assert row == wanted


def test_ageing_dimensions_and_one_ticket(at_edges: tuple[Reader, Reader]) -> None:
    other, like = at_edges
    end = date(2024, 6, 30)
    assert other.ageing(Query(), end) == like.ageing(Query(), end)
    assert sum(like.ageing(Query(), end)) > 50
    aged, wanted = (reader.aged_tickets(Query(), end, BUCKETS[-1]).to_pylist() for reader in at_edges)
    assert aged == wanted != []
    for dimension in DIMENSIONS:
        assert other.values(dimension) == like.values(dimension)
    assert other.ticket("invented", "T999") == like.ticket("invented", "T999")
    name = wanted[0]["ticket"]
    assert other.ticket(wanted[0]["desk"], name) == like.ticket(wanted[0]["desk"], name) is not None


def test_who_shares_tickets_with_whom(at_edges: tuple[Reader, Reader]) -> None:
    other, like = at_edges
    groups = [group for group in like.values("group") if group][:2]
    first, until = date(2000, 1, 1), date(2030, 1, 1)
    expected = shared_tickets(like, groups, (), first, until)
    assert shared_tickets(other, groups, (), first, until) == expected
    assert sum(expected.taken.values()) > 0
    waves = {group: wave for wave, group in enumerate(groups)}
    assert shared_in_turn(other, waves, (), first, until) == shared_in_turn(like, waves, (), first, until)
    found, wanted = takings(other), takings(like)
    assert found.taken.keys() == wanted.taken.keys()
    for group in wanted.taken:
        assert found.between(group, first, until) == wanted.between(group, first, until)


def same(found: Sequence[Reading], expected: Sequence[Reading]) -> None:
    """Counts and words are equal, reals to 1e-9."""
    assert len(found) == len(expected) > 0
    for one, wanted in zip(found, expected, strict=True):
        where = (wanted.metric, wanted.period.label, wanted.scope)
        assert (one.metric, one.period, one.scope, one.complete) == (*_head(wanted),), where
        assert type(one.result) is type(wanted.result), (*where, one.result, wanted.result)
        if isinstance(wanted.result, Value) and isinstance(one.result, Value):
            assert (one.result.n, one.result.left_out) == (wanted.result.n, wanted.result.left_out), where
            for got, right in (
                (one.result.amount, wanted.result.amount),
                (one.result.low, wanted.result.low),
                (one.result.high, wanted.result.high),
            ):
                assert got == (right if right is None else pytest.approx(right, rel=1e-9, abs=1e-9)), where
        else:
            assert one.result == wanted.result, where


def _head(reading: Reading) -> tuple[object, ...]:
    return reading.metric, reading.period, reading.scope, reading.complete
