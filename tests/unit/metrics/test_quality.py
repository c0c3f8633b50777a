"""Grades, against the faults counted ticket by ticket; and what they do to the letter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.metrics.quality import Fault, Finding, grade, grades
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.statistic import Absent
from tests.unit.metrics.small_log import log_of, ticket

START = datetime.fromisoformat("2024-02-01T00:00")
FIRST, LAST = date(2024, 2, 5), date(2024, 3, 3)
AT = st.integers(0, 24 * 40).map(lambda hours: START + timedelta(hours=hours))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "opened_at": AT,
            "resolved_at": st.none() | AT,
            "updated_at": AT,
            "status": st.sampled_from([None, "resolved", "active", "cancelled"]),
            "waiting_hours": st.none() | st.just(1.0),
            "kind": st.sampled_from(["incident", "request"]),
            "history_from_at": st.none() | AT,
        }
    ),
    max_size=15,
)


def expected(rows: list[dict[str, Any]], *, needs: bool) -> dict[Fault, int] | None:
    """The faults of waiting time (``needs``) or of the median time to resolve, counted one by one."""
    mine = []
    for i, row in enumerate(rows, 1):
        full = ticket(i, row)
        on = full["resolved_on"]
        if on and FIRST <= on <= LAST and row["status"] != "cancelled":
            mine.append(row)
    if not mine:
        return None
    found = {
        Fault.SKEW: sum(r["resolved_at"] < r["opened_at"] or r["opened_at"] > r["updated_at"] for r in mine),
        Fault.UNKNOWN: sum(r["status"] is None for r in mine),
    }
    if needs:
        found[Fault.MISSING] = sum(r["waiting_hours"] is None for r in mine)
        found[Fault.CUT] = sum(
            r["history_from_at"] is not None and r["history_from_at"] > r["opened_at"] + timedelta(days=1) for r in mine
        )
    return {fault: n for fault, n in found.items() if n}


@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_the_faults_are_those_counted_ticket_by_ticket(rows: list[dict[str, Any]]) -> None:
    asked = [METRICS["waiting_time"], METRICS["time_to_resolve_median"]]
    found = grades(log_of(rows), asked, Query(Grain.ALL, None, FIRST, LAST))
    for metric in asked:
        wanted = expected(rows, needs=metric.key == "waiting_time")
        graded = found.get(metric.key)
        assert ({each.fault: each.n for each in graded.findings} if graded else None) == wanted


def test_a_standing_metric_is_about_what_stood_open_in_those_days() -> None:
    rows: list[dict[str, object]] = [
        {"opened_at": "2024-01-01T08:00", "resolved_at": "2024-02-04T08:00", "status": None},
        {"opened_at": "2024-01-01T08:00", "resolved_at": "2024-02-05T08:00", "status": None},
        {"opened_at": "2024-03-03T08:00", "status": "new"},
        {"opened_at": "2024-03-04T08:00", "status": None},
    ]
    found = grades(log_of(rows), [METRICS["backlog"]], Query(Grain.ALL, None, FIRST, LAST))["backlog"]
    assert found.of == 2
    assert found.findings == (Finding(Fault.UNKNOWN, 1, 2),)
    assert found.bad
    assert found.words == "Of 2 tickets 1 (50.0%): nobody has said what its state stands for."


@pytest.mark.parametrize(
    ("n", "letter"), [(0, "A"), (10, "A"), (11, "B"), (50, "B"), (51, "C"), (200, "C"), (201, "D")]
)
def test_the_letter_follows_the_worst_fault(n: int, letter: str) -> None:
    found = grade([Finding(Fault.SKEW, n, 1000), Finding(Fault.CUT, 0, 1000)], 1000)
    assert found.letter == letter
    assert found.bad == (letter == "D")
    assert bool(found.findings) == bool(n)


def test_every_metric_that_a_log_can_tell_is_graded_at_once() -> None:
    moments = dict.fromkeys(("closed_at", "responded_at", "cause_found_at", "finished_at"), "2024-02-10T09:00")
    rows: list[dict[str, object]] = [
        {"opened_at": "2024-02-10T08:00", "resolved_at": "2024-02-10T09:00", "kind": kind, "major": True, **moments}
        | {"channel": "Phone", "deployment": True, "incidents_caused": 1, "due_at": "2024-02-11T08:00"}
        | {"repeated": True, "downgraded": False}
        for kind in ("incident", "request", "problem", "change")
    ]
    told = {key for key, metric in METRICS.items() if not isinstance(metric.statistic, Absent)}
    assert set(grades(log_of(rows), list(METRICS.values()), Query(Grain.ALL, None, FIRST, LAST))) == told
