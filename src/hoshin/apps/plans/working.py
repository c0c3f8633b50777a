"""Works a scenario out and keeps it: the plan, what is left out and why, the load, the plan by rank beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hoshin.apps.plans import queries
from hoshin.apps.plans.models import (
    Candidate,
    Scenario,
    ScenarioCorrection,
    ScenarioLoad,
    ScenarioPlace,
    ScenarioState,
)
from hoshin.eventlog.refused import Refused
from hoshin.portfolio.constraints import Portfolio, broken, load, room
from hoshin.portfolio.learning import Correction
from hoshin.portfolio.left_out import Need, needs
from hoshin.portfolio.marginal import OneMore, one_more
from hoshin.portfolio.plan import Plan, best_plan
from hoshin.portfolio.ranking import Ranked, ranked
from hoshin.portfolio.scoring import ranking

PLAN_SECONDS, MORE_SECONDS = 30.0, 20.0
"""How long the plan is looked for, and then what one more person would be worth."""

GAP = 0.001
"""A plan this near to the best is near enough for what estimates are worth."""


@dataclass(frozen=True)
class _Worked:
    portfolio: Portfolio
    plan: Plan
    by_rank: Ranked
    left: dict[str, Need]
    more: dict[tuple[str, int], OneMore]
    learnt: Mapping[str, Correction]


def work_out(found: Scenario, tell: Callable[[str], None]) -> None:
    """Plan a waiting scenario and keep the result, or the sentence why there is none."""
    try:
        candidates = queries.candidates(found.round)
        learnt = queries.learnt_for(found.round)
        portfolio = queries.portfolio(found.round, candidates, scenario=found, learnt=learnt)
        tell("looking for the best plan")
        plan = best_plan(portfolio, seconds=PLAN_SECONDS, gap=GAP)
        by_rank = ranked(portfolio, ranking(queries.scores(found.round, candidates)))
        tell("planning again with one more person in each team and quarter")
        more = {(each.team, each.quarter): each for each in one_more(portfolio, plan, seconds=MORE_SECONDS, gap=GAP)}
        left = {each.key: each for each in needs(portfolio, plan)}
    except Refused as refusal:
        Scenario.objects.filter(pk=found.pk).update(state=ScenarioState.REFUSED, why=str(refusal))
        return
    except Exception as error:
        why = f"Hoshin met an error of its own ({type(error).__name__}: {error})."
        Scenario.objects.filter(pk=found.pk).update(state=ScenarioState.FAILED, why=why)
        raise
    _keep(found, candidates, _Worked(portfolio, plan, by_rank, left, more, learnt))


@transaction.atomic
def _keep(found: Scenario, candidates: list[Candidate], worked: _Worked) -> None:
    portfolio, plan = worked.portfolio, worked.plan
    whole = not worked.by_rank.missing and not broken(portfolio, worked.by_rank.starts)
    ScenarioPlace.objects.filter(scenario=found).delete()
    ScenarioPlace.objects.bulk_create(_place(found, each, worked) for each in candidates)
    ScenarioLoad.objects.filter(scenario=found).delete()
    ScenarioLoad.objects.bulk_create(
        ScenarioLoad(
            scenario=found,
            team=team,
            quarter=quarter,
            asked=asked,
            there=room(portfolio, team)[quarter],
            least=more.least if more and more.tried else None,
            most=more.most if more and more.tried else None,
        )
        for team, row in sorted(load(portfolio, plan.starts).items())
        for quarter, asked in enumerate(row)
        for more in (worked.more.get((team, quarter)),)
    )
    ScenarioCorrection.objects.filter(scenario=found).delete()
    ScenarioCorrection.objects.bulk_create(
        ScenarioCorrection(
            scenario=found,
            category=each.category,
            n=each.n,
            raw=each.raw,
            share=each.share,
            low=each.low,
            high=each.high,
        )
        for each in worked.learnt.values()
    )
    Scenario.objects.filter(pk=found.pk).update(
        state=ScenarioState.DONE,
        step="",
        beat=timezone.now(),
        question=queries.question(portfolio),
        expected=plan.worth.expected,
        cautious=plan.worth.cautious,
        value=plan.value,
        bound=plan.bound,
        cost=plan.cost,
        ranked=portfolio.earned(worked.by_rank.starts).by(portfolio.stance) if whole else None,
    )


def _place(found: Scenario, each: Candidate, worked: _Worked) -> ScenarioPlace:
    key = str(each.pk)
    start = worked.plan.starts.get(key)
    planned = worked.portfolio.by_key[key]
    return ScenarioPlace(
        scenario=found,
        candidate=each.pk,
        title=each.title,
        start=start,
        by_rank=worked.by_rank.starts.get(key),
        quarters=each.quarters,
        expected=0.0 if start is None else worked.portfolio.earns(planned, start).expected,
        cost=planned.cost,
        mandatory=each.mandatory,
        words=words(found, worked.portfolio, worked.plan, worked.left[key]) if start is None else "",
    )


def words(found: Scenario, portfolio: Portfolio, plan: Plan, need: Need) -> str:
    """What a candidate left out would need, as a sentence."""
    named = {key: each.title for key, each in portfolio.by_key.items()}
    if need.excluded_by:
        return f"“{named[need.excluded_by[0]]}” is in the plan, and the two exclude each other."
    late = [each.before for each in portfolio.before if each.after == need.key and each.before in plan.starts]
    if need.start is None and late:
        return f"“{named[late[0]]}” is finished too late in this plan for it to follow."
    if need.start is None:
        return "It would not be finished in time, whoever did it: plan more quarters, or let it end later."
    parts = [
        f"{each.people:.1f} more people of {each.team} in {found.round.quarter(each.quarter)}"
        for each in need.shortages
    ]
    parts += [f"{need.money:,.0f} {found.round.currency} more"] if need.money else []
    parts += [f"“{named[key]}” first, which is left out too" for key in need.missing]
    if parts:
        return f"To begin in {found.round.quarter(need.start)} it needs {' and '.join(parts)}."
    if need.earns <= 0:
        return "It would fit, but brings nothing in the quarters that count."
    return "It would fit only without the other phases of its whole, or for too little to be looked at."
