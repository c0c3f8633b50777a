"""What the engine does at the edges: coverage, scope, size, and the same bits each time."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from hoshin.metrics import flows
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.drill import tickets
from hoshin.metrics.engine import read
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS, metric
from hoshin.metrics.result import Period, Reading, Reason, Refusal, Value, reading_json
from hoshin.metrics.scope import QueryInvalid, UnknownDimension
from tests.unit.metrics.small_log import GENERATION, Row, coverage_of, log_of, readings

JANUARY: list[Row] = [
    {"opened_at": "2024-01-03T08:00", "resolved_at": "2024-01-03T09:00", "group": "Berlin", "priority": 1},
    {"opened_at": "2024-01-20T08:00", "resolved_at": "2024-02-03T08:00", "group": "Bern", "priority": 2},
    {"opened_at": "2024-03-02T08:00", "group": None, "priority": None},
]


def test_a_reading_carries_all_that_is_needed_to_compute_it_again() -> None:
    (reading,) = readings(JANUARY, ["ticket_volume"], Query(Grain.ALL, where=(("priority", "1"),)))
    assert reading == Reading(
        metric="ticket_volume",
        period=Period("all", date(2024, 1, 3), date(2024, 3, 2)),
        scope=(("priority", "1 - Critical"),),
        result=Value(1.0, 1),
        unit="tickets",
        generation=GENERATION,
        definition=metric("ticket_volume").digest,
        complete=False,
    )


@pytest.mark.parametrize("said", ["1", "1 - Critical", "critical", " 1 - critical "])
def test_a_priority_may_be_said_in_several_ways(said: str) -> None:
    (reading,) = readings(JANUARY, ["ticket_volume"], Query(Grain.ALL, where=(("priority", said),)))
    assert reading.scope == (("priority", "1 - Critical"),)
    assert reading.result == Value(1.0, 1)


def test_values_of_one_dimension_are_alternatives_and_dimensions_must_all_hold() -> None:
    where = (("group", "Berlin"), ("group", "(none)"), ("priority", "(none)"))
    (reading,) = readings(JANUARY, ["ticket_volume"], Query(Grain.ALL, where=where))
    assert reading.scope == (("group", "Berlin"), ("group", None), ("priority", None))
    assert reading.result == Value(1.0, 1)


def test_a_breakdown_runs_in_order_with_those_without_a_value_last() -> None:
    found = readings(JANUARY, ["ticket_volume"], Query(Grain.ALL, "priority"))
    assert [r.scope[-1][1] for r in found] == ["1 - Critical", "2 - High", None]


def test_only_wholly_covered_periods_are_complete() -> None:
    found = readings(JANUARY, ["ticket_volume", "backlog"], Query(Grain.MONTH))
    assert [r.complete for r in found] == [False, True, False] * 2
    days = readings(JANUARY, ["ticket_volume"], Query(Grain.DAY))
    assert (days[0].complete, days[-2].complete, days[-1].complete) == (True, True, False)


def test_a_clipped_month_keeps_its_label_and_is_not_complete() -> None:
    query = Query(Grain.MONTH, None, date(2024, 1, 10), date(2024, 2, 29))
    first, second = readings(JANUARY, ["ticket_volume"], query)
    assert first.period == Period("2024-01", date(2024, 1, 1), date(2024, 1, 31))
    assert (first.result, first.complete) == (Value(1.0, 1), False)
    assert (second.result, second.complete) == (Refusal(Reason.NO_CASES), True)


def test_a_stock_is_read_at_the_last_day_asked_for_and_the_export_must_have_begun() -> None:
    def backlog(last: date) -> object:
        (reading,) = readings(JANUARY, ["backlog"], Query(Grain.ALL, None, None, last))
        return reading.result

    assert backlog(date(2024, 1, 20)) == Value(1.0, 1)
    assert backlog(date(2024, 2, 3)) == Value(0.0, 0)
    assert backlog(date(2024, 1, 2)) == Refusal(Reason.NOT_COVERED)
    assert backlog(date(2025, 1, 1)) == Value(1.0, 1)


def test_of_several_desks_a_period_is_complete_where_all_are_covered() -> None:
    rows: list[Row] = [
        *({"desk": "long", "opened_at": f"2024-0{month}-01T08:00"} for month in range(1, 7)),
        *({"desk": "short", "opened_at": f"2024-0{month}-01T08:00"} for month in range(2, 5)),
    ]
    found = readings(rows, ["ticket_volume"], Query(Grain.MONTH))
    assert [r.complete for r in found] == [False, True, True, False, False, False]
    by_desk = readings(rows, ["ticket_volume"], Query(Grain.MONTH, "desk"))
    assert [r.complete for r in by_desk] == [
        True,
        True,
        True,
        True,
        True,
        False,
        False,
        True,
        True,
        False,
        False,
        False,
    ]
    assert by_desk[6].result == Refusal(Reason.NOT_COVERED)
    (one,) = readings(rows, ["ticket_volume"], Query(Grain.ALL, where=(("desk", "short"),)))
    assert (one.period.first, one.period.last) == (date(2024, 2, 1), date(2024, 4, 1))


def test_a_value_that_nobody_has_is_a_refusal_that_names_what_comes_close() -> None:
    for reading in readings(JANUARY, ["ticket_volume", "backlog"], Query(Grain.ALL, where=(("group", "Berlinn"),))):
        assert isinstance(reading.result, Refusal)
        assert "no ticket has group 'Berlinn'; did you mean 'Berlin' or 'Bern'?" in str(reading.result)
    assert readings(JANUARY, ["ticket_volume"], Query(Grain.ALL, "desk", where=(("group", "Berlinn"),))) == []


@pytest.mark.parametrize("value", ["", "x'; drop table tickets; --", "99999999999999999999", "-1", "½", "2.5"])
def test_odd_filters_fit_nothing(value: str) -> None:
    (reading,) = readings(JANUARY, ["ticket_volume"], Query(Grain.ALL, where=(("priority", value),)))
    assert isinstance(reading.result, Refusal)


@pytest.mark.parametrize("query", [Query(by="grup"), Query(where=(("grup", "x"),))])
def test_an_unknown_dimension_is_named(query: Query) -> None:
    with pytest.raises(UnknownDimension, match=r"'grup' is no dimension of tickets.*'group'"):
        readings(JANUARY, ["ticket_volume"], query)
    with pytest.raises(UnknownDimension):
        tickets(log_of(JANUARY), metric("backlog"), query, coverage=coverage_of(JANUARY))


def test_days_the_wrong_way_round_and_endless_answers_are_refused() -> None:
    with pytest.raises(QueryInvalid, match="exchange them"):
        readings(JANUARY, ["ticket_volume"], Query(Grain.DAY, None, date(2024, 2, 1), date(2024, 1, 1)))
    for key in ("ticket_volume", "backlog"):
        with pytest.raises(QueryInvalid, match="fewer days"):
            readings(JANUARY, [key], Query(Grain.DAY, None, date(1, 1, 1), date(9999, 12, 31)))


def test_the_calendar_may_be_asked_to_its_ends() -> None:
    for grain, first in ((Grain.WEEK, date(9999, 12, 20)), (Grain.MONTH, date(9999, 11, 2))):
        found = readings(JANUARY, ["ticket_volume", "backlog"], Query(grain, None, first, date.max))
        assert found[-1].period.last == date.max
    found = readings(JANUARY, ["ticket_volume", "backlog"], Query(Grain.WEEK, None, date.min, date(1, 1, 20)))
    assert {r.result for r in found} == {Refusal(Reason.NOT_COVERED)}


def test_one_wrong_date_draws_no_endless_series() -> None:
    rows = [*JANUARY, {"opened_at": "2024-01-09T08:00", "resolved_at": "9999-12-31T00:00"}]
    found = readings(rows, ["time_to_resolve_mean", "backlog"], Query(Grain.DAY))
    assert found[-1].metric == "backlog"
    labels = [r.period.label for r in found if r.metric == "time_to_resolve_mean"]
    assert labels[-2:] == ["2024-03-02", "9999-12-31"]


def test_an_empty_log_gives_no_readings() -> None:
    assert readings([], list(METRICS), Query(Grain.ALL)) == []
    behind = tickets(log_of([]), metric("backlog"), Query(), coverage=Coverage({})).to_pyarrow()
    assert behind.num_rows == 0


def test_the_same_tickets_give_the_same_bits_in_any_order() -> None:
    random_ = random.Random(7)
    start = datetime(2024, 1, 1)  # noqa: DTZ001 — the canonical tables hold UTC without a zone
    rows: list[Row] = [
        {
            "ticket": f"T{i}",
            "opened_at": start + timedelta(seconds=random_.randrange(10**6)),
            "resolved_at": start
            + timedelta(seconds=10**6 + random_.randrange(10**7), microseconds=random_.randrange(10**6)),
            "waiting_hours": random_.randrange(10**12) / 3.6e9,
            "reassignments": random_.randrange(5),
        }
        for i in range(3000)
    ]
    found = []
    for _ in range(4):
        found.append(readings(rows, list(METRICS), Query(Grain.WEEK)))
        random_.shuffle(rows)
    assert all(each == found[0] for each in found)


def test_one_scan_for_each_dating(monkeypatch: pytest.MonkeyPatch) -> None:
    scans: list[str] = []
    scan = flows.scan

    def counting(*arguments: object) -> object:
        scans.append(str(arguments[1]))
        return scan(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(flows, "scan", counting)
    readings(JANUARY, list(METRICS), Query(Grain.WEEK, "group"))
    assert sorted(scans) == ["first_resolved", "opened", "resolved", "sla_judged"], (
        "what no desk gives is not scanned for"
    )


def test_a_breakdown_by_two_dimensions_is_that_by_one_within_each_value_of_the_other() -> None:
    rows = [
        {**row, "group": group, "priority": priority, "business_unit": unit}
        for row in JANUARY
        for group, priority, unit in (("Bern", 1, "Road"), ("Bern", 2, None), ("Oslo", 2, "Sea"), (None, None, "Sea"))
    ]
    keys = list(METRICS)
    both = readings(rows, keys, Query(Grain.WEEK, "business_unit", across="priority"))
    for unit in ("Road", "Sea", "(none)"):
        where = (("business_unit", unit),)
        alone = readings(rows, keys, Query(Grain.WEEK, "priority", where=where))
        mine = [r for r in both if r.scope[0] == (where[0][0], None if unit == "(none)" else unit)]
        assert [(r.metric, r.period, r.scope, r.result) for r in mine] == [
            (r.metric, r.period, r.scope, r.result) for r in alone if any(m.scope == r.scope for m in mine)
        ]
        assert {r.scope for r in alone} == {r.scope for r in mine}
    assert len({r.scope for r in both}) == 4


def test_a_breakdown_needs_two_different_dimensions() -> None:
    with pytest.raises(QueryInvalid, match="twice"):
        readings(JANUARY, ["backlog"], Query(by="group", across="group"))
    with pytest.raises(QueryInvalid, match="name both"):
        readings(JANUARY, ["backlog"], Query(across="group"))


def test_the_drill_is_newest_first_and_says_what_each_ticket_brings() -> None:
    log, coverage = log_of(JANUARY), coverage_of(JANUARY)
    behind = tickets(log, metric("time_to_resolve_mean"), Query(Grain.ALL), coverage=coverage).to_pyarrow().to_pylist()
    assert [(row["ticket"], row["amount"]) for row in behind] == [("T2", 336.0), ("T1", 1.0)]
    behind = tickets(log, metric("aged_backlog_share"), Query(Grain.ALL), coverage=coverage).to_pyarrow().to_pylist()
    assert [(row["ticket"], row["met"]) for row in behind] == [("T3", False)]
    behind = tickets(log, metric("ticket_volume"), Query(Grain.ALL), coverage=coverage).to_pyarrow()
    assert not {"met", "amount"} & set(behind.column_names)


def test_json_has_exactly_what_scripts_rely_on() -> None:
    where = (("group", "Berlin"), ("group", "Bern"))
    (reading,) = readings(JANUARY, ["time_to_resolve_mean"], Query(Grain.ALL, where=where))
    assert reading_json(reading) == {
        "metric": "time_to_resolve_mean",
        "period": "all",
        "scope": {"group": ["Berlin", "Bern"]},
        "amount": 168.5,
        "unit": "h",
        "n": 2,
        "low": 0.0,
        "high": pytest.approx(168.5 + 1.959964 * 167.5, rel=1e-6),
        "refusal": None,
        "generation": GENERATION,
        "definition": metric("time_to_resolve_mean").digest,
    }
    (reading,) = readings(JANUARY, ["ping_pong_share"], Query(Grain.ALL, where=(("group", "Berlin"),)))
    assert reading_json(reading)["refusal"] == (
        "no data: this desk's export does not give what the metric needs "
        "(returned: came back to a group that had held it before; null without history)"
    )
    assert (reading_json(reading)["amount"], reading_json(reading)["n"]) == (None, 1)


def test_given_desks_need_no_question_to_the_tickets() -> None:
    asked = []

    def given(column: str) -> frozenset[str]:
        asked.append(column)
        return frozenset({"desk"})

    log, coverage = log_of(JANUARY), coverage_of(JANUARY)
    (reading,) = read(
        log, [metric("problem_linked_share")], Query(Grain.ALL), coverage=coverage, generation="g", given=given
    )
    assert isinstance(reading.result, Value)
    assert set(asked) == {"problem", "duplicate"}


def test_readings_carry_the_intervals_of_their_statistics() -> None:
    chance = np.random.default_rng(5)
    spent, moves, met = chance.lognormal(3, 1.2, 400), chance.poisson(1.1, 400), chance.random(400) < 0.07
    start = datetime(2024, 1, 1)  # noqa: DTZ001 — the canonical tables hold UTC without a zone
    rows: list[Row] = [
        {
            "opened_at": start,
            "resolved_at": start + timedelta(hours=h),
            "waiting_hours": round(h * 1.8e9) / 3.6e9,
            "reassignments": int(m),
            "reopens": int(r),
        }
        for h, m, r in zip(spent, moves, met, strict=True)
    ]
    found = {r.metric: r.result for r in readings(rows, list(METRICS), Query(Grain.ALL))}
    for key, values in (
        ("time_to_resolve_mean", spent),
        ("waiting_time", spent / 2),
        ("reassignments_per_ticket", moves),
    ):
        result = found[key]
        assert isinstance(result, Value)
        theirs = stats.norm.interval(0.95, np.mean(values), stats.sem(values))
        assert (result.low, result.high) == pytest.approx(theirs, rel=1e-6)
    for key, q in (("time_to_resolve_median", 0.5), ("time_to_resolve_p85", 0.85)):
        result = found[key]
        assert isinstance(result, Value)
        inner = stats.binom.ppf([0.025, 0.975], 400, q).astype(int)
        assert result.low is not None
        assert result.high is not None
        ordered = np.sort(spent)
        assert ordered[0] < result.low <= ordered[inner[0]] < ordered[inner[1] - 1] <= result.high < ordered[-1]
    share = found["reopen_share"]
    assert isinstance(share, Value)
    theirs = stats.binomtest(int(met.sum()), 400).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((theirs.low, theirs.high))
    assert found["ticket_volume"] == Value(400.0, 400)
