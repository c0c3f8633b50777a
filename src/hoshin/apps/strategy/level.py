"""Amounts that can be compared over stretches of different length: a count becomes a count in four weeks. Pure."""

from __future__ import annotations

from datetime import date

from hoshin.metrics.definition import Metric
from hoshin.metrics.result import Value
from hoshin.metrics.statistic import Change, Count
from hoshin.reporting.wording import amount

WEEKS = 4
DAYS = 7 * WEEKS
UNITS = {"share": "%", "h": "hours", "tickets": "tickets", "per ticket": "per ticket"}


def is_count(metric: Metric) -> bool:
    """Whether the metric adds up over time, so that twice as long a stretch holds about twice as many."""
    return isinstance(metric.statistic, Count | Change)


def is_small(metric: Metric, value: Value) -> bool:
    """Whether too few tickets stand behind a number to judge by it. A number of tickets is never too small."""
    return value.small and metric.unit != "tickets"


def level(metric: Metric, found: float, first: date, last: date) -> float:
    """What the metric read over the days from ``first`` to ``last``, both included: of a count, how many in four weeks.

    The unit stays the metric's own.
    """
    return found * DAYS / ((last - first).days + 1) if is_count(metric) else found


def level_words(metric: Metric, found: float) -> str:
    """A level as people say it, such as ``61.2 %``, or ``1,418 in 4 weeks`` of a count."""
    return f"{amount(found, metric.unit)}{f' in {WEEKS} weeks' if is_count(metric) else ''}"


def unit_words(metric: Metric) -> str:
    """The unit in which people type a level."""
    return f"{UNITS.get(metric.unit, metric.unit)}{f' in {WEEKS} weeks' if is_count(metric) else ''}"


def typed(metric: Metric, found: float) -> float:
    """A level as people type it: shares in per cent."""
    return round(found * 100 if metric.unit == "share" else found, 6)


def untyped(metric: Metric, given: float) -> float:
    """What people typed, in the metric's unit."""
    return given / 100 if metric.unit == "share" else given
