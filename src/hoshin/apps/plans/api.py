"""The addresses of plans: rounds, their candidates and scenarios."""

from __future__ import annotations

from datetime import date

from ninja import Router, Schema
from ninja.pagination import paginate

from hoshin.apps.plans import access, queries
from hoshin.apps.plans.models import Candidate, PlanningRound, Scenario
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.scopes import Area, Scope

router = Router(tags=["plans"])
READ = Bearer(Scope(Area.PLANS))


class RoundOut(Schema):
    """So many quarters from ``first`` on, planned together; benefits count in ``counted`` quarters."""

    id: int
    title: str
    first: date
    quarters: int
    counted: int
    budget: float | None
    currency: str
    formula: str


class EstimateOut(Schema):
    """The least, the likeliest and the most that somebody expects."""

    low: float
    likely: float
    high: float


class CandidateOut(Schema):
    """What may be begun: benefit in money a quarter, cost in money, probability in per cent."""

    id: int
    title: str
    category: str
    quarters: int
    benefit: EstimateOut
    cost: EstimateOut
    probability: EstimateOut
    impact: float
    feasibility: float
    mandatory: str


class ScenarioOut(Schema):
    """One way to plan a round, as the worker found it; no plan is worth more than ``bound``."""

    id: int
    title: str
    stance: str
    state: str
    why: str
    expected: float | None
    cautious: float | None
    cost: float | None
    value: float | None
    bound: float | None
    by_ranking: float | None
    approved: bool


@router.get("/plans", response=list[RoundOut], auth=READ)
@paginate
def rounds(request: TokenRequest) -> list[RoundOut]:
    """All planning rounds, newest first."""
    return [_round(each) for each in queries.rounds()]


@router.get("/plans/{pk}/candidates", response=list[CandidateOut], auth=READ)
@paginate
def candidates(request: TokenRequest, pk: int) -> list[CandidateOut]:
    """The candidates of a round with their estimates."""
    return [_candidate(each) for each in queries.candidates(access.planning_round(request.auth.person, pk))]


@router.get("/plans/{pk}/scenarios", response=list[ScenarioOut], auth=READ)
def scenarios(request: TokenRequest, pk: int) -> list[ScenarioOut]:
    """The scenarios of a round; the approved one is the plan."""
    found = access.planning_round(request.auth.person, pk)
    approval = queries.approved(found)
    plan = approval.scenario_id if approval else None
    return [_scenario(each, approved=each.pk == plan) for each in queries.scenarios(found)]


def _round(found: PlanningRound) -> RoundOut:
    return RoundOut(
        id=found.pk,
        title=found.title,
        first=found.first,
        quarters=found.quarters,
        counted=found.counted,
        budget=None if found.budget is None else float(found.budget),
        currency=found.currency,
        formula=found.formula,
    )


def _candidate(found: Candidate) -> CandidateOut:
    return CandidateOut(
        id=found.pk,
        title=found.title,
        category=found.category,
        quarters=found.quarters,
        benefit=EstimateOut(low=found.benefit_low, likely=found.benefit_likely, high=found.benefit_high),
        cost=EstimateOut(low=found.cost_low, likely=found.cost_likely, high=found.cost_high),
        probability=EstimateOut(
            low=found.probability_low, likely=found.probability_likely, high=found.probability_high
        ),
        impact=found.impact,
        feasibility=found.feasibility,
        mandatory=found.mandatory,
    )


def _scenario(found: Scenario, *, approved: bool) -> ScenarioOut:
    return ScenarioOut(
        id=found.pk,
        title=found.title,
        stance=found.stance,
        state=found.state,
        why=found.why,
        expected=found.expected,
        cautious=found.cautious,
        cost=found.cost,
        value=found.value,
        bound=found.bound,
        by_ranking=found.ranked,
        approved=approved,
    )
