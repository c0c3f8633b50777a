"""The panel of an initiative, counted from simulated tickets in plain NumPy: weekly medians by group."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.panel import Panel
from hoshin.simulation.organisation import Demonstration, InitiativeStory
from tests.unit.simulation.reading import Exported

Numbers = NDArray[np.float64]


def panel(story: Demonstration, desk: Exported, found: InitiativeStory) -> Panel:
    """Whole weeks from Monday on, without the one in which the initiative starts unless it starts on a Monday."""
    monday = story.plan.first + timedelta(days=-story.plan.first.weekday() % 7)
    weeks = (story.plan.last - monday).days // 7
    mondays = [monday + timedelta(weeks=week) for week in range(weeks)]
    kept = np.array([not day < found.start <= day + timedelta(days=6) for day in mondays])
    since = (desk.resolved - np.datetime64(monday, "s")) / np.timedelta64(7, "D")
    week = np.floor(np.where(np.isnat(desk.resolved), -1, since)).astype(int)

    def weekly(mine: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        own = np.flatnonzero(mine & (week >= 0) & (week < weeks))
        own = own[np.argsort(week[own], kind="stable")]
        hours = np.split(desk.hours[own], np.searchsorted(week[own], np.arange(1, weeks)))
        medians = np.array([np.median(each) if len(each) else np.nan for each in hours])
        return medians[kept], np.array([float(len(each)) for each in hours])[kept]

    treated, treated_n = weekly(desk.within(found.groups))
    others = {each.name: weekly(desk.within((each.name,))) for each in story.plan.groups}
    outside = [name for name in others if name not in found.groups]
    elsewhere = {group: each.title for each in story.initiatives if each is not found for group in each.groups}
    return Panel(
        periods=tuple(day for day, keep in zip(mondays, kept, strict=True) if keep),
        treated=treated,
        treated_n=treated_n,
        controls={name: others[name][0] for name in outside},
        control_n={name: others[name][1] for name in outside},
        start=int(sum(day < found.start for day, keep in zip(mondays, kept, strict=True) if keep)),
        unit="h",
        title="Time to resolve (median)",
        contaminated=elsewhere,
    )
