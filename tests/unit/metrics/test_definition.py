"""Definitions: their hash changes with their meaning and with nothing else, and the registry is orderly."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from hoshin.metrics.library.incident_management import RESOLUTION_TIME
from hoshin.metrics.registry import (
    METRICS,
    VERSIONS,
    DuplicateMetric,
    UnknownMetric,
    UnknownVersion,
    collect,
    defined,
    metric,
    version,
    versions,
)
from hoshin.metrics.statistic import Mean, Quantile, Share, StockShare

MEDIAN = METRICS["time_to_resolve_median"]
REOPEN = METRICS["reopen_share"]


def test_digests_tell_metrics_apart_and_look_like_digests() -> None:
    digests = [m.digest for m in METRICS.values()]
    assert len(set(digests)) == len(digests)
    assert all(len(d) == 16 and int(d, 16) >= 0 for d in digests)


def test_the_digest_is_the_same_in_another_process() -> None:
    code = "from hoshin.metrics.registry import METRICS; print(*(m.digest for m in METRICS.values()))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert said == [m.digest for m in METRICS.values()]


def test_explanations_do_not_change_the_digest() -> None:
    same = replace(MEDIAN, title="Another title", question="Why?", practice="other", owner_role="other")
    assert same.digest == MEDIAN.digest


@pytest.mark.parametrize(
    "other",
    [
        replace(MEDIAN, version=2),
        replace(MEDIAN, formula="median of something else"),
        replace(MEDIAN, exclusions="none"),
        replace(MEDIAN, clock="business hours"),
        replace(MEDIAN, valid=None),
        replace(MEDIAN, statistic=Quantile(RESOLUTION_TIME, 0.51)),
        replace(MEDIAN, statistic=Mean(RESOLUTION_TIME)),
        replace(MEDIAN, among=lambda tickets: tickets.kind == "incident"),
        replace(REOPEN, statistic=Share(lambda tickets: tickets.reopens > 1)),
        replace(REOPEN, needs=()),
        replace(METRICS["aged_backlog_share"], statistic=StockShare(31)),
    ],
)
def test_meaning_changes_the_digest(other: object) -> None:
    assert getattr(other, "digest") not in {m.digest for m in METRICS.values()}  # noqa: B009 — any metric


def test_an_unknown_metric_is_refused_with_what_comes_close() -> None:
    assert metric("backlog").key == "backlog"
    with pytest.raises(UnknownMetric, match=r"no metric 'backlogs': did you mean backlog"):
        metric("backlogs")
    with pytest.raises(UnknownMetric, match="there are ticket_volume"):
        metric("qqq")


def test_two_metrics_of_one_key_are_refused() -> None:
    with pytest.raises(DuplicateMetric, match="'reopen_share'"):
        collect([REOPEN, REOPEN])


def test_the_fourteen_keys_of_the_command_line_are_there() -> None:
    assert set(METRICS) >= {
        "ticket_volume",
        "backlog",
        "backlog_change",
        "aged_backlog_share",
        "time_to_resolve_mean",
        "time_to_resolve_median",
        "time_to_resolve_p85",
        "waiting_time",
        "resolution_sla_met_share",
        "first_assignment_resolution_share",
        "reassignments_per_ticket",
        "ping_pong_share",
        "reopen_share",
        "problem_linked_share",
    }


OLD = replace(REOPEN, version=1, statistic=Share(lambda tickets: tickets.reopens > 1))
NEW = replace(REOPEN, version=2)


def test_a_changed_definition_leaves_the_one_before_known() -> None:
    found = versions({NEW.key: NEW}, [OLD])
    assert found == {(NEW.key, 1): OLD, (NEW.key, 2): NEW}
    assert OLD.digest != NEW.digest
    assert set(VERSIONS) >= {(metric.key, metric.version) for metric in METRICS.values()}


def test_a_past_definition_has_a_version_of_its_own_below_the_latest() -> None:
    for wrong in (replace(OLD, version=2), replace(OLD, version=3), replace(OLD, key="unheard_of")):
        with pytest.raises(DuplicateMetric, match="expected is one below"):
            versions({NEW.key: NEW}, [wrong])


def test_a_version_is_found_by_its_number_and_by_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERSIONS, (REOPEN.key, 7), replace(OLD, version=7))
    assert version(REOPEN.key, 1) is REOPEN
    assert version(REOPEN.key, 7).digest != REOPEN.digest
    assert defined(REOPEN.key, replace(OLD, version=7).digest).version == 7
    assert defined(REOPEN.key, REOPEN.digest) is defined(REOPEN.key, "0" * 16) is REOPEN
    with pytest.raises(UnknownVersion, match="has no version 9: there is 1, 7"):
        version(REOPEN.key, 9)
    with pytest.raises(UnknownMetric):
        version("reopen_shares", 1)
