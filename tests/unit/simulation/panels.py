"""The panel of an initiative, counted from simulated tickets in plain NumPy: weekly medians by group."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.panel import Panel
from hoshin.impact.rollout import Rollout, draw
from hoshin.impact.staggered import StaggeredPanel
from hoshin.simulation.organisation import Demonstration, InitiativeStory
from tests.unit.simulation.reading import Exported

Numbers = NDArray[np.float64]


def panel(story: Demonstration, desk: Exported, found: InitiativeStory) -> Panel:
    """Whole weeks from Monday on, without the one in which the initiative starts unless it starts on a Monday."""
    mondays = _mondays(story)
    kept = np.array([not day < found.start <= day + timedelta(days=6) for day in mondays])
    treated, treated_n = (each[kept] for each in _weekly(desk, mondays, found.groups))
    others = {each.name: _weekly(desk, mondays, (each.name,)) for each in story.plan.groups}
    outside = [name for name in others if name not in found.groups]
    return Panel(
        periods=tuple(day for day, keep in zip(mondays, kept, strict=True) if keep),
        treated=treated,
        treated_n=treated_n,
        controls={name: others[name][0][kept] for name in outside},
        control_n={name: others[name][1][kept] for name in outside},
        start=int(sum(day < found.start for day, keep in zip(mondays, kept, strict=True) if keep)),
        unit="h",
        title="Time to resolve (median)",
        contaminated=_elsewhere(story, found),
    )


def in_turn(story: Demonstration, desk: Exported, found: InitiativeStory) -> tuple[StaggeredPanel, Rollout]:
    """The panel of a roll-out whose starts are Mondays, and the order as the lot drew it, in weeks of the panel."""
    assert found.draw is not None
    mondays = _mondays(story)
    numbers = {each.name: _weekly(desk, mondays, (each.name,)) for each in story.plan.groups}
    waves = tuple(sorted({mondays.index(start) for _, start in found.starts}))
    drawn = draw(found.groups, waves, found.draw.seed)
    return (
        StaggeredPanel(
            periods=tuple(mondays),
            series={name: own for name, (own, _) in numbers.items()},
            n={name: n for name, (_, n) in numbers.items()},
            starts=drawn.starts,
            unit="h",
            title="Time to resolve (median)",
            contaminated=_elsewhere(story, found),
        ),
        drawn,
    )


def _mondays(story: Demonstration) -> list[date]:
    monday = story.plan.first + timedelta(days=-story.plan.first.weekday() % 7)
    return [monday + timedelta(weeks=week) for week in range((story.plan.last - monday).days // 7)]


def _weekly(desk: Exported, mondays: list[date], groups: tuple[str, ...]) -> tuple[Numbers, Numbers]:
    """The median hours of what the groups resolved in each week, and how many tickets that were."""
    weeks = len(mondays)
    since = (desk.resolved - np.datetime64(mondays[0], "s")) / np.timedelta64(7, "D")
    week = np.floor(np.where(np.isnat(desk.resolved), -1, since)).astype(int)
    own = np.flatnonzero(desk.within(groups) & (week >= 0) & (week < weeks))
    own = own[np.argsort(week[own], kind="stable")]
    hours = np.split(desk.hours[own], np.searchsorted(week[own], np.arange(1, weeks)))
    medians = np.array([np.median(each) if len(each) else np.nan for each in hours])
    return medians, np.array([float(len(each)) for each in hours])


def _elsewhere(story: Demonstration, found: InitiativeStory) -> dict[str, str]:
    """The groups of other initiatives, each with its title."""
    return {group: each.title for each in story.initiatives if each is not found for group in each.groups}
