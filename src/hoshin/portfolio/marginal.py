"""What one more person would be worth, by team and quarter: found by planning anew, and bounded where time is short."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from hoshin.portfolio.constraints import Portfolio
from hoshin.portfolio.model import model, raised
from hoshin.portfolio.plan import PROVEN, Clock, Plan
from hoshin.portfolio.solver import relaxed, solve


@dataclass(frozen=True)
class OneMore:
    """What a plan with one more person in a team and quarter would be worth more than the plan at hand.

    It is ``least`` or more, as a plan was found that is, and ``most`` or less, as that is proven. Where both are alike
    it is known. ``tried``: whether it was planned anew; else ``most`` follows from the relaxed program's price.
    """

    team: str
    quarter: int
    least: float
    most: float
    tried: bool


def one_more(
    portfolio: Portfolio, plan: Plan, *, seconds: float, gap: float = 0.0, now: Clock = monotonic
) -> list[OneMore]:
    """One more person in each team and quarter that somebody may ask for, the most promising planned anew first.

    A plan with more people is never worse, so ``least`` is never below 0. Prices of the relaxed program bound what is
    not planned anew: its value is concave in the limits, so one more adds at most its price.
    """
    until = now() + seconds
    program = model(portfolio)
    loose = relaxed(program)
    found = []
    for (team, quarter), row in sorted(program.capacity.items(), key=lambda each: (-loose.prices[each[1]], each[0])):
        most = max(loose.value + loose.prices[row] - plan.value, 0.0)
        left = until - now()
        if left <= 0:
            found.append(OneMore(team, quarter, 0.0, most, tried=False))
            continue
        again = solve(raised(program, row, 1.0), seconds=left, gap=gap)
        value = plan.value if again.chosen is None else float(program.gain @ again.chosen)
        least = max(value - plan.value, 0.0)
        most = max(min(most, again.bound - plan.value), least)
        known = most - least <= PROVEN * max(plan.value, 1.0)
        found.append(OneMore(team, quarter, least, least if known else most, tried=True))
    return sorted(found, key=lambda each: (each.team, each.quarter))
