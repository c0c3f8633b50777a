"""The load of teams by quarter as a heat map, and where one more person would be worth most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoshin.apps.plans.models import PlanningRound, ScenarioLoad
from hoshin.apps.plans.reports.side_by_side import money

STEPS = (0.0, 0.25, 0.5, 0.75, 0.95, 1.000001)
"""From which share of its people on a team is drawn one step darker; from the last on it is overloaded."""


@dataclass(frozen=True)
class Heat:
    """One team in one quarter. ``step`` goes from 0, idle, to 6, more than there is."""

    quarter: str
    step: int
    words: str
    short: str


@dataclass(frozen=True)
class Team:
    """One team's quarters."""

    name: str
    cells: tuple[Heat, ...]


def compose(of: PlanningRound, loads: Sequence[ScenarioLoad]) -> list[Team]:
    """All teams."""
    names = dict.fromkeys(each.team for each in loads)
    return [Team(name, tuple(_cell(of, each) for each in loads if each.team == name)) for name in names]


def step_of(asked: float, there: float) -> int:
    """From 0, idle, to 6, more than there is."""
    share = asked / there if there > 0 else (2.0 if asked > 0 else 0.0)
    return 0 if asked <= 0 else sum(share >= from_ for from_ in STEPS)


def _cell(of: PlanningRound, each: ScenarioLoad) -> Heat:
    step = step_of(each.asked, each.there)
    quarter = of.quarter(each.quarter)
    return Heat(
        quarter, step, f"{each.team}, {quarter}: {each.asked:.1f} of {each.there:g} people", f"{each.asked:.1f}"
    )


@dataclass(frozen=True)
class Worth:
    """What one more person is worth, in words."""

    team: str
    quarter: str
    words: str


def worth_most(of: PlanningRound, loads: Sequence[ScenarioLoad], many: int = 5) -> list[Worth]:
    """Where one more person brings most; only where it was planned anew and brings something."""
    known = [each for each in loads if each.least is not None and each.least > 0]
    best = sorted(known, key=lambda each: -(each.least or 0.0))[:many]
    return [Worth(each.team, of.quarter(each.quarter), _words(of, each)) for each in best]


def _words(of: PlanningRound, each: ScenarioLoad) -> str:
    least, most = each.least or 0.0, each.most or 0.0
    if most - least <= 0.01 * most:
        return f"{money(of, least)} more"
    return f"{money(of, least)} to {money(of, most)} more"
