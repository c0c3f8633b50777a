"""By when an obligation is due: working days from Monday to Friday. Pure."""

from __future__ import annotations

from datetime import date, timedelta

USUAL = 10
"""Working days to answer in, until the organisation sets another number."""


def due(opened: date, working_days: int) -> date:
    """The day by which to answer: ``working_days`` after ``opened``, Saturdays and Sundays not counted.

    >>> due(date(2026, 11, 20), 1), due(date(2026, 11, 21), 1), due(date(2026, 11, 23), 10)
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 23), datetime.date(2026, 12, 7))
    """
    day, left = opened, working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
