"""An own metric of the small desk, as the form says it and as a specification."""

from __future__ import annotations

from typing import Any

from hoshin.metrics.own.specification import Specification
from hoshin.metrics.own.validation import specified
from tests.apps import small_desk

KEY = "own_network_within_a_day"
SAID: dict[str, Any] = {
    "key": KEY,
    "title": "Network within a day",
    "question": "Which part of the network's tickets is over within a day?",
    "measured": "share",
    "met": [{"field": "resolution_time", "comparison": "at most", "values": ["24"]}],
    "filter": [{"field": "group", "comparison": "is", "values": ["Customs", small_desk.HELPED]}],
    "dating": "resolved",
    "direction": "higher",
    "least": 1,
    "practice": "incident management",
    "owner_role": "incident manager",
    "counter_metrics": ["reopen_share"],
}
FORM: dict[str, Any] = {
    "title": SAID["title"],
    "question": SAID["question"],
    "key": KEY,
    "measured": "share",
    "dating": "resolved",
    "direction": "higher",
    "least": "1",
    "practice": "incident management",
    "owner_role": "incident manager",
    "counter_metrics": ["reopen_share"],
    "filter-0-was": "group",
    "filter-0-field": "group",
    "filter-0-comparison": "is",
    "filter-0-values": ["Customs", small_desk.HELPED],
    "met-0-was": "resolution_time",
    "met-0-field": "resolution_time",
    "met-0-comparison": "at most",
    "met-0-values": "24",
    "save": "1",
}


def said(**changes: Any) -> Specification:
    """The metric, with what is said otherwise."""
    return specified({**SAID, **changes})


def within(hours: str) -> Specification:
    """The metric with another limit: another definition."""
    return said(met=[{"field": "resolution_time", "comparison": "at most", "values": [hours]}])
