"""Histories in which nothing was done: simulated desks, and the real one. All contestants get the same starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

import numpy as np

from hoshin.impact.design import CASES, CannotTell, comparison, design
from hoshin.impact.history import evenly
from hoshin.impact.panel import Panel
from hoshin.impact.scales import scale
from hoshin.metrics.query import Grain
from tests.unit.impact import servicenow
from tests.unit.impact.desks import HISTORIES, LIMITS, History, Numbers, panel

LENGTHS = ((30, 15), (74, 30), (104, 15), (104, 30), (104, 60))
"""Periods before and after the start on simulated desks, in turn. Power is read at the last three."""

POWER = 104
"""Periods before the start where power is read on simulated desks."""

GROUPS = 10
SHORTEST = {Grain.DAY: (20, 10), Grain.WEEK: (5, 4)}
"""On the real desk: fewest periods before and after a start. Weeks there are eleven; Hoshin asks for more."""

REAL = {
    f"real desk by {grain}, {what}": (grain, what)
    for grain in (Grain.DAY, Grain.WEEK)
    for what in ("volume", "log hours to resolve")
}
NAMES = (*HISTORIES, *LIMITS, *(REAL if servicenow.EXPORT.is_file() else ()))


@dataclass(frozen=True)
class Trial:
    """One start at which nothing was done. ``power`` says whether power is read at it."""

    panel: Panel
    power: bool


def trials(name: str) -> Iterator[Trial]:
    """Starts on a history, without end on a simulated desk; each start of the real one once, spread over all of it.

    On the real desk by day these are the starts at which Hoshin can tell; by week there is none such.
    """
    if name in REAL:
        yield from _real(*REAL[name])
        return
    history: History = {**HISTORIES, **LIMITS}[name]
    rng = np.random.default_rng(crc32(name.encode()))
    while True:
        for before, after in LENGTHS:
            yield Trial(panel(history.draw(rng, before + after, GROUPS), before), before == POWER)


def _real(grain: Grain, what: str) -> Iterator[Trial]:
    daily = servicenow.outcomes()[what]
    if grain is Grain.DAY:
        periods, values, n = servicenow.DAYS, daily.values, daily.n
    else:
        mondays = tuple(day for day in servicenow.DAYS if day.weekday() == 0 and day >= servicenow.DAYS[4])
        periods = tuple(day for day in mondays if _friday(day) in servicenow.DAYS)
        starts = [servicenow.DAYS.index(day) for day in periods]
        n = {group: np.array([own[at : at + 5].sum() for at in starts]) for group, own in daily.n.items()}
        values = {group: _weekly(daily.values[group], daily.n[group], starts, what) for group in daily.values}
    before, after = SHORTEST[grain]
    last = len(periods)
    each = [
        (group, start, end)
        for group in sorted(values)
        if np.median(n[group]) >= CASES
        for start in range(before, last - after + 1)
        for end in range(start + after, last + 1)
    ]
    for position in evenly(len(each)):
        group, start, end = each[position]
        others = [name for name in sorted(values) if name != group]
        found = Trial(
            Panel(
                periods=periods[:end],
                treated=values[group][:end],
                treated_n=n[group][:end],
                controls={name: values[name][:end] for name in others},
                control_n={name: n[name][:end] for name in others},
                start=start,
                unit=daily.unit,
                title=what,
                grain=grain,
                scope=group,
            ),
            power=True,
        )
        if grain is Grain.WEEK or not isinstance(design(found.panel, comparison(found.panel)), CannotTell):
            yield found


def _friday(monday: date) -> date:
    return date.fromordinal(monday.toordinal() + 4)


def _weekly(values: Numbers, n: Numbers, starts: list[int], what: str) -> Numbers:
    """Volume summed up, hours to resolve as their geometric mean, over the five days of each week."""
    found = np.full(len(starts), np.nan)
    for row, at in enumerate(starts):
        own, count = values[at : at + 5], n[at : at + 5]
        known = count > 0
        if known.any():
            mean = np.exp(np.average(np.log(own[known]), weights=count[known]))
            found[row] = count.sum() if what == "volume" else mean
    return found


def planted(one: Panel, shift: float) -> Panel:
    """The panel with the scope shifted after the start, on the scale of comparison."""
    after = np.arange(len(one.periods)) >= one.start
    chosen = scale(one.unit)
    return replace(one, treated=np.where(after, chosen.without(one.treated, -shift), one.treated))
