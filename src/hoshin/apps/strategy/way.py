"""The way of a key result from its baseline to its target: by the plan of its months, or else straight. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.status import elapsed

DAY = timedelta(days=1)


def months(start: date, due: date) -> tuple[date, ...]:
    """The first days of all months from ``start`` to ``due``, both included.

    >>> [str(each) for each in months(date(2026, 11, 15), date(2027, 1, 1))]
    ['2026-11-01', '2026-12-01', '2027-01-01']
    """
    found, each = [], start.replace(day=1)
    while each <= due:
        found.append(each)
        each = _next(each)
    return tuple(found)


def straight(key_result: KeyResult, first: date) -> float:
    """Where the straight way from baseline to target stands at the end of the month, or on the due date within it."""
    return _straight(key_result, min(_next(first) - DAY, key_result.due))


def expected(key_result: KeyResult, plans: Mapping[date, float], on: date) -> float:
    """Where the key result shall stand on a day, in the metric's unit.

    ``plans`` are the amounts of single months by their first days, each due on the month's last day; a month without
    one is planned by the straight way, and the last one ends at the target. Within a month the way is even.
    """
    if not plans or not key_result.start < on < key_result.due:
        return _straight(key_result, on)
    first = on.replace(day=1)
    begin, before = max(first - DAY, key_result.start), key_result.baseline
    if begin > key_result.start:
        before = _at_end(key_result, plans, (first - DAY).replace(day=1))
    end, after = min(_next(first) - DAY, key_result.due), _at_end(key_result, plans, first)
    return before + elapsed(begin, end, on) * (after - before)


def _at_end(key_result: KeyResult, plans: Mapping[date, float], first: date) -> float:
    """The plan for the end of a month; for that of the last one, the target."""
    if _next(first) > key_result.due:
        return key_result.target
    return plans.get(first, straight(key_result, first))


def _straight(key_result: KeyResult, on: date) -> float:
    passed = elapsed(key_result.start, key_result.due, on)
    return key_result.baseline + passed * (key_result.target - key_result.baseline)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
