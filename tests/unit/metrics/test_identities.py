"""What must hold between readings, whatever the tickets are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.engine import read
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS, metric
from hoshin.metrics.result import Reading, Value
from hoshin.metrics.statistic import MedianWeek, Quantile
from tests.unit.metrics.small_log import Row, coverage_of, log_of, readings
from tests.unit.metrics.test_oracle import KEYS, QUICKLY, logs

MEDIANS = (Quantile, MedianWeek)
"""What neither adds up nor averages: the median of the whole says nothing exact of the medians of its parts."""
grains = st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH])


def amounts(found: Sequence[Reading], key: str) -> list[float]:
    return [r.result.amount if isinstance(r.result, Value) else 0.0 for r in found if r.metric == key]


@settings(max_examples=25, deadline=None, phases=QUICKLY)
@given(logs, grains, st.integers(-3, 60), st.integers(0, 60))
def test_two_backlogs_differ_by_the_changes_between_them(log: list[Row], grain: Grain, skip: int, more: int) -> None:
    start = min(first for first, _ in coverage_of(log).desks.values())
    first = start + timedelta(days=skip)
    last = first + timedelta(days=more)
    found = readings(log, ["backlog", "backlog_change"], Query(grain, None, first, last))
    before = readings(log, ["backlog"], Query(Grain.ALL, None, None, first - timedelta(days=1)))
    stocks, changes = amounts(found, "backlog"), amounts(found, "backlog_change")
    running = amounts(before, "backlog")[0]
    for stock, change in zip(stocks, changes, strict=True):
        running += change
        assert running == stock


@settings(max_examples=15, deadline=None, phases=QUICKLY)
@given(logs, grains, st.sampled_from(DIMENSIONS))
def test_what_can_be_added_adds_up_over_a_breakdown(log: list[Row], grain: Grain, by: str) -> None:
    held, coverage = log_of(log), coverage_of(log)
    metrics = list(METRICS.values())
    whole = read(held, metrics, Query(grain), coverage=coverage, generation="g")
    parts = read(held, metrics, Query(grain, by), coverage=coverage, generation="g")
    for key in KEYS:
        for reading in (r for r in whole if r.metric == key):
            own = [r.result for r in parts if r.metric == key and r.period.label == reading.period.label]
            values = [result for result in own if isinstance(result, Value)]
            n = reading.result.n if isinstance(reading.result, Value) else 0
            assert sum(value.n for value in values) == n
            if not n:
                continue
            assert isinstance(reading.result, Value)
            if metric(key).unit == "tickets":
                assert sum(value.amount for value in values) == reading.result.amount
            elif not isinstance(metric(key).statistic, MEDIANS):
                total = sum(value.amount * value.n for value in values)
                assert total / n == pytest.approx(reading.result.amount, rel=1e-9, abs=1e-12)


@settings(max_examples=6, deadline=None, phases=QUICKLY)
@given(logs, st.sampled_from(list(Grain)), st.sampled_from([None, *DIMENSIONS]))
def test_a_metric_reads_the_same_alone_and_among_others(log: list[Row], grain: Grain, by: str | None) -> None:
    held, coverage = log_of(log), coverage_of(log)
    together = read(held, list(METRICS.values()), Query(grain, by), coverage=coverage, generation="g")
    for key in KEYS:
        alone = read(held, [metric(key)], Query(grain, by), coverage=coverage, generation="g")
        assert alone == [r for r in together if r.metric == key]


@settings(max_examples=12, deadline=None, phases=QUICKLY)
@given(logs, grains, st.sampled_from([None, "group", "priority"]))
def test_no_period_between_the_first_and_the_last_day_is_missing(log: list[Row], grain: Grain, by: str | None) -> None:
    first, last = date(2024, 1, 3), date(2024, 5, 20)
    series: dict[object, list[Reading]] = {}
    for reading in readings(log, KEYS, Query(grain, by, first, last)):
        series.setdefault((reading.metric, reading.scope), []).append(reading)
    for found in series.values():
        assert found[0].period.first <= first
        assert found[-1].period.last >= last
        for a, b in pairwise(found):
            assert b.period.first == a.period.last + timedelta(days=1)
