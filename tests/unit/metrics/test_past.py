"""What was published with an older definition is computed with it again; counterparts watch each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hoshin.eventlog.log import completed
from hoshin.metrics.engine import read
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import LIBRARY, METRICS
from hoshin.metrics.result import Reason, Refusal, Result, Value
from tests.unit.metrics.small_log import GENERATION, Row, coverage_of, log_of

FIRST = {
    "time_to_first_response_median": "52d3bd1811a67a5b",
    "time_to_first_response_p85": "9b91e95bce60b95f",
    "time_to_resolve_median": "43436e7c446850c4",
    "time_to_resolve_p85": "d583e6a5b8e2e2e6",
    "time_to_resolve_mean": "34d5a730bf3454fe",
    "time_to_resolve_without_waiting_median": "2cbaf8d1bc064ee4",
    "time_to_resolve_without_waiting_p85": "7acf5029e4276219",
    "waiting_time": "434cea536d741f72",
    "touch_time_share": "3d0c042fa5a650b1",
    "response_sla_met_share": "7cf739ae2d331315",
    "resolution_sla_met_share": "0b4b1144a13aa181",
    "request_on_time_share": "75105410411fca70",
    "first_contact_resolution_share": "714765a7e744f91a",
    "first_assignment_resolution_share": "a7eb13af619689c7",
    "escalation_share": "23a7b592d68be0ce",
    "reassignments_per_ticket": "395226eb2869105d",
    "ping_pong_share": "4fbf68802ce28ad0",
    "reopen_share": "164b652f8b82fed6",
    "repeat_incident_share": "160f4c513b9a85b5",
    "major_incidents": "37a3f860fdda8e0e",
    "major_incident_hours": "a156b80615bcb3fc",
    "major_incident_restore_time": "8cc9b90550686d2b",
    "problem_linked_share": "605260682f256fc4",
    "deployment_frequency": "e6af8f80d507038c",
    "knowledge_use_share": "05104c15da00859c",
    "csat_share": "58bc21dc0345c5c5",
    "csat_response_share": "30965ac215807fd4",
    "experience_index": "cddcbcf9fd51063b",
    "lost_time": "6ff841f20bfc5c3d",
}
"""The hashes of the first versions of definitions that have changed since."""


def test_the_first_versions_are_known_by_their_hashes() -> None:
    assert {key: LIBRARY.version(key, 1).digest for key in FIRST} == FIRST
    assert set(FIRST) == {key for key, metric in METRICS.items() if metric.version > 1}


RESOLVED = {"opened_at": "2024-01-10T08:00", "resolved_at": "2024-01-11T08:00", "sla_met": True, "reopens": 0}
TICKETS: list[Row] = [
    {"opened_at": "2024-01-10T08:00", "resolved_at": "2024-01-11T08:00", "sla_met": True, "reopens": 0},
    {
        "opened_at": "2024-01-10T08:00",
        "resolved_at": "2024-01-11T08:00",
        "sla_met": True,
        "reopens": 0,
        "duplicate": True,
    },
    {"opened_at": "2024-01-10T08:00", "due_at": "2024-01-20T08:00", "sla_met": False, "status": "active"},
    {
        "opened_at": "2024-01-10T08:00",
        "due_at": "2024-01-20T08:00",
        "first_resolved_at": "2024-01-25T08:00",
        "resolved_at": "2024-02-10T08:00",
        "sla_met": False,
        "reopens": 1,
    },
]


@pytest.mark.parametrize(
    ("key", "version", "january", "n"),
    [
        ("resolution_sla_met_share", 1, 1.0, 2),
        ("resolution_sla_met_share", 2, 1 / 3, 3),
        ("reopen_share", 1, 0.0, 2),
        ("reopen_share", 2, 0.5, 2),
        ("time_to_resolve_median", 1, 24.0, 2),
        ("time_to_resolve_median", 2, 24.0, 1),
    ],
)
def test_each_version_gives_its_own_number(key: str, version: int, january: float, n: int) -> None:
    metric = LIBRARY.version(key, version)
    query = Query(Grain.MONTH)
    first, *_ = read(log_of(TICKETS), [metric], query, coverage=coverage_of(TICKETS), generation=GENERATION)
    assert isinstance(first.result, Value)
    assert (first.definition, first.period.label, first.result.n) == (metric.digest, "2024-01", n)
    assert first.result.amount == pytest.approx(january)


def test_a_generation_made_before_a_column_was_known_is_read_as_if_no_desk_gave_it() -> None:
    log = log_of(TICKETS)
    since = ("duplicate", "sla_judged_on", "first_resolved_on", "first_resolved_at")
    old = replace(log, tickets=completed(log.tickets.drop(*since)))
    assert set(old.tickets.columns) == set(log.tickets.columns)

    def january(version: int) -> Result:
        asked = [LIBRARY.version("reopen_share", version)]
        return read(old, asked, Query(Grain.MONTH), coverage=coverage_of(TICKETS), generation=GENERATION)[0].result

    assert january(1) == readings_of(TICKETS, 1)
    refused = january(2)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.detail.partition(":")[0]) == (Reason.NO_FIELD, "first_resolved_at")


def readings_of(rows: list[Row], version: int) -> Result:
    """The first month of the share of reopened tickets."""
    asked = [LIBRARY.version("reopen_share", version)]
    return read(log_of(rows), asked, Query(Grain.MONTH), coverage=coverage_of(rows), generation=GENERATION)[0].result


PAIRS = (
    ("time_to_resolve_median", "reopen_share"),
    ("resolution_sla_met_share", "waiting_time"),
    ("response_sla_met_share", "waiting_time"),
    ("resolution_sla_met_share", "knowledge_use_share"),
    ("response_sla_met_share", "knowledge_use_share"),
    ("resolution_sla_met_share", "csat_share"),
    ("response_sla_met_share", "csat_share"),
    ("first_contact_resolution_share", "reopen_share"),
    ("first_assignment_resolution_share", "escalation_share"),
    ("change_success_share", "change_lead_time"),
    ("emergency_change_share", "unauthorised_change_share"),
    ("self_service_success_share", "csat_share"),
    ("cost_per_ticket", "csat_share"),
    ("backlog", "reopen_share"),
    ("major_incidents", "downgraded_share"),
)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_could_be_gamed_is_watched_both_ways(one: str, other: str) -> None:
    assert other in METRICS[one].counter_metrics
    assert one in METRICS[other].counter_metrics
