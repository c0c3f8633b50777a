"""How the days go: seasons of the year, weekly ups and downs, and the hours at which crews work."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hoshin.simulation.plan import Happening, Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HOUR = 3_600
DAY = 24 * HOUR

OFFICE = (7, 19)
"""Local hours between which a crew is complete."""
NIGHT, SATURDAY, SUNDAY = 0.4, 0.45, 0.3
"""How much gets done at night and at the weekend, against office hours: depots run around the clock, crews thin out."""
BEYOND = 60
"""Days after the end of a plan through which crews are followed; what takes longer is not seen any more."""


def by_month(days: tuple[date, ...], months: tuple[float, ...]) -> Floats:
    """A number for each day, on straight lines between the middles of the months (January first)."""
    at = [d.month - 1 + (d.day - 0.5) / monthrange(d.year, d.month)[1] for d in days]
    return np.interp(at, np.arange(12) + 0.5, months, period=12)


def weekly(days: int, size: float, memory: float, chance: np.random.Generator) -> Floats:
    """An autocorrelated series that changes each week, in logarithms, with standard deviation ``size``."""
    weeks = days // 7 + 1
    steps = chance.standard_normal(weeks) * size
    level = steps.copy()
    for week in range(1, weeks):
        level[week] = memory * level[week - 1] + np.sqrt(1 - memory**2) * steps[week]
    return np.repeat(level, 7)[:days]


def factor(plan: Plan, happening: Happening, size: float) -> Floats:
    """``size`` where a happening acts, else 1; one row a day, one column a group."""
    day = np.arange(plan.days)
    first, last = (happening.first - plan.first).days, (happening.last - plan.first).days
    grown = np.clip((day - first + 1) / (last - first + 1), 0, 1) if happening.gradual else 1.0
    on = np.where((first <= day) & (day <= last), grown, 0.0)
    touched = np.array([not happening.groups or each.name in happening.groups for each in plan.groups])
    return np.asarray(size ** np.outer(on, touched))


class Crews:
    """When work gets done: each group's crew works at the full pace in its region's office hours, slower otherwise."""

    def __init__(self, plan: Plan) -> None:
        """Lay out the hours of each region from the plan's first midnight on."""
        hour = np.arange((plan.days + BEYOND) * 24)
        self._moments = np.arange(len(hour) + 1) * float(HOUR)
        done = []
        for region in plan.regions:
            local = hour + region.offset
            of_day, weekday = local % 24, (local // 24 + plan.first.weekday()) % 7
            pace = np.where((of_day >= OFFICE[0]) & (of_day < OFFICE[1]), 1.0, NIGHT)
            pace *= np.array([1.0] * 5 + [SATURDAY, SUNDAY])[weekday]
            # In each whole week as much gets done as if the crew worked evenly.
            done.append(np.concatenate(([0.0], np.cumsum(pace / pace[: 7 * 24].mean()))) * HOUR)
        self._done = done
        names = [region.name for region in plan.regions]
        self._region = np.array([names.index(each.region) for each in plan.groups])

    def after(self, group: Ints, start: Ints, work: Floats) -> Ints:
        """When each ``group`` has done ``work`` (seconds at an even pace) begun at ``start`` (seconds)."""
        end = np.empty(len(start))
        region = self._region[group]
        for i, done in enumerate(self._done):
            mine = region == i
            end[mine] = np.interp(np.interp(start[mine], self._moments, done) + work[mine], done, self._moments)
        return np.maximum(end.astype(np.int64), start)
