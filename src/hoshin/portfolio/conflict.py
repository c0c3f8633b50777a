"""Why no plan is possible: the fewest mandatory initiatives and limits that contradict each other, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from hoshin.portfolio.constraints import Candidate, Portfolio
from hoshin.portfolio.model import model
from hoshin.portfolio.ranking import company
from hoshin.portfolio.solver import Ended, solve
from hoshin.portfolio.value import NOTHING

SECONDS = 5.0
"""How long one question may take; what is not answered by then is kept, so that no conflict is invented."""

Item = TypeVar("Item")


def conflict(portfolio: Portfolio) -> str:
    """What contradicts what, and what to do, of a portfolio for which no plan is possible.

    Only what is mandatory can make a plan impossible. First the mandatory initiatives are thinned out until each of
    those left is needed for the contradiction, then the limits.
    """
    musts = [each for each in portfolio.candidates if each.mandatory]
    kept = _least(musts, lambda some: _impossible(_only(portfolio, some)))
    core = _only(portfolio, kept)
    limits = _least(_limits(core), lambda some: _impossible(_with(core, some)))
    names = " and ".join(f"“{each.title}” ({each.mandatory})" for each in kept)
    words = [_words(core, each) for each in limits] or ["the quarters in which they may run"]
    many = "cannot all be in" if len(kept) > 1 else "cannot be in"
    return (
        f"{names} {many}, because of {'; '.join(words)}. Raise the limit, remove the tie, let one begin earlier or end "
        "later, or make one of them no longer mandatory."
    )


Limit = tuple[str, str, int]
"""What kind of limit it is, whose, and in which quarter or at which place of the list."""


def _limits(portfolio: Portfolio) -> list[Limit]:
    found: list[Limit] = [
        ("capacity", team, quarter) for team, row in portfolio.capacity.items() for quarter in range(len(row))
    ]
    asked = {part.team for each in portfolio.candidates for part in each.efforts}
    found += [("none", team, 0) for team in sorted(asked - set(portfolio.capacity))]
    if portfolio.budget is not None:
        found.append(("budget", "", 0))
    if portfolio.quarter_budgets is not None:
        found += [("quarter budget", "", quarter) for quarter in range(portfolio.quarters)]
    found += [("dependency", "", place) for place in range(len(portfolio.dependencies))]
    found += [("exclusion", "", place) for place in range(len(portfolio.exclusions))]
    return [*found, *(("phases", each.name, place) for place, each in enumerate(portfolio.phases))]


def _with(portfolio: Portfolio, limits: Sequence[Limit]) -> Portfolio:
    """The portfolio under these limits alone."""
    kept = set(limits)
    endless = sum(part.people for each in portfolio.candidates for part in each.efforts) + 1
    money = sum(each.cost for each in portfolio.candidates) + 1
    asked = {part.team for each in portfolio.candidates for part in each.efforts}
    capacity = {
        team: tuple(
            people if ("capacity", team, quarter) in kept else endless
            for quarter, people in enumerate(portfolio.capacity.get(team, ()))
        )
        or ((0.0 if ("none", team, 0) in kept else endless),) * portfolio.quarters
        for team in sorted({*portfolio.capacity, *asked})
    }
    quarterly = portfolio.quarter_budgets
    return replace(
        portfolio,
        capacity=capacity,
        budget=portfolio.budget if ("budget", "", 0) in kept else None,
        quarter_budgets=None
        if quarterly is None
        else tuple(each if ("quarter budget", "", q) in kept else money for q, each in enumerate(quarterly)),
        dependencies=tuple(d for place, d in enumerate(portfolio.dependencies) if ("dependency", "", place) in kept),
        exclusions=tuple(e for place, e in enumerate(portfolio.exclusions) if ("exclusion", "", place) in kept),
        phases=tuple(p for place, p in enumerate(portfolio.phases) if ("phases", p.name, place) in kept),
    )


def _words(portfolio: Portfolio, limit: Limit) -> str:
    kind, whose, place = limit
    named = {key: each.title for key, each in portfolio.by_key.items()}
    match kind:
        case "capacity":
            return f"{whose} with {portfolio.capacity[whose][place]:g} people in {portfolio.named(place)}"
        case "none":
            return f"{whose}, which has no people"
        case "budget":
            return f"the budget of {portfolio.budget:,.0f}"
        case "quarter budget":
            return f"the budget of {portfolio.named(place)}"
        case "dependency":
            tie = portfolio.dependencies[place]
            return f"“{named[tie.after]}” needing “{named[tie.before]}” first"
        case "exclusion":
            pair = portfolio.exclusions[place]
            return f"“{named[pair.one]}” and “{named[pair.other]}” excluding each other"
        case _:
            return f"“{whose}” being done in its phases"


def _least(items: Sequence[Item], holds: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """A smallest part of which ``holds`` is still true: none of it can be left out.

    Halves are tried before single items, as most of the items have no part in it.
    """
    kept, size = list(items), len(items)
    while size >= 1:
        at = 0
        while at < len(kept):
            without = [*kept[:at], *kept[at + size :]]
            if holds(without):
                kept = without
            else:
                at += size
        size = 0 if size == 1 else (size + 1) // 2
    return kept


def _only(portfolio: Portfolio, musts: Sequence[Candidate]) -> Portfolio:
    """The portfolio of these mandatory candidates and of what they need."""
    keys = {key for each in musts for key in company(portfolio, each.key)}
    must = {each.key for each in musts}
    candidates = tuple(
        replace(each, worth=NOTHING, mandatory=each.mandatory if each.key in must else "")
        for each in portfolio.candidates
        if each.key in keys
    )
    return replace(
        portfolio,
        candidates=candidates,
        dependencies=tuple(each for each in portfolio.dependencies if {each.before, each.after} <= keys),
        exclusions=tuple(each for each in portfolio.exclusions if {each.one, each.other} <= keys),
        phases=tuple(each for each in portfolio.phases if set(each.members) <= keys),
    )


def _impossible(portfolio: Portfolio) -> bool:
    return solve(model(portfolio), seconds=SECONDS, gap=1.0).ended is Ended.IMPOSSIBLE
