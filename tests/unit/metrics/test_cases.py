"""Every metric has a case file: rows in, value out, written by hand. And every metric says all that it must."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.definition import UNITS, Metric
from hoshin.metrics.drill import question_behind, tickets
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS, metric
from hoshin.metrics.result import Reading, Value
from hoshin.metrics.statistic import Dating
from tests.unit.metrics.small_log import coverage_of, log_of, readings

CASES = Path(__file__).parent / "cases"
EDGES = {"no cases", "cancelled", "leap day", "resolved before opened"}
"""What every metric must have a case for; metrics that need a field also ``unknown``."""


def cases_of(key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / f"{key}.json").read_text())["cases"]
    return found


ALL = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(CASES.glob("*.json"))
    for case in cases_of(path.stem)
]


def query(said: dict[str, Any]) -> Query:
    first, last = (date.fromisoformat(said[end]) if end in said else None for end in ("first", "last"))
    where = tuple((dimension, value) for dimension, value in said.get("where", ()))
    return Query(Grain(said.get("grain", "month")), said.get("by"), first, last, where)


def shown(reading: Reading, like: dict[str, Any]) -> dict[str, Any]:
    """The reading in the form of a case, with the remarks that the case has."""
    result = reading.result
    found: dict[str, Any] = {"period": reading.period.label, "n": result.n}
    if isinstance(result, Value):
        found["amount"] = pytest.approx(result.amount, rel=1e-12)
        if result.left_out or "left_out" in like:
            found["left_out"] = result.left_out
    else:
        found["refusal"] = result.reason.name
        if "detail" in like:
            found["detail"] = result.detail.partition(":")[0]
    if "value" in like:
        found["value"] = reading.scope[-1][1]
    return found


@pytest.mark.parametrize(("key", "case"), ALL)
def test_rows_in_value_out(key: str, case: dict[str, Any]) -> None:
    found = readings(case["tickets"], [key], query(case.get("query", {})))
    assert len(found) == len(case["expected"])
    assert [shown(reading, like) for reading, like in zip(found, case["expected"], strict=True)] == case["expected"]


@pytest.mark.parametrize(("key", "case"), ALL)
def test_each_value_drills_to_as_many_tickets_as_its_n(key: str, case: dict[str, Any]) -> None:
    asked = query(case.get("query", {}))
    log, coverage = log_of(case["tickets"]), coverage_of(case["tickets"])
    for reading in readings(case["tickets"], [key], asked):
        behind = tickets(log, metric(key), question_behind(asked, reading), coverage=coverage).to_pyarrow()
        if isinstance(reading.result, Value):
            assert behind.num_rows == reading.result.n


def test_there_is_a_case_file_for_each_metric_and_for_nothing_else() -> None:
    assert {path.stem for path in CASES.glob("*.json")} == set(METRICS)


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_the_edges_are_covered(metric: Metric) -> None:
    needed = EDGES | ({"unknown"} if metric.columns else set())
    if metric.unit in ("h", "days") and metric.dating is not Dating.STANDING:
        needed = needed | {"daylight saving night"}
    if metric.without_duplicates:
        needed = needed | {"duplicate"}
    if "reopens" in metric.needs:
        needed = needed | {"reopened twice"}
    assert needed <= {edge for case in cases_of(metric.key) for edge in case["edges"]}


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_says_all_that_it_must(metric: Metric) -> None:
    for field in fields(metric):
        said = getattr(metric, field.name)
        if isinstance(said, str) and field.name != "desk_gives":
            assert said.strip() == said != "", f"{field.name} is empty"
    assert metric.question.endswith((".", "?"))
    assert metric.unit in UNITS
    assert set(metric.counter_metrics) <= set(METRICS) - {metric.key}
    assert set(metric.columns) <= {c.name for c in TICKETS.columns if c.nullable}
    assert metric.version >= 1
