"""Definitions: their hash changes with their meaning and with nothing else, and the registry is orderly."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from hoshin.metrics.catalogue import Catalogue, DuplicateMetric, UnknownMetric, UnknownVersion, by_version, collect
from hoshin.metrics.library.incident_management import RESOLUTION_TIME
from hoshin.metrics.registry import LIBRARY, METRICS, metric
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
        replace(MEDIAN, version=99),
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
    found = Catalogue({NEW.key: NEW}, by_version([OLD]))
    assert found.definitions(NEW.key) == (OLD, NEW)
    assert found.metric(NEW.key) is NEW
    assert OLD.digest != NEW.digest


def test_a_past_definition_has_a_version_of_its_own_below_the_latest() -> None:
    for wrong in (replace(OLD, version=2), replace(OLD, version=3)):
        with pytest.raises(DuplicateMetric, match="expected is one below"):
            Catalogue({NEW.key: NEW}, by_version([wrong]))
    with pytest.raises(DuplicateMetric, match="keep one"):
        by_version([OLD, OLD])


def test_a_version_is_found_by_its_number_and_by_its_hash() -> None:
    found = Catalogue({**METRICS, REOPEN.key: replace(REOPEN, version=7)}, {(REOPEN.key, 1): OLD})
    latest = found.metric(REOPEN.key)
    assert found.version(REOPEN.key, 1) is OLD
    assert found.version(REOPEN.key, 7) is latest
    assert found.defined(REOPEN.key, OLD.digest) is OLD
    assert found.defined(REOPEN.key, latest.digest) is found.defined(REOPEN.key, "0" * 16) is latest
    with pytest.raises(UnknownVersion, match="has no version 9: there is 1, 7"):
        found.version(REOPEN.key, 9)
    with pytest.raises(UnknownMetric):
        found.version("reopen_shares", 1)


def test_own_metrics_stand_beside_those_of_the_library() -> None:
    first = replace(MEDIAN, key="own_median", version=1, formula="another")
    second, gone = replace(first, version=2, formula="yet another"), replace(REOPEN, key="own_gone", version=1)
    found = LIBRARY.with_own([(first, second)], [(gone,)])
    assert list(found.metrics) == [*METRICS, "own_median"]
    assert found.own == {"own_median", "own_gone"}
    assert found.definitions("own_median") == (first, second)
    # Out of use a metric can still be read, and is offered nowhere.
    assert found.knows("own_gone")
    assert found.metric("own_gone") is found.version("own_gone", 1) is gone
    assert "own_gone" not in found.metrics
    assert not LIBRARY.knows("own_median")
    for taken in (MEDIAN, replace(first, title="Twice")):
        with pytest.raises(DuplicateMetric, match="another key"):
            found.with_own([(taken,)], [])
