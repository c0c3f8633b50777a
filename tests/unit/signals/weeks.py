"""Readings by week, made up for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hoshin.metrics.result import Period, Reading, Reason, Refusal, Value

MONDAY = date(2024, 1, 1)


def week(i: int, amount: float | None, *, n: int = 20, complete: bool = True) -> Reading:
    """The reading of the i-th week from 1 January 2024 on; None is a refusal."""
    first = MONDAY + timedelta(weeks=i)
    year, number, _ = first.isocalendar()
    period = Period(f"{year}-W{number:02}", first, first + timedelta(days=6))
    result = Refusal(Reason.NO_CASES) if amount is None else Value(amount, n)
    return Reading("time_to_resolve_median", period, (), result, "h", "g", "d", complete)


def weeks(amounts: Sequence[float | None]) -> list[Reading]:
    """Readings of weeks in a row."""
    return [week(i, amount) for i, amount in enumerate(amounts)]
