"""Plans looked over and found the slow way, sharing nothing with the code under test but what a portfolio says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import strategies as st

from hoshin.portfolio.constraints import Candidate, Dependency, Effort, Exclusion, Phases, Portfolio
from hoshin.portfolio.value import Stance, Worth


def holds(portfolio: Portfolio, starts: Mapping[str, int]) -> bool:
    """Whether a plan keeps everything: each quarter is gone through, one initiative after the other."""
    every = {each.key: each for each in portfolio.candidates}
    last = {key: starts[key] + every[key].quarters - 1 for key in starts}
    for key, start in starts.items():
        one = every[key]
        if start < one.earliest or last[key] >= portfolio.quarters:
            return False
        if one.latest is not None and last[key] > one.latest:
            return False
    for quarter in range(portfolio.quarters):
        used: dict[str, float] = {}
        money = 0.0
        for key, start in starts.items():
            if start <= quarter <= last[key]:
                money += every[key].cost / every[key].quarters
                for part in every[key].efforts:
                    if part.quarter == quarter - start:
                        used[part.team] = used.get(part.team, 0.0) + part.people
        for team, people in used.items():
            there = portfolio.capacity[team][quarter] if team in portfolio.capacity else 0.0
            if people > there * (1 + 1e-6) + 1e-6:
                return False
        if portfolio.quarter_budgets is not None and money > portfolio.quarter_budgets[quarter] * (1 + 1e-6) + 1e-6:
            return False
    spent = sum(every[key].cost for key in starts)
    if portfolio.budget is not None and spent > portfolio.budget * (1 + 1e-6) + 1e-6:
        return False
    if any(each.mandatory and each.key not in starts for each in portfolio.candidates):
        return False
    if any(each.one in starts and each.other in starts for each in portfolio.exclusions):
        return False
    ties = [(each.before, each.after) for each in portfolio.dependencies]
    for phases in portfolio.phases:
        ties += [(phases.members[at], phases.members[at + 1]) for at in range(len(phases.members) - 1)]
        if phases.whole and len({each in starts for each in phases.members}) > 1:
            return False
    return all(after not in starts or (before in starts and last[before] < starts[after]) for before, after in ties)


def value(portfolio: Portfolio, starts: Mapping[str, int]) -> float:
    """What a plan earns, quarter by quarter."""
    counted = portfolio.counted or portfolio.quarters
    every = {each.key: each for each in portfolio.candidates}
    earned = 0.0
    for key, start in starts.items():
        worth = every[key].worth
        a_quarter = worth.cautious if portfolio.stance is Stance.CAUTIOUS else worth.expected
        earned += sum(a_quarter for quarter in range(counted) if quarter >= start + every[key].quarters)
    return earned


def plans(portfolio: Portfolio) -> Iterator[dict[str, int]]:
    """Every plan that there could be, kept or not."""
    keys = [each.key for each in portfolio.candidates]
    for chosen in product(range(-1, portfolio.quarters), repeat=len(keys)):
        yield {key: start for key, start in zip(keys, chosen, strict=True) if start >= 0}


def best(portfolio: Portfolio) -> float | None:
    """The value of the best plan that holds; None where none does."""
    return max((value(portfolio, starts) for starts in plans(portfolio) if holds(portfolio, starts)), default=None)


TEAMS = ("network", "desk")


@st.composite
def portfolios(draw: st.DrawFn, most: int = 5, quarters: int = 3) -> Portfolio:
    """Small portfolios with everything in them, also such for which there is no plan."""
    planned = draw(st.integers(1, quarters))
    many = draw(st.integers(1, most))
    keys = [f"i{each}" for each in range(many)]
    candidates = []
    for key in keys:
        takes = draw(st.integers(1, 2))
        efforts = draw(
            st.lists(
                st.builds(Effort, st.sampled_from(TEAMS), st.integers(0, takes - 1), st.integers(0, 3).map(float)),
                max_size=3,
            )
        )
        latest = draw(st.none() | st.integers(takes - 1, quarters))
        earliest = draw(st.sampled_from((0, 0, 0, 1)))
        fits = earliest + takes <= min(planned, planned if latest is None else latest + 1)
        expected = float(draw(st.integers(0, 9)))
        candidates.append(
            Candidate(
                key,
                key.upper(),
                takes,
                Worth(expected, expected * draw(st.sampled_from((0.2, 0.5, 0.9)))),
                float(draw(st.integers(0, 6))),
                tuple(efforts),
                earliest,
                latest,
                "the law" if fits and draw(st.integers(0, 5)) == 0 else "",
            )
        )
    pairs = [(one, other) for one in range(many) for other in range(one + 1, many)]
    some = st.lists(st.sampled_from(pairs or [(0, 0)]), max_size=2 if pairs else 0, unique=True)
    phases: list[str] = []
    whole = draw(st.booleans())
    if many > 1 and draw(st.booleans()):
        phases = draw(st.lists(st.sampled_from(keys), min_size=2, max_size=3, unique=True))
    return Portfolio(
        planned,
        tuple(candidates),
        {team: tuple(float(draw(st.integers(0, 5))) for _ in range(planned)) for team in TEAMS},
        draw(st.none() | st.integers(2, 20).map(float)),
        draw(st.none() | st.tuples(*[st.integers(1, 8).map(float)] * planned)),
        tuple(Dependency(f"i{one}", f"i{other}") for one, other in draw(some)),
        tuple(Exclusion(f"i{one}", f"i{other}") for one, other in draw(some)),
        (Phases("move", tuple(sorted(phases)), whole),) if phases else (),
        planned + draw(st.integers(0, 3)),
        draw(st.sampled_from(Stance)),
    )
