"""Whether a portfolio says something that can be planned: every name known, every number possible, no circle."""

from __future__ import annotations

from collections import Counter
from math import isfinite

from hoshin.eventlog.refused import Refused
from hoshin.portfolio.constraints import Candidate, Portfolio, successors


class PortfolioRefused(Refused):
    """What was said of a portfolio is no portfolio; the sentence says what to mend."""


def check(portfolio: Portfolio) -> None:
    """Raise PortfolioRefused for the first thing that cannot be."""
    if portfolio.quarters < 1:
        raise PortfolioRefused("A plan has at least one quarter.")
    if portfolio.counted is not None and portfolio.counted < portfolio.quarters:
        raise PortfolioRefused(
            f"Benefits are counted over {portfolio.counted} quarters, fewer than the {portfolio.quarters} planned: "
            "count at least those."
        )
    _limits(portfolio)
    for each in portfolio.candidates:
        _candidate(portfolio, each)
    _names(portfolio)
    _no_circle(portfolio)


def _limits(portfolio: Portfolio) -> None:
    rows = {f"The capacity of {team}": row for team, row in portfolio.capacity.items()}
    if portfolio.quarter_budgets is not None:
        rows["The budget by quarter"] = portfolio.quarter_budgets
    for what, row in rows.items():
        if len(row) != portfolio.quarters:
            raise PortfolioRefused(f"{what} names {len(row)} quarters, the plan has {portfolio.quarters}: name each.")
        if not all(isfinite(each) and each >= 0 for each in row):
            raise PortfolioRefused(f"{what} has an amount below 0 or none: give 0 or more for each quarter.")
    if portfolio.budget is not None and not (isfinite(portfolio.budget) and portfolio.budget >= 0):
        raise PortfolioRefused("The budget is below 0: give 0 or more, or no budget for no limit.")


def _candidate(portfolio: Portfolio, each: Candidate) -> None:
    amounts = (each.worth.expected, each.worth.cautious, each.cost, *(part.people for part in each.efforts))
    if not all(isfinite(amount) and amount >= 0 for amount in amounts):
        raise PortfolioRefused(f"“{each.title}” has an amount below 0 or none: give 0 or more for benefit and cost.")
    if each.quarters < 1:
        raise PortfolioRefused(f"“{each.title}” takes {each.quarters} quarters: give at least one.")
    late = [part for part in each.efforts if not 0 <= part.quarter < each.quarters]
    if late:
        raise PortfolioRefused(
            f"“{each.title}” takes {each.quarters} quarters, and asks {late[0].team} for people in its quarter "
            f"{late[0].quarter + 1}: let it take longer, or ask earlier."
        )
    if each.mandatory and not portfolio.window(each):
        last = portfolio.quarters if each.latest is None else each.latest + 1
        raise PortfolioRefused(
            f"“{each.title}” has to be in ({each.mandatory}), but it takes {each.quarters} quarters from quarter "
            f"{each.earliest + 1} on and has to end by quarter {last}: move one of the two, or shorten it."
        )


def _names(portfolio: Portfolio) -> None:
    twice = [key for key, times in Counter(each.key for each in portfolio.candidates).items() if times > 1]
    if twice:
        raise PortfolioRefused(f"“{portfolio.by_key[twice[0]].title}” stands in the portfolio twice: remove one.")
    pairs = [(each.before, each.after) for each in portfolio.dependencies]
    pairs += [(each.one, each.other) for each in portfolio.exclusions]
    for one, other in pairs:
        if one == other:
            raise PortfolioRefused(f"“{one}” is tied to itself: name two initiatives.")
    members = [member for each in portfolio.phases for member in each.members]
    for key in (*(key for pair in pairs for key in pair), *members):
        if key not in portfolio.by_key:
            raise PortfolioRefused(f"There is no initiative “{key}” in the portfolio: add it, or remove the tie to it.")


def _no_circle(portfolio: Portfolio) -> None:
    after = successors(portfolio)
    waits = Counter(each.after for each in portfolio.before)
    free = [key for key in portfolio.by_key if not waits[key]]
    while free:
        for key in after.get(free.pop(), ()):
            waits[key] -= 1
            if not waits[key]:
                free.append(key)
    left = {key for key, times in waits.items() if times > 0}
    if not left:
        return
    # Of what is left each waits for another that is left, so going back from any of them comes round.
    back = {each.after: each.before for each in portfolio.before if each.before in left and each.after in left}
    key, seen = next(iter(sorted(back))), list[str]()
    while key not in seen:
        seen.append(key)
        key = back[key]
    circle = [*seen[seen.index(key) :], key]
    names = " needs ".join(f"“{portfolio.by_key[each].title}”" for each in circle)
    raise PortfolioRefused(f"{names}: that goes in a circle. Remove one of these ties.")
