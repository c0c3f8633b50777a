"""The best plan: which initiatives begin in which quarter, and how far from the best it can be at most.

docs/algorithms/portfolio-plan.md says in prose what this promises.
"""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.eventlog.refused import Refused
from hoshin.portfolio.checking import check
from hoshin.portfolio.conflict import conflict
from hoshin.portfolio.constraints import Portfolio, Starts, broken
from hoshin.portfolio.model import model
from hoshin.portfolio.ranking import by_return, ranked, settled
from hoshin.portfolio.solver import Ended, solve
from hoshin.portfolio.value import Worth

SECONDS = 30.0
"""How long the best plan is looked for, where nobody says."""

PROVEN = 1e-6
"""A plan is called the best where no other can be better by more than this share."""


class NoPlan(Refused):
    """No plan keeps all that was asked, or none was found in time."""


@dataclass(frozen=True)
class Plan:
    """``starts`` names the quarter in which each chosen initiative begins.

    ``worth`` is what it earns in the counted quarters, expected and cautious; ``value`` the one of the two that was
    maximised. No plan has a value above ``bound``. ``cost`` is money.
    """

    starts: dict[str, int]
    worth: Worth
    value: float
    bound: float
    cost: float

    @property
    def gap(self) -> float:
        """By which share of its value a better plan could be better at most."""
        if self.bound <= self.value:
            return 0.0
        return (self.bound - self.value) / self.value if self.value > 0 else float("inf")

    @property
    def proven(self) -> bool:
        """Whether it is proven that no plan is better."""
        return self.gap <= PROVEN


def best_plan(portfolio: Portfolio, *, seconds: float = SECONDS, gap: float = 0.0) -> Plan:
    """The best plan that is found in ``seconds``; the search ends where it is within ``gap`` of the best.

    Raises PortfolioRefused for what cannot be planned, and NoPlan, which names what contradicts what. The plan is
    looked over by ``broken``, which knows nothing of how it was found.
    """
    check(portfolio)
    program = model(portfolio)
    found = solve(program, seconds=seconds, gap=gap)
    if found.ended is Ended.IMPOSSIBLE:
        raise NoPlan(conflict(portfolio))
    plans: list[Starts] = [] if found.chosen is None else [program.starts(found.chosen)]
    # Where time is up, going down a list may have found a better one.
    plans.append(ranked(portfolio, by_return(portfolio)).starts)
    whole = [each for each in (settled(portfolio, each) for each in plans) if not broken(portfolio, each)]
    if not whole:
        raise NoPlan(
            f"In {seconds:.0f} seconds no plan was found that keeps all that is mandatory: give it more time, or make "
            "less mandatory."
        )
    return as_plan(portfolio, max(whole, key=lambda each: portfolio.earned(each).by(portfolio.stance)), found.bound)


def as_plan(portfolio: Portfolio, starts: Starts, bound: float) -> Plan:
    """A plan with its figures; ``bound`` is never below the plan itself."""
    worth = portfolio.earned(starts)
    value = worth.by(portfolio.stance)
    return Plan(dict(starts), worth, value, max(bound, value), portfolio.cost(starts))
