from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoshin.portfolio.checking import PortfolioRefused
from hoshin.portfolio.constraints import (
    Candidate,
    Dependency,
    Effort,
    Exclusion,
    Phases,
    Portfolio,
    broken,
)
from hoshin.portfolio.left_out import needs
from hoshin.portfolio.marginal import one_more
from hoshin.portfolio.plan import NoPlan, Plan, best_plan
from hoshin.portfolio.ranking import by_return, ranked
from hoshin.portfolio.value import Worth
from tests.unit.portfolio.by_hand import TEAMS, best, holds, plans, portfolios, value

SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(portfolio: Portfolio) -> Plan | None:
    try:
        return best_plan(portfolio)
    except NoPlan:
        return None


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(portfolios())
def test_the_best_plan_is_what_trying_all_plans_finds(portfolio: Portfolio) -> None:
    found, truth = planned(portfolio), best(portfolio)
    assert (found is None) == (truth is None)
    if found is not None and truth is not None:
        assert holds(portfolio, found.starts)
        assert found.value == pytest.approx(truth, abs=1e-6)
        assert value(portfolio, found.starts) == pytest.approx(found.value, abs=1e-9)
        assert found.proven


@SMALL
@given(portfolios(most=8, quarters=5))
def test_a_plan_breaks_nothing(portfolio: Portfolio) -> None:
    found = planned(portfolio)
    if found is not None:
        assert holds(portfolio, found.starts)
        assert not any({each.one, each.other} <= set(found.starts) for each in portfolio.exclusions)
        assert found.bound >= found.value


@SMALL
@given(portfolios(most=3))
def test_what_is_broken_is_found_by_going_through_the_quarters_too(portfolio: Portfolio) -> None:
    for starts in plans(portfolio):
        assert (broken(portfolio, starts) == []) == holds(portfolio, starts)


@SMALL
@given(portfolios(most=7, quarters=4), st.data())
def test_ranking_in_any_order_is_a_plan_and_never_beats_the_best(portfolio: Portfolio, data: st.DataObject) -> None:
    order = data.draw(st.permutations([each.key for each in portfolio.candidates]))
    by_rank, found = ranked(portfolio, order), planned(portfolio)
    if not by_rank.missing:
        assert holds(portfolio, by_rank.starts)
        assert found is not None
        assert value(portfolio, by_rank.starts) <= found.value + 1e-9
    else:
        without = replace(portfolio, candidates=tuple(replace(each, mandatory="") for each in portfolio.candidates))
        assert holds(without, by_rank.starts)


@SMALL
@given(portfolios(most=6, quarters=4), st.data())
def test_more_people_never_make_it_worse(portfolio: Portfolio, data: st.DataObject) -> None:
    team = data.draw(st.sampled_from(TEAMS))
    quarter = data.draw(st.integers(0, portfolio.quarters - 1))
    row = list(portfolio.capacity[team])
    row[quarter] += data.draw(st.integers(1, 3))
    before = planned(portfolio)
    more = planned(replace(portfolio, capacity={**portfolio.capacity, team: tuple(row)}))
    if before is not None:
        assert more is not None
        assert more.value >= before.value - 1e-6


@settings(SMALL, max_examples=30)
@given(portfolios(most=5))
def test_one_more_person_is_worth_what_planning_with_one_more_finds(portfolio: Portfolio) -> None:
    found = planned(portfolio)
    if found is None:
        return
    for seconds in (60.0, 0.0):
        for each in one_more(portfolio, found, seconds=seconds):
            row = list(portfolio.capacity[each.team])
            row[each.quarter] += 1
            truth = best(replace(portfolio, capacity={**portfolio.capacity, each.team: tuple(row)}))
            assert truth is not None
            assert each.least - 1e-6 <= truth - found.value <= each.most + 1e-6
            assert each.tried == (seconds > 0)
            if each.tried:
                assert each.least == each.most


@SMALL
@given(portfolios(most=7, quarters=4))
def test_with_what_it_needs_an_initiative_left_out_fits(portfolio: Portfolio) -> None:
    found = planned(portfolio)
    if found is None:
        return
    for need in needs(portfolio, found):
        assert need.key not in found.starts
        if need.start is None or need.missing or need.excluded_by:
            continue
        capacity = {team: list(row) for team, row in portfolio.capacity.items()}
        for each in need.shortages:
            assert each.people > 0
            capacity[each.team][each.quarter] += each.people
        wider = replace(
            portfolio,
            capacity={team: tuple(row) for team, row in capacity.items()},
            budget=None if portfolio.budget is None else portfolio.budget + need.money,
            quarter_budgets=portfolio.quarter_budgets and tuple(e + need.money for e in portfolio.quarter_budgets),
            phases=tuple(replace(each, whole=False) for each in portfolio.phases),
        )
        assert holds(wider, {**found.starts, need.key: need.start})
        whole = any(each.whole and need.key in each.members for each in portfolio.phases)
        if not need.shortages and not need.money and not whole:
            assert need.earns == 0, "what would fit and earn is in the best plan"


def one(key: str, quarters: int = 1, earns: float = 10.0, people: float = 1.0, **more: object) -> Candidate:
    efforts = tuple(Effort("network", quarter, people) for quarter in range(quarters))
    return replace(Candidate(key, key.capitalize(), quarters, Worth(earns, earns / 2), 0.0, efforts), **more)  # type: ignore[arg-type]


def of(*candidates: Candidate, people: float = 1.0, quarters: int = 2, **more: object) -> Portfolio:
    return replace(Portfolio(quarters, candidates, {"network": (people,) * quarters}), **more)  # type: ignore[arg-type]


def test_earlier_is_worth_more() -> None:
    found = best_plan(of(one("small", earns=3), one("large", earns=9), quarters=3))
    assert found.starts == {"large": 0, "small": 1}
    assert found.value == 9 * 2 + 3


def test_what_ends_with_the_plan_counts_where_benefits_are_counted_longer() -> None:
    assert best_plan(of(one("long", quarters=2))).starts == {}
    assert best_plan(of(one("long", quarters=2), counted=4)).value == 20


def test_what_brings_nothing_is_in_only_where_somebody_needs_it() -> None:
    idle, keen = one("idle", earns=0.0), one("keen")
    assert best_plan(of(idle, keen, people=2)).starts == {"keen": 0}
    tied = of(idle, keen, quarters=3, dependencies=(Dependency("idle", "keen"),))
    assert best_plan(tied).starts == {"idle": 0, "keen": 1}


def test_a_plan_without_candidates_is_empty_and_proven() -> None:
    found = best_plan(of())
    assert (found.starts, found.value, found.proven) == ({}, 0.0, True)


def test_ranking_by_return_takes_what_the_best_plan_leaves_out() -> None:
    # One that pays best for each person shuts out two that are worth more together.
    rivals = of(
        one("best", earns=30, people=2), one("a", earns=16, people=2.0), one("b", earns=16, people=2.0), people=4
    )
    rivals = replace(rivals, exclusions=(Exclusion("best", "a"), Exclusion("best", "b")))
    assert ranked(rivals, by_return(rivals)).starts == {"best": 0}
    assert best_plan(rivals).starts == {"a": 0, "b": 0}


def test_what_is_left_out_says_what_it_would_need() -> None:
    portfolio = of(one("in", earns=20), one("out"), budget=5.0)
    [need] = needs(portfolio, best_plan(portfolio))
    assert (need.key, need.start, need.people, need.money) == ("out", 0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("portfolio", "said"),
    [
        (
            of(one("a", mandatory="law"), one("b", mandatory="audit"), quarters=1),
            ["“A” (law) and “B” (audit)", "network"],
        ),
        (of(one("a", mandatory="law", people=2)), ["“A” (law) cannot be in", "network with 1 people"]),
        (of(one("a", mandatory="law", cost=9.0), budget=5.0), ["the budget of 5"]),
        (of(one("a", mandatory="law"), capacity={}), ["network, which has no people"]),
        (
            of(one("a", mandatory="x"), one("b", mandatory="y"), people=9, exclusions=(Exclusion("a", "b"),)),
            ["“A” and “B” excluding each other"],
        ),
        (
            of(one("a", 2), one("b", mandatory="y"), people=9, dependencies=(Dependency("a", "b"),)),
            ["“B” (y) cannot be in", "“B” needing “A” first"],
        ),
        (
            of(one("a", 2), one("b", mandatory="y"), people=9, phases=(Phases("move", ("a", "b")),)),
            ["“move” being done"],
        ),
    ],
)
def test_no_plan_names_what_contradicts_what(portfolio: Portfolio, said: list[str]) -> None:
    bystander = one("bystander", mandatory="harmless", efforts=())
    with pytest.raises(NoPlan) as refused:
        best_plan(replace(portfolio, candidates=(*portfolio.candidates, bystander)))
    assert all(each in str(refused.value) for each in said)
    assert "Bystander" not in str(refused.value)
    assert "Raise the limit" in str(refused.value)


@pytest.mark.parametrize(
    ("portfolio", "said"),
    [
        (of(quarters=0), "at least one quarter"),
        (of(counted=1), "fewer than the 2 planned"),
        (of(capacity={"network": (1.0,)}), "names 1 quarters, the plan has 2"),
        (of(capacity={"network": (1.0, -1.0)}), "below 0"),
        (of(budget=-1.0), "budget is below 0"),
        (of(quarter_budgets=(1.0,)), "names 1 quarters"),
        (of(one("a", cost=float("nan"))), "“A” has an amount below 0 or none"),
        (of(one("a", quarters=0)), "takes 0 quarters"),
        (of(one("a", efforts=(Effort("network", 1, 1.0),))), "people in its quarter 2"),
        (of(one("a", quarters=3, mandatory="law")), "has to be in (law)"),
        (of(one("a"), one("a")), "twice"),
        (of(one("a"), dependencies=(Dependency("a", "b"),)), "no initiative “b”"),
        (of(one("a"), exclusions=(Exclusion("a", "a"),)), "tied to itself"),
        (of(one("a"), phases=(Phases("move", ("a", "c")),)), "no initiative “c”"),
        (
            of(
                one("a"),
                one("b"),
                one("c"),
                dependencies=(Dependency("a", "b"), Dependency("b", "a"), Dependency("b", "c")),
            ),
            "“A” needs “B” needs “A”: that goes in a circle",
        ),
    ],
)
def test_what_is_no_portfolio_is_refused_by_name(portfolio: Portfolio, said: str) -> None:
    with pytest.raises(PortfolioRefused) as refused:
        best_plan(portfolio)
    assert said in str(refused.value)
