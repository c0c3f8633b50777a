"""The desk's flag beside the clock: the four cells, the likely causes, and the metrics by another basis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hoshin.metrics import engine
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric
from hoshin.metrics.result import Reason, Refusal, Value
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.basis import METRIC, Basis, by_clocks
from hoshin.service_levels.clocks import Horizon, clocks
from hoshin.service_levels.reconciliation import Alone, Cause, Reconciliation, reconcile
from hoshin.service_levels.standing import standing
from tests.unit.metrics.small_log import GENERATION, coverage_of
from tests.unit.service_levels.few_tickets import NOW, at, book, log_of

Row = dict[str, Any]
EVER = Query()
HORIZONS = {"desk": Horizon(NOW, "Europe/Berlin")}
WAITED = [("2026-11-23T09:00", "active"), ("2026-11-23T10:00", "waiting"), ("2026-11-23T16:00", "resolved")]
REOPENED = [
    ("2026-11-16T09:00", "active"),
    ("2026-11-16T10:00", "resolved"),
    ("2026-11-17T10:00", "active"),
    ("2026-11-18T12:00", "resolved"),
]


def resolved(opened: str, ended: str, met: bool | None, **more: Any) -> Row:
    return {"opened_at": opened, "resolved_at": ended, "status": "resolved", "sla_met": met, **more}


def reconciled(rows: Sequence[Row], by: Book, query: Query = EVER) -> Reconciliation:
    log = log_of(rows)
    return reconcile(log, by, Clock.RESOLUTION, clocks(log, by, Clock.RESOLUTION, HORIZONS), query, HORIZONS)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (resolved("2026-11-23T09:00", "2026-11-23T12:00:30", False), Cause.MINUTE),
        (resolved("2026-11-23T09:00", "2026-11-24T12:00", True), Cause.NO_HISTORY),
        (resolved("2026-11-23T09:00", "2026-11-23T16:00", False, steps=WAITED), Cause.NO_PAUSE),
        (resolved("2026-11-20T16:00", "2026-11-23T09:00", False), Cause.AROUND_THE_CLOCK),
        (
            resolved(
                "2026-11-20T16:00",
                "2026-11-23T08:00",
                False,
                steps=[
                    ("2026-11-20T16:00", "active"),
                    ("2026-11-20T18:00", "waiting"),
                    ("2026-11-23T08:00", "resolved"),
                ],
            ),
            Cause.WALL_CLOCK,
        ),
        (resolved("2026-11-16T09:00", "2026-11-18T12:00", True, steps=REOPENED, reopens=1), Cause.FIRST_RESOLUTION),
        (
            resolved(
                "2026-11-23T09:00",
                "2026-11-23T17:00",
                True,
                due_at="2026-11-24T09:00",
                steps=[("2026-11-23T09:00", "active"), ("2026-11-23T17:00", "resolved")],
            ),
            Cause.OTHER_PROMISE,
        ),
        (resolved("2026-11-23T09:00", "2026-11-23T09:30", False), Cause.NOT_KNOWN),
    ],
)
def test_each_cause(row: Row, cause: Cause) -> None:
    found = reconciled([row], book(3))
    assert found.causes == {cause: 1}
    assert found.agreeing == 0


def test_the_four_cells_and_what_only_one_side_judges() -> None:
    rows = [
        resolved("2026-11-23T09:00", "2026-11-23T10:00", True),
        resolved("2026-11-23T09:00", "2026-11-23T16:00", False),
        resolved("2026-11-23T09:00", "2026-11-23T16:00", True),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", False),
        resolved("2026-11-23T09:00", "2026-11-23T11:00", False),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T08:00", True),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", True) | {"status": "cancelled"},
        resolved("2026-11-20T09:00", "2026-11-20T10:00", True),
    ]
    found = reconciled(rows, book(3), Query(first=date(2026, 11, 23), last=date(2026, 11, 23)))
    assert (found.both_met, found.both_breached, found.desk_met, found.clock_met) == (1, 1, 1, 2)
    assert (found.only_desk, found.only_clock, found.n) == (1, 1, 5)
    assert found.agreeing == pytest.approx(0.4)
    assert [row["ticket"] for row in found.differing.to_pylist()] == ["T3", "T5", "T4"]
    nobody = reconciled(rows, book(3), Query(first=date(2027, 1, 1)))
    assert nobody.agreeing is None
    assert nobody.causes == {}


def test_each_side_adds_up_to_its_own_total_and_says_why_it_judges_alone() -> None:
    rows: list[Row] = [
        resolved("2026-11-23T09:00", "2026-11-23T10:00", True),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T08:00", True),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", True, priority=5),
        resolved("2026-11-20T16:00", "2026-11-23T16:00", False, due_at="2026-11-20T16:30"),
        resolved("2026-11-19T09:00", "2026-11-23T16:00", False),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", True, duplicate=True),
        {"opened_at": "2026-11-23T09:00", "status": "active"},
        {"opened_at": "2026-11-23T09:00", "status": "active", "due_at": "2026-11-23T11:00"},
        {"opened_at": "2026-11-23T09:00", "closed_at": "2026-11-23T16:00", "status": "closed"},
        {
            "opened_at": "2026-12-30T16:00",
            "status": "active",
            "resolved_at": "2026-11-23T10:00",
            "sla_met": True,
            "reopens": 1,
        },
    ]
    query = Query(first=date(2026, 11, 23), last=date(2026, 11, 23))
    by = book(3, where=(("priority", "(none)"),))
    found = reconciled(rows, by, query)
    assert (found.both_met, found.both_breached, found.n) == (1, 1, 2)
    assert found.without_clock == {
        Alone.NO_AGREEMENT: 1,
        Alone.NOT_TOLD: 1,
        Alone.STILL_RUNS: 1,
        Alone.CLOCK_OTHER_DAY: 1,
    }
    assert found.without_desk == {Alone.DESK_OTHER_DAY: 1, Alone.NEVER_ENDED: 1, Alone.NOT_DUE: 1, Alone.NO_FLAG: 1}
    assert (found.desk_share, found.clock_share) == (0.5, 0.5)
    log = log_of(rows)
    clocked = clocks(log, by, Clock.RESOLUTION, HORIZONS)
    assert found.by_clock == sum(each.n for each in standing(log.tickets, by, Clock.RESOLUTION, clocked, query)) == 6
    plain = [{k: v for k, v in row.items() if k != "steps"} for row in rows]
    (reading,) = engine.read(
        log,
        [metric(METRIC[Clock.RESOLUTION])],
        Query(Grain.ALL, None, query.first, query.last),
        coverage=coverage_of(plain),
        generation=GENERATION,
    )
    assert isinstance(reading.result, Value)
    assert found.by_desk == reading.result.n == 6


def test_the_metric_by_the_clock_where_the_desk_gives_no_flag() -> None:
    rows = [
        resolved("2026-11-23T09:00", "2026-11-23T10:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T16:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T08:00", None),
    ]

    def share(basis: Basis, said: Sequence[Row]) -> Value | Refusal:
        log = log_of(said)
        otherwise = by_clocks(log, clocks(log, book(3), Clock.RESOLUTION, HORIZONS), Clock.RESOLUTION, basis)
        asked = [metric(METRIC[Clock.RESOLUTION])]
        plain = [{k: v for k, v in row.items() if k != "steps"} for row in said]
        (found,) = engine.read(otherwise, asked, Query(Grain.ALL), coverage=coverage_of(plain), generation=GENERATION)
        return found.result

    none = share(Basis.DESK, rows)
    assert isinstance(none, Refusal)
    assert none.reason is Reason.NO_FIELD
    computed = share(Basis.COMPUTED, rows)
    assert isinstance(computed, Value)
    assert (computed.n, computed.left_out) == (3, 1)
    assert computed.amount == pytest.approx(2 / 3)
    assert share(Basis.EITHER, rows) == computed
    # Where the desk has a word, it goes before the clock's.
    mixed = [*rows[:2], rows[2] | {"sla_met": False}]
    either, own = share(Basis.EITHER, mixed), share(Basis.DESK, mixed)
    assert isinstance(either, Value)
    assert either.n == 3
    assert either.amount == pytest.approx(1 / 3)
    assert isinstance(own, Value)
    assert (own.n, own.amount) == (1, 0)


def test_responses_by_the_clock_are_dated_by_it() -> None:
    row = {
        "opened_at": "2026-11-23T16:30",
        "status": "active",
        "steps": [("2026-11-23T16:30", "new"), ("2026-11-24T08:10", "active")],
    }
    by = book(1, Clock.RESPONSE)
    log = log_of([row])
    otherwise = by_clocks(log, clocks(log, by, Clock.RESPONSE, HORIZONS), Clock.RESPONSE, Basis.COMPUTED)
    coverage = coverage_of([{"opened_at": at("2026-11-23T16:30")}])
    found = engine.read(
        otherwise, [metric(METRIC[Clock.RESPONSE])], Query(Grain.DAY), coverage=coverage, generation=GENERATION
    )
    assert {r.period.label: r.result.n for r in found if isinstance(r.result, Value)} == {"2026-11-24": 1}


def test_how_the_clocks_of_an_agreement_stand() -> None:
    rows: list[Row] = [
        resolved("2026-11-23T09:00", "2026-11-23T10:00", None),
        resolved("2026-11-23T09:00", "2026-11-24T12:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T16:00", None, steps=WAITED),
        resolved("2026-11-16T09:00", "2026-11-18T12:00", None, steps=REOPENED),
        resolved("2026-11-23T09:00", "2026-11-23T08:00", None),
        resolved("2026-11-23T09:00", "2026-11-23T10:00", None) | {"status": "cancelled"},
        {"opened_at": "2026-11-23T09:00", "status": "active"},
        {"opened_at": "2026-12-30T16:00", "status": "active", "group": "Other"},
    ]
    log, by = log_of(rows), book(3)
    query = Query(first=date(2026, 11, 19), last=date(2026, 12, 31))
    found = clocks(log, by, Clock.RESOLUTION, HORIZONS)
    (stands,) = standing(log.tickets, by, Clock.RESOLUTION, found, query)
    assert (stands.met, stands.breached, stands.unsure) == (2, 2, 2)
    assert (stands.running, stands.paused, stands.overdue, stands.unknown, stands.cancelled) == (1, 0, 1, 1, 1)
    (others,) = standing(log.tickets, by, Clock.RESOLUTION, found, Query(where=(("group", "Other"),)))
    assert (others.met, others.running, others.overdue) == (0, 1, 0)
