"""Simulated portfolios of a size that a large organisation has, from a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.portfolio.constraints import Candidate, Dependency, Effort, Exclusion, Portfolio
from hoshin.portfolio.value import ThreePoint, worth

BUDGET = 0.6
"""The budget is this share of what all initiatives together cost."""


@dataclass(frozen=True)
class Kind:
    """How short people are: each team has from ``least`` to ``most`` of what all initiatives together ask of it.

    One team leads an initiative; with ``alike`` the others give as much as it does, else 0.1 to 0.6 people each.
    """

    name: str
    least: float
    most: float
    alike: bool


BOTTLENECKS = Kind("some teams are short", 0.5, 1.5, alike=False)
"""What organisations are like: a few teams hold up the rest, and support is given in parts of a person."""

ALL_SHORT = Kind("every team has half", 0.5, 0.5, alike=True)
"""As hard as it gets: every team in every quarter is a limit, and every initiative is a large piece of several."""


def simulated(
    kind: Kind, seed: int, *, initiatives: int = 200, quarters: int = 8, teams: int = 10, dependencies: int = 100
) -> Portfolio:
    """A portfolio from a seed.

    Each initiative takes one to four quarters and asks one to three teams; benefits for each person are lognormal with
    a standard deviation of 0.9. One in twenty of the later ones is mandatory, one in forty excludes another, a tenth
    begins late. Dependencies go from lower to higher numbers, to none that is mandatory, so that a plan is possible.
    """
    rng = np.random.default_rng(seed)
    names = [f"team {each}" for each in range(teams)]
    found = [_candidate(rng, kind, number, names, quarters) for number in range(initiatives)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < dependencies:
        one, other = sorted(int(each) for each in rng.choice(initiatives, 2, replace=False))
        if not found[other].mandatory:
            pairs.add((one, other))
    tied = {number for pair in pairs for number in pair}
    free = [number for number in range(initiatives) if number not in tied and not found[number].mandatory]
    excluded = [rng.choice(free, 2, replace=False) for _ in range(initiatives // 40)]
    asked = dict.fromkeys(names, 0.0)
    for each in found:
        for part in each.efforts:
            asked[part.team] += part.people
    return Portfolio(
        quarters,
        tuple(found),
        {
            team: (round(people * float(rng.uniform(kind.least, kind.most)) / quarters, 1),) * quarters
            for team, people in asked.items()
        },
        budget=round(sum(each.cost for each in found) * BUDGET),
        dependencies=tuple(Dependency(f"i{one}", f"i{other}") for one, other in sorted(pairs)),
        exclusions=tuple(Exclusion(f"i{one}", f"i{other}") for one, other in excluded),
        counted=quarters + 4,
    )


def _candidate(rng: np.random.Generator, kind: Kind, number: int, names: list[str], quarters: int) -> Candidate:
    takes = int(rng.integers(1, 5))
    efforts = []
    for place, team in enumerate(rng.choice(len(names), int(rng.integers(1, 4)), replace=False)):
        people = float(rng.uniform(0.5, 4) if place == 0 or kind.alike else rng.uniform(0.1, 0.6))
        for quarter in range(takes):
            efforts.append(Effort(names[team], quarter, max(0.1, round(people * float(rng.uniform(0.7, 1.3)), 1))))
    work = sum(each.people for each in efforts)
    likely = work * float(rng.lognormal(2.5, 0.9))
    benefit = ThreePoint(likely * float(rng.uniform(0.3, 0.9)), likely, likely * float(rng.uniform(1.1, 2.5)))
    chance = float(rng.uniform(0.4, 0.95))
    late = number < 100 and rng.random() < 0.2
    return Candidate(
        f"i{number}",
        f"Initiative {number}",
        takes,
        worth(benefit, ThreePoint(chance * 0.7, chance, min(1.0, chance * 1.05))),
        round(work * float(rng.uniform(5, 30)), 1),
        tuple(efforts),
        earliest=int(rng.integers(0, quarters - takes)) if late else 0,
        mandatory="the law asks for it" if number % 20 == 7 and number > 100 and takes < 3 else "",
    )
