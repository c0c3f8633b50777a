"""The desk's figure explained: figures made by counting otherwise are traced back to that way of counting."""

from __future__ import annotations

from datetime import date

import pytest

from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.reconciliation import Figure, FigureInvalid, differing, explain, figure, twists
from hoshin.metrics.registry import METRICS
from tests.unit.metrics.small_log import coverage_of, log_of

ROWS = [
    {"opened_at": "2024-02-01T08:00", "resolved_at": "2024-02-01T10:00", "waiting_hours": 0, "reopens": 0}
    | {"closed_at": "2024-02-06T10:00", "status": "closed"},
    {"opened_at": "2024-02-02T08:00", "resolved_at": "2024-02-02T12:00", "waiting_hours": 3, "reopens": 1}
    | {"closed_at": "2024-02-20T10:00", "status": "closed"},
    {"opened_at": "2024-02-03T08:00", "resolved_at": "2024-02-04T08:00", "waiting_hours": 0, "reopens": 0}
    | {"closed_at": "2024-03-03T08:00", "status": "closed"},
    {"opened_at": "2024-02-05T08:00", "resolved_at": "2024-02-05T16:00", "waiting_hours": 0, "reopens": 0}
    | {"status": "cancelled", "closed_at": "2024-02-05T16:00"},
    {"opened_at": "2024-01-31T08:00", "resolved_at": "2024-03-01T08:00", "waiting_hours": 0, "reopens": 0}
    | {"closed_at": "2024-03-02T08:00", "status": "closed"},
]
FEBRUARY = Query(Grain.ALL, None, date(2024, 2, 1), date(2024, 2, 29))
MEAN = METRICS["time_to_resolve_mean"]


def told(key: str, text: str) -> tuple[bool, list[str]]:
    """Whether the figure is explained, and by which twists."""
    metric = METRICS[key]
    found = explain(log_of(ROWS), metric, FEBRUARY, figure(text, metric.unit), coverage=coverage_of(ROWS))
    return found.best.explains, [twist.key for twist in found.best.twists]


def test_the_same_number_needs_no_explanation() -> None:
    assert told("time_to_resolve_mean", "10") == (True, [])
    assert told("ticket_volume", "4") == (True, [])


def test_each_way_of_counting_otherwise_is_found() -> None:
    assert told("time_to_resolve_mean", "9.5") == (True, ["with_cancelled"])  # 2, 4, 24 and 8
    assert told("time_to_resolve_mean", "13") == (True, ["without_reopened"])  # 2 and 24
    assert told("time_to_resolve_mean", "3.0") == (True, ["by_closing"])  # 2 and 4
    assert told("time_to_resolve_mean", "9") == (True, ["paused"])  # 2, 1 and 24
    assert told("ticket_volume", "3") == (True, ["without_cancelled"])
    assert told("time_to_resolve_mean", "1.5") == (True, ["by_closing", "paused"])  # 2 and 1


def test_what_nothing_explains_is_said_with_what_comes_closest() -> None:
    assert told("time_to_resolve_mean", "9.4") == (False, ["with_cancelled"])


def test_a_backlog_in_which_closed_tickets_stay_open() -> None:
    rows: list[dict[str, object]] = [
        {"opened_at": "2024-02-01T08:00", "closed_at": "2024-02-02T08:00", "status": "cancelled"},
        *ROWS,
    ]
    metric = METRICS["backlog"]
    found = explain(log_of(rows), metric, FEBRUARY, figure("2", metric.unit), coverage=coverage_of(rows))
    assert (found.own.amount, [twist.key for twist in found.best.twists]) == (1, ["unresolved"])


def test_the_tickets_that_differ_are_named() -> None:
    log, coverage = log_of(ROWS), coverage_of(ROWS)
    found = explain(log, MEAN, FEBRUARY, figure("9.5", "h"), coverage=coverage)
    behind = differing(log, MEAN, FEBRUARY, found.best, coverage=coverage).to_pylist()
    assert [(row["ticket"], row["counted"]) for row in behind] == [("T4", "by the desk")]
    found = explain(log, MEAN, FEBRUARY, figure("3.0", "h"), coverage=coverage)
    behind = differing(log, MEAN, FEBRUARY, found.best, coverage=coverage).to_pylist()
    assert [(row["ticket"], row["counted"]) for row in behind] == [("T3", "by Hoshin")]
    assert differing(log, MEAN, FEBRUARY, found.own, coverage=coverage).num_rows == 0


@pytest.mark.parametrize(
    ("text", "unit", "amount", "slack"),
    [
        ("7,850", "tickets", 7850, 0.5),
        (" 101.3 ", "h", 101.3, 0.05),
        ("58.7 %", "share", 0.587, 0.0005),
        ("0.587", "share", 0.587, 0.0005),
        ("-3", "tickets", -3, 0.5),
    ],
)
def test_a_figure_is_as_exact_as_it_is_written(text: str, unit: str, amount: float, slack: float) -> None:
    found = figure(text, unit)
    assert found.amount == pytest.approx(amount)
    assert found.slack == pytest.approx(slack)
    assert found.met_by(amount + 0.99 * slack)
    assert not found.met_by(amount + 1.01 * slack)


@pytest.mark.parametrize(("text", "unit"), [("many", "h"), ("", "h"), ("nan", "h"), ("inf", "h"), ("5 %", "h")])
def test_what_is_no_figure_is_refused(text: str, unit: str) -> None:
    with pytest.raises(FigureInvalid, match=r"number|share"):
        figure(text, unit)


def test_where_hoshin_has_no_number_there_is_nothing_to_compare() -> None:
    rows = ROWS[:1]
    empty = Query(Grain.ALL, None, date(2023, 2, 1), date(2023, 2, 2))
    with pytest.raises(FigureInvalid, match="choose days"):
        explain(log_of(rows), MEAN, empty, Figure(1, 0.5), coverage=coverage_of(rows))


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_twists_can_be_tried_on_every_metric(metric: Metric) -> None:
    moments = dict.fromkeys(("closed_at", "responded_at", "cause_found_at", "finished_at"), "2024-02-10T09:00")
    rows = [{**row, "kind": kind, **moments} for row in ROWS for kind in ("incident", "request", "problem", "change")]
    try:
        found = explain(log_of(rows), metric, FEBRUARY, Figure(0, 0.5), coverage=coverage_of(rows))
    except FigureInvalid:
        return
    assert len({each.twists for each in found.variants}) == len(found.variants)
    assert all(twist in twists(metric) for each in found.variants for twist in each.twists)
