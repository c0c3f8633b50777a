"""Every metric, grain, breakdown and filter agrees with plain loops over the tickets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.drill import question_behind, tickets
from hoshin.metrics.engine import read
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Reading, Value
from hoshin.metrics.weeks import NO_WEEK
from tests.unit.metrics import oracle
from tests.unit.metrics.small_log import Row, coverage_of, log_of, readings, ticket

START = datetime(2024, 1, 22)  # noqa: DTZ001 — the canonical tables hold UTC without a zone
KEYS = [key for key in METRICS if key in oracle.METRICS]
QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: each example asks an engine many questions, and a failing one is small enough to read."""
instants = st.integers(0, 90 * 24 * 60 - 1).map(lambda minutes: START + timedelta(minutes=minutes))
SPANS = st.one_of(st.integers(-600, 6000), st.integers(0, 120 * 24 * 60)).map(
    lambda m: timedelta(minutes=m, seconds=m % 7)
)
perhaps = st.none() | st.booleans()


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    opened = draw(instants)
    resolved = draw(st.none() | SPANS.map(lambda span: opened + span))
    left = resolved if resolved else draw(st.none() | SPANS.map(lambda span: opened + span))
    return {
        "desk": draw(st.sampled_from(["north", "south"])),
        "kind": draw(st.sampled_from(["incident", "incident", "request", "change"])),
        "opened_at": opened,
        "resolved_at": resolved,
        "left_at": left,
        "first_resolved_at": draw(st.none() | SPANS.map(lambda span: opened + span)) or resolved,
        "due_at": draw(st.none() | SPANS.map(lambda span: opened + span)),
        "finished_at": draw(st.none() | SPANS.map(lambda span: opened + span)),
        "deployment": draw(perhaps),
        "duplicate": draw(st.sampled_from([None, None, None, True])),
        "waiting_user_hours": draw(st.none() | st.integers(0, 10**10).map(lambda us: us / 3.6e9)),
        "status": draw(st.sampled_from([None, "active", "resolved", "closed", "cancelled"])),
        "priority": draw(st.none() | st.integers(1, 5)),
        "group": draw(st.sampled_from([None, "A", "B"])),
        "service": draw(st.sampled_from([None, "mail"])),
        "problem": draw(st.sampled_from([None, None, "P1"])),
        "sla_met": draw(perhaps),
        "returned": draw(perhaps),
        "reassignments": draw(st.none() | st.integers(0, 4)),
        "reopens": draw(st.none() | st.integers(0, 2)),
        "waiting_hours": draw(st.none() | st.integers(0, 10**12).map(lambda us: us / 3.6e9)),
    }


logs = st.lists(rows(), min_size=1, max_size=25)
days = st.none() | st.integers(-20, 140).map(lambda d: (START + timedelta(days=d)).date())
FILTERS = (
    ("priority", "1 - Critical"),
    ("priority", "2"),
    ("priority", "(none)"),
    ("group", "A"),
    ("group", "(none)"),
    ("desk", "north"),
    ("kind", "incident"),
    ("service", "nobody's"),
)
wheres = st.lists(st.sampled_from(FILTERS), max_size=3, unique=True).map(tuple)


@st.composite
def queries(draw: st.DrawFn, grain: st.SearchStrategy[Grain] | None = None) -> Query:
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    by = draw(st.none() | st.sampled_from(DIMENSIONS))
    return Query(draw(grain or st.sampled_from(list(Grain))), by, first, last, draw(wheres))


def scope_holds(found: dict[str, Any], reading: Reading, query: Query) -> bool:
    if query.by:
        dimension, value = reading.scope[-1]
        own = found.get(dimension)
        return (oracle.LABELS[own] if dimension == "priority" and own else own) == value
    return True


def check(
    reading: Reading, query: Query, log: list[dict[str, Any]], covered: tuple[date, date], whole: tuple[date, date]
) -> None:
    first, last = reading.period.first, reading.period.last
    if query.grain is not Grain.ALL:
        assert (reading.period.label, first, last) == oracle.period_of(first, query.grain.value)
    asked_first, asked_last = max(query.first or first, first), min(query.last or last, last)
    own = [t for t in log if oracle.inside(t, query.where) and scope_holds(t, reading, query)]
    meets = first <= covered[1] and last >= covered[0]
    begun = asked_last >= covered[0]
    wanted = oracle.expected(reading.metric, own, log, asked_first, asked_last, meets, begun, whole)
    result = reading.result
    if wanted.amount is None:
        assert not isinstance(result, Value), (reading, wanted)
        assert (result.reason.name, result.n) == (wanted.why, wanted.n)
    else:
        assert isinstance(result, Value), (reading, wanted)
        assert result.n == wanted.n
        assert result.amount == pytest.approx(wanted.amount, rel=1e-12, abs=1e-12)
        if result.low is not None and result.high is not None:
            assert result.low <= result.amount <= result.high
    assert reading.complete == (first >= whole[0] and last < whole[1] and (asked_first, asked_last) == (first, last))


@settings(max_examples=40, deadline=None, phases=QUICKLY)
@given(logs, queries())
def test_every_reading_agrees_with_plain_loops(log: list[Row], query: Query) -> None:
    known = [ticket(i, row) for i, row in enumerate(log, 1)]
    runs = coverage_of(log).desks
    named = [runs[v] for d, v in query.where if d == "desk" and v in runs] or list(runs.values())
    for reading in readings(log, KEYS, query):
        own = [runs[str(reading.scope[-1][1])]] if query.by == "desk" else named
        covered = min(r[0] for r in own), max(r[1] for r in own)
        whole = max(r[0] for r in own), min(r[1] for r in own)
        check(reading, query, known, covered, whole)


@settings(max_examples=12, deadline=None, phases=QUICKLY)
@given(logs, queries(), st.integers(0, 10**6))
def test_the_tickets_behind_a_number_are_as_many_as_its_n(log: list[Row], query: Query, pick: int) -> None:
    held, coverage = log_of(log), coverage_of(log)
    found = read(held, [METRICS[key] for key in KEYS], query, coverage=coverage, generation="g")
    for key in KEYS:
        own = [r for r in found if r.metric == key]
        if not own:
            continue
        reading = own[pick % len(own)]
        metric = METRICS[key]
        behind = tickets(held, metric, question_behind(query, reading), coverage=coverage).to_pyarrow()
        result = reading.result
        if not isinstance(result, Value):
            # The changes of a period in which no whole week lies are there, and give no median week.
            assert behind.num_rows == (result.n if result.detail == NO_WEEK else 0)
            continue
        assert behind.num_rows == result.n
        if metric.unit == "share":
            assert sum(behind["met"].to_pylist()) == round(result.amount * result.n)
        elif key == "backlog_change":
            assert sum(behind["amount"].to_pylist()) == result.amount
        elif key in ("time_to_resolve_mean", "waiting_time", "reassignments_per_ticket"):
            assert sum(behind["amount"].to_pylist()) == pytest.approx(result.amount * result.n, rel=1e-9)
        elif key == "time_to_resolve_median":
            assert oracle.quantile(behind["amount"].to_pylist(), 0.5) == pytest.approx(result.amount)
