"""Derived status: where a key result stands, from its progress and the time that has passed. Pure.

The rule, in order:

1. Before its first day a key result has *not started*.
2. Without a current number its status is *unknown*. Silence is never green.
3. Once the target is reached it is *reached*.
4. After its last day, if the target is not reached, it is *missed*.
5. Otherwise its progress is compared with the part of its time that has passed: with at least 90 % of the progress that
   would be due today it is *on track*, with at least 60 % *at risk*, else *off track*. On its first day nothing is due.

An objective is where its worst key result is; without key results it is *unknown*.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

ON_TRACK = 0.9
AT_RISK = 0.6
RULE = (
    f"On track means at least {ON_TRACK:.0%} of the progress that is due today, at risk at least {AT_RISK:.0%}, "
    "off track less. Without a current number the status is unknown: silence is never green."
).replace("%", " %")


class Status(StrEnum):
    """Where a key result or an objective stands, best first."""

    REACHED = "reached"
    ON_TRACK = "on track"
    NOT_STARTED = "not started"
    AT_RISK = "at risk"
    UNKNOWN = "unknown"
    OFF_TRACK = "off track"
    MISSED = "missed"


def progress(baseline: float, target: float, actual: float) -> float:
    """The part of the way from ``baseline`` to ``target`` that ``actual`` has gone; below 0 where it went backwards.

    It makes no difference which of the two is larger: less of a bad thing is progress as well. Raises ValueError where
    both are the same: there is no way to go.

    >>> progress(20, 10, 15), progress(8, 10, 7)
    (0.5, -0.5)
    """
    if target == baseline:
        raise ValueError(f"progress: `target` and `baseline` are both {target}, expected a way to go.")
    return (actual - baseline) / (target - baseline)


def status(gone: float | None, start: date, due: date, today: date) -> Status:
    """The status of one key result. ``gone`` is its progress, or None where there is no current number."""
    if today < start:
        return Status.NOT_STARTED
    if gone is None:
        return Status.UNKNOWN
    if gone >= 1:
        return Status.REACHED
    if today > due:
        return Status.MISSED
    due_today = elapsed(start, due, today)
    if due_today == 0 or gone >= ON_TRACK * due_today:
        return Status.ON_TRACK
    return Status.AT_RISK if gone >= AT_RISK * due_today else Status.OFF_TRACK


def elapsed(start: date, due: date, today: date) -> float:
    """The part of the time from ``start`` to ``due`` that has passed ``today``, 0 to 1."""
    if due <= start:
        return 1.0
    return min(max((today - start) / (due - start), 0.0), 1.0)


def worst(found: Iterable[Status]) -> Status:
    """The status of an objective: that of its worst key result; unknown where it has none."""
    order = list(Status)
    return max(found, key=order.index, default=Status.UNKNOWN)
