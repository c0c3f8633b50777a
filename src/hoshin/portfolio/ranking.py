"""The plan that ranking gives: from the top of a list, each as early as it fits. The best is compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hoshin.portfolio.constraints import Candidate, Portfolio, Starts, exceeds, room, successors


@dataclass(frozen=True)
class Ranked:
    """The plan by rank. ``missing`` are the mandatory ones for which it found no place: then it is no plan."""

    starts: dict[str, int]
    missing: tuple[str, ...] = ()


def ranked(portfolio: Portfolio, order: Sequence[str]) -> Ranked:
    """Go down ``order`` (keys of candidates, the best first) and begin each in the first quarter in which it fits.

    What is mandatory goes first, and with everything goes what it needs before it, and the other phases of a whole.
    What does not fit is passed over. The portfolio has been checked.
    """
    going = _Going(portfolio)
    musts = [key for key in order if portfolio.by_key[key].mandatory]
    for key in (*musts, *order):
        if key not in going.starts:
            going.take(company(portfolio, key))
    return Ranked(going.starts, tuple(key for key in musts if key not in going.starts))


def by_return(portfolio: Portfolio) -> list[str]:
    """The candidates by benefit for each person that they need, the best first: what WSJF comes to, in money."""

    def returns(each: Candidate) -> float:
        people = sum(part.people for part in each.efforts)
        benefit = each.worth.by(portfolio.stance)
        return benefit / people if people else benefit * float("inf") if benefit else 0.0

    return [each.key for each in sorted(portfolio.candidates, key=lambda each: (-returns(each), each.key))]


def in_order(portfolio: Portfolio, keys: Iterable[str]) -> list[str]:
    """The candidates so that each stands after all that it needs."""
    wanted, needs = dict.fromkeys(keys), _needs(portfolio)
    found: dict[str, None] = {}

    def visit(key: str) -> None:
        if key in wanted and key not in found:
            for each in needs.get(key, ()):
                visit(each)
            found[key] = None

    for key in wanted:
        visit(key)
    return list(found)


def _needs(portfolio: Portfolio) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in portfolio.before:
        found.setdefault(each.after, []).append(each.before)
    return found


def company(portfolio: Portfolio, key: str) -> list[str]:
    """The candidate with all without which it cannot be, in an order in which they can begin."""
    needs, found, open_ = _needs(portfolio), {key}, [key]
    wholes = [set(each.members) for each in portfolio.phases if each.whole]
    while open_:
        each = open_.pop()
        more = {*needs.get(each, ()), *(member for whole in wholes if each in whole for member in whole)} - found
        found |= more
        open_ += sorted(more)
    return in_order(portfolio, sorted(found))


class _Going:
    """What is placed so far, and what is left of every limit."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.starts: dict[str, int] = {}
        self.loads: dict[tuple[str, int], float] = {}
        self.spent = [0.0] * portfolio.quarters
        self.shut = [{each.one, each.other} for each in portfolio.exclusions]
        self.needs = _needs(portfolio)

    def take(self, company: Sequence[str]) -> None:
        """Place all of them, or none."""
        before, loads, spent = dict(self.starts), dict(self.loads), list(self.spent)
        if not all(key in self.starts or self._place(key) for key in company):
            self.starts, self.loads, self.spent = before, loads, spent

    def _place(self, key: str) -> bool:
        candidate = self.portfolio.by_key[key]
        if any(key in pair and (pair - {key}) & set(self.starts) for pair in self.shut):
            return False
        ready = [self.starts[each] + self.portfolio.by_key[each].quarters for each in self.needs.get(key, ())]
        for start in self.portfolio.window(candidate):
            if start >= max(ready, default=0) and self._fits(candidate, start):
                self._put(candidate, start)
                return True
        return False

    def _asked(self, candidate: Candidate, start: int) -> dict[tuple[str, int], float]:
        asked: dict[tuple[str, int], float] = {}
        for each in candidate.efforts:
            cell = (each.team, start + each.quarter)
            asked[cell] = asked.get(cell, 0.0) + each.people
        return asked

    def _fits(self, candidate: Candidate, start: int) -> bool:
        for cell, people in self._asked(candidate, start).items():
            there = room(self.portfolio, cell[0])[cell[1]]
            if people and exceeds(self.loads.get(cell, 0.0) + people, there):
                return False
        budget, quarterly = self.portfolio.budget, self.portfolio.quarter_budgets
        if budget is not None and exceeds(sum(self.spent) + candidate.cost, budget):
            return False
        share = candidate.cost / candidate.quarters
        running = range(start, start + candidate.quarters)
        return quarterly is None or not any(exceeds(self.spent[each] + share, quarterly[each]) for each in running)

    def _put(self, candidate: Candidate, start: int) -> None:
        self.starts[candidate.key] = start
        for cell, people in self._asked(candidate, start).items():
            self.loads[cell] = self.loads.get(cell, 0.0) + people
        for quarter in range(start, start + candidate.quarters):
            self.spent[quarter] += candidate.cost / candidate.quarters


def settled(portfolio: Portfolio, starts: Starts) -> dict[str, int]:
    """The plan without what brings nothing and nobody needs, and each of the rest as early as it fits."""
    needed, after = dict(starts), successors(portfolio)
    wholes = [set(each.members) for each in portfolio.phases if each.whole]
    for key in reversed(in_order(portfolio, starts)):
        candidate = portfolio.by_key[key]
        idle = portfolio.earns(candidate, starts[key]).by(portfolio.stance) <= 0 and not candidate.mandatory
        if idle and not any(each in needed for each in after.get(key, ())) and not any(key in each for each in wholes):
            del needed[key]
    going = _Going(portfolio)
    going.starts = dict(needed)
    for key, start in needed.items():
        going._put(portfolio.by_key[key], start)
    for key in in_order(portfolio, sorted(needed, key=lambda each: (needed[each], each))):
        candidate, start = portfolio.by_key[key], going.starts[key]
        _take_out(going, candidate, start)
        if not going._place(key):
            going._put(candidate, start)
    return going.starts


def _take_out(going: _Going, candidate: Candidate, start: int) -> None:
    del going.starts[candidate.key]
    for cell, people in going._asked(candidate, start).items():
        going.loads[cell] -= people
    for quarter in range(start, start + candidate.quarters):
        going.spent[quarter] -= candidate.cost / candidate.quarters
