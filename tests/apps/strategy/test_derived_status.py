"""What else is known makes a status worse or leaves it, never better."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.strategy.status import GREEN, SETTLED, Evidence, Status, derive

TODAY = date(2026, 11, 23)
ORDER = list(Status)
STATUSES = st.sampled_from(ORDER)
DAYS = st.integers(0, 200).map(lambda n: TODAY - timedelta(days=n))
SERIES = st.lists(st.integers(0, 10).map(lambda n: n / 10), max_size=5).map(tuple)
EVIDENCE = st.builds(
    Evidence,
    signals=st.integers(0, 4),
    confidence=st.lists(st.lists(st.integers(0, 10).map(lambda n: n / 10), max_size=5).map(tuple), max_size=3).map(
        tuple
    ),
    heard=st.none() | DAYS,
    held_up=st.none() | DAYS,
    blocked=st.none() | DAYS,
)


@given(found=STATUSES, evidence=EVIDENCE)
def test_never_better_than_the_numbers(found: Status, evidence: Evidence) -> None:
    derived = derive(found, evidence, TODAY)
    assert ORDER.index(derived.status) >= ORDER.index(found)
    assert bool(derived.why) or derived.status is found


@given(evidence=EVIDENCE)
def test_silence_is_never_green(evidence: Evidence) -> None:
    assert derive(Status.UNKNOWN, evidence, TODAY).status is Status.UNKNOWN
    silent = replace(evidence, heard=TODAY - timedelta(days=46))
    assert derive(Status.ON_TRACK, silent, TODAY).status not in GREEN


@given(found=STATUSES, evidence=EVIDENCE, more=EVIDENCE)
def test_more_evidence_is_never_better(found: Status, evidence: Evidence, more: Evidence) -> None:
    worse = evidence | replace(more, heard=None)  # a newer word is no worse news
    before, after = derive(found, evidence, TODAY), derive(found, worse, TODAY)
    assert ORDER.index(after.status) >= ORDER.index(before.status)


@given(found=st.sampled_from(SETTLED), evidence=EVIDENCE)
def test_what_is_settled_stays(found: Status, evidence: Evidence) -> None:
    assert derive(found, evidence, TODAY).status is found


def test_a_blocker_is_bad_news_on_the_first_day_as_well() -> None:
    assert derive(Status.TOO_EARLY, Evidence(), TODAY).status is Status.TOO_EARLY
    assert derive(Status.TOO_EARLY, Evidence(blocked=TODAY), TODAY).status is Status.AT_RISK


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (Evidence(), Status.ON_TRACK),
        (Evidence(signals=3), Status.AT_RISK),
        (Evidence(confidence=((0.9, 0.7, 0.6),)), Status.AT_RISK),
        (Evidence(confidence=((0.5, 0.7, 0.6), (0.9, 0.9))), Status.ON_TRACK),
        (Evidence(held_up=TODAY - timedelta(days=14)), Status.AT_RISK),
        (Evidence(held_up=TODAY - timedelta(days=15)), Status.OFF_TRACK),
        (Evidence(held_up=TODAY + timedelta(days=1)), Status.ON_TRACK),
        (Evidence(signals=1, held_up=TODAY), Status.OFF_TRACK),
        (Evidence(blocked=TODAY + timedelta(days=9)), Status.AT_RISK),
        (Evidence(blocked=TODAY - timedelta(days=15)), Status.OFF_TRACK),
        (Evidence(blocked=TODAY, confidence=((0.9, 0.9, 0.9), (0.8, 0.5, 0.4))), Status.OFF_TRACK),
        (Evidence(heard=TODAY - timedelta(days=45)), Status.ON_TRACK),
        (Evidence(heard=TODAY - timedelta(days=46), signals=1), Status.UNKNOWN),
    ],
)
def test_the_rule_by_hand(evidence: Evidence, expected: Status) -> None:
    assert derive(Status.ON_TRACK, evidence, TODAY).status is expected
