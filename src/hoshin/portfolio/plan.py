"""The best plan: which initiatives begin in which quarter, and how far from the best it can be at most.

docs/algorithms/portfolio-plan.md says in prose what this promises.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import inf
from time import monotonic

from hoshin.eventlog.refused import Refused
from hoshin.portfolio.checking import check
from hoshin.portfolio.conflict import conflict
from hoshin.portfolio.constraints import Portfolio, Starts, broken
from hoshin.portfolio.improving import improve
from hoshin.portfolio.model import Best, model
from hoshin.portfolio.ranking import by_return, ranked, settled
from hoshin.portfolio.solver import Ended, solve
from hoshin.portfolio.value import Worth

Clock = Callable[[], float]
"""Seconds that only go forward."""

SECONDS = 30.0
"""How long the best plan is looked for, where nobody says."""

PROVEN = 1e-6
"""A plan is called the best where no other can be better by more than this share."""


class NoPlan(Refused):
    """No plan keeps all that was asked, or none was found in time."""


FIRST_A_PLAN = (0.3, 0.7)
"""How the time is dealt out where ranking gives no plan: pieces need one to begin from."""

HEAD_START = 0.5
"""In so many seconds a small portfolio is done; only then pieces are looked at."""


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


def best_plan(portfolio: Portfolio, *, seconds: float = SECONDS, gap: float = 0.0, now: Clock = monotonic) -> Plan:
    """The best plan that is found in ``seconds``; the search ends where it is within ``gap`` of the best.

    Raises PortfolioRefused for what cannot be planned, and NoPlan, which names what contradicts what. The plan is
    looked over by ``broken``, which knows nothing of how it was found. ``now`` is the clock that it goes by.
    """
    check(portfolio)
    search = _Search(portfolio, now)
    for share in (1.0,) if search.starts is not None else FIRST_A_PLAN:
        if search.run(seconds=share * seconds, gap=gap):
            break
    if search.starts is None:
        raise NoPlan(
            f"In {seconds:.0f} seconds no plan was found that keeps all that is mandatory: give it more time, or make "
            "less mandatory."
        )
    return as_plan(portfolio, search.starts, search.bound)


class _Search:
    """The best plan so far and what no plan is better than, while two searches go on side by side.

    One goes through the whole program and lowers the bound; the other improves the plan piece by piece. Each takes over
    what the other finds. HiGHS lets go of Python's lock, so they take a core each.
    """

    def __init__(self, portfolio: Portfolio, now: Clock) -> None:
        self.portfolio, self.now = portfolio, now
        self.program = model(portfolio)
        self.starts: dict[str, int] | None = None
        self.value = -inf
        self.bound = float(self.program.gain.sum())
        self.take(ranked(portfolio, by_return(portfolio)).starts)

    def take(self, starts: Starts) -> None:
        """Keep a plan that holds and is better than the one kept."""
        neat = settled(self.portfolio, starts)
        value = self.portfolio.earned(neat).by(self.portfolio.stance)
        if value > self.value and not broken(self.portfolio, neat):
            self.starts, self.value = neat, value

    def run(self, *, seconds: float, gap: float) -> bool:
        """Search for so long, or until the plan is within ``gap``; whether it is. Raises NoPlan where there is none."""
        until = self.now() + seconds
        best = None if self.starts is None else Best(self.program, self.program.chosen(self.starts))
        with ThreadPoolExecutor(1) as beside:
            whole = beside.submit(solve, self.program, seconds=seconds, gap=gap, known=best)
            wait([whole], timeout=min(HEAD_START, seconds))
            if best is not None and not whole.done():
                improve(self.portfolio, self.program, best, left=lambda: until - self.now(), done=whole.done)
            found = whole.result()
        if found.ended is Ended.IMPOSSIBLE:
            raise NoPlan(conflict(self.portfolio))
        for chosen in (best.chosen if best else None, found.chosen):
            if chosen is not None:
                self.take(self.program.starts(chosen))
        self.bound = min(self.bound, found.bound)
        return found.ended is Ended.OPTIMAL or self.bound - self.value <= gap * self.value


def as_plan(portfolio: Portfolio, starts: Starts, bound: float) -> Plan:
    """A plan with its figures; ``bound`` is never below the plan itself."""
    worth = portfolio.earned(starts)
    value = worth.by(portfolio.stance)
    return Plan(dict(starts), worth, value, max(bound, value), portfolio.cost(starts))
