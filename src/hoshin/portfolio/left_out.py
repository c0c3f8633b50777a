"""What each initiative that a plan leaves out would need to be in it, with the rest of the plan as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hoshin.portfolio.constraints import Candidate, Exclusion, Portfolio, Starts, exceeds, load, room, spending
from hoshin.portfolio.plan import Plan


@dataclass(frozen=True)
class Shortage:
    """So many more people of a team in a quarter."""

    team: str
    quarter: int
    people: float


@dataclass(frozen=True)
class Need:
    """What a candidate left out would need to begin in ``start``, the quarter that asks for least.

    ``missing`` are candidates that it needs first and that are left out too, ``excluded_by`` those of the plan with
    which it cannot be. With ``start`` None it cannot run in time, whatever is raised. Where nothing is lacking, it
    would bring nothing: ``earns`` is 0.
    """

    key: str
    start: int | None
    shortages: tuple[Shortage, ...] = ()
    money: float = 0.0
    missing: tuple[str, ...] = ()
    excluded_by: tuple[str, ...] = ()
    earns: float = 0.0

    @property
    def people(self) -> float:
        """Quarters of one person's work that are lacking, in all."""
        return sum(each.people for each in self.shortages)


def needs(portfolio: Portfolio, plan: Plan) -> list[Need]:
    """The need of each candidate left out, in the order of the portfolio."""
    return [_need(portfolio, plan.starts, each) for each in portfolio.candidates if each.key not in plan.starts]


def _need(portfolio: Portfolio, starts: Starts, candidate: Candidate) -> Need:
    before = [each.before for each in portfolio.before if each.after == candidate.key]
    missing = tuple(key for key in before if key not in starts)
    others = [{each.one, each.other} - {candidate.key} for each in portfolio.exclusions if candidate.key in _pair(each)]
    excluded_by = tuple(key for other in others for key in other if key in starts)
    ready = max((starts[key] + portfolio.by_key[key].quarters for key in before if key in starts), default=0)
    ready = max([ready, *(portfolio.by_key[key].quarters for key in missing)])
    found = [
        Need(
            candidate.key,
            start,
            tuple(_shortages(portfolio, starts, candidate, start)),
            _money(portfolio, starts, candidate, start),
            missing,
            excluded_by,
            portfolio.earns(candidate, start).by(portfolio.stance),
        )
        for start in portfolio.window(candidate)
        if start >= ready
    ]
    useful = [each for each in found if each.earns > 0] or found
    if not useful:
        return Need(candidate.key, None, missing=missing, excluded_by=excluded_by)
    return min(useful, key=lambda each: (each.people, each.money, each.start))


def _pair(exclusion: Exclusion) -> set[str]:
    return {exclusion.one, exclusion.other}


def _shortages(portfolio: Portfolio, starts: Starts, candidate: Candidate, start: int) -> Iterator[Shortage]:
    loads, asked = load(portfolio, starts), dict[tuple[str, int], float]()
    for each in candidate.efforts:
        cell = (each.team, start + each.quarter)
        asked[cell] = asked.get(cell, 0.0) + each.people
    for (team, quarter), people in sorted(asked.items()):
        there = room(portfolio, team)[quarter]
        wanted = loads.get(team, [0.0] * portfolio.quarters)[quarter] + people
        if people and exceeds(wanted, there):
            yield Shortage(team, quarter, wanted - there)


def _money(portfolio: Portfolio, starts: Starts, candidate: Candidate, start: int) -> float:
    """The money that is lacking: of the whole budget, or in the quarters together where that is more."""
    lacking = 0.0
    if portfolio.budget is not None:
        wanted = portfolio.cost(starts) + candidate.cost
        lacking = wanted - portfolio.budget if exceeds(wanted, portfolio.budget) else 0.0
    if portfolio.quarter_budgets is not None:
        spent, share = spending(portfolio, starts), candidate.cost / candidate.quarters
        over = [
            spent[quarter] + share - portfolio.quarter_budgets[quarter]
            for quarter in range(start, start + candidate.quarters)
            if exceeds(spent[quarter] + share, portfolio.quarter_budgets[quarter])
        ]
        lacking = max(lacking, sum(over))
    return lacking
