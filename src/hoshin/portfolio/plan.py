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
from hoshin.portfolio.improving import Best, improve
from hoshin.portfolio.model import model
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


ROUNDS = (0.3, 0.7)
"""How the time is dealt out: first a look for a good plan and a bound, then the proof that it is good."""

SEARCHES = 2
"""So many searches go piece by piece, each by draws of its own, beside the one through the whole program."""

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
    until = now() + seconds
    search = _Search(portfolio, now)
    for share in ROUNDS:
        if search.round(seconds=share * seconds, gap=gap) or now() >= until:
            break
    if search.starts is None:
        raise NoPlan(
            f"In {seconds:.0f} seconds no plan was found that keeps all that is mandatory: give it more time, or make "
            "less mandatory."
        )
    return as_plan(portfolio, search.starts, search.bound)


class _Search:
    """The best plan so far and what no plan is better than, while two searches go on side by side.

    One goes through the whole program and lowers the bound; the other improves the plan piece by piece. HiGHS lets go
    of Python's lock, so they take a core each.
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

    def round(self, *, seconds: float, gap: float) -> bool:
        """Search for so long; whether the plan is within ``gap`` now. Raises NoPlan where there is none."""
        known = None if self.starts is None else self.program.chosen(self.starts)
        until = self.now() + seconds
        with ThreadPoolExecutor(1 + SEARCHES) as beside:
            whole = beside.submit(solve, self.program, seconds=seconds, gap=gap, known=known)
            wait([whole], timeout=min(HEAD_START, seconds))
            if known is not None and not whole.done():
                best = Best(self.program, known)
                wait([beside.submit(self._pieces, best, seed, until, whole.done) for seed in range(SEARCHES)])
                self.take(self.program.starts(best.chosen))
            found = whole.result()
        if found.ended is Ended.IMPOSSIBLE:
            raise NoPlan(conflict(self.portfolio))
        if found.chosen is not None:
            self.take(self.program.starts(found.chosen))
        self.bound = min(self.bound, found.bound)
        return found.ended is Ended.OPTIMAL or self.bound - self.value <= gap * self.value

    def _pieces(self, best: Best, seed: int, until: float, done: Callable[[], bool]) -> None:
        improve(self.portfolio, self.program, best, left=lambda: until - self.now(), done=done, seed=seed)


def as_plan(portfolio: Portfolio, starts: Starts, bound: float) -> Plan:
    """A plan with its figures; ``bound`` is never below the plan itself."""
    worth = portfolio.earned(starts)
    value = worth.by(portfolio.stance)
    return Plan(dict(starts), worth, value, max(bound, value), portfolio.cost(starts))
