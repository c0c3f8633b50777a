"""The addresses of scenarios, and of the decision for one of them."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.plans import access, actions, jobs, queries
from hoshin.apps.plans.api.told import READ, WRITE
from hoshin.apps.plans.forms.scenarios import ApprovalForm, ScenarioForm
from hoshin.apps.plans.models import Approval, Scenario
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body

router = Router(tags=["plans"])


class ScenarioOut(Schema):
    """One way to plan a round, as the worker found it; no plan is worth more than ``bound``."""

    id: int
    title: str
    stance: str
    reserve: int
    budget: float | None
    state: str
    why: str
    expected: float | None
    cautious: float | None
    cost: float | None
    value: float | None
    bound: float | None
    by_ranking: float | None
    approved: bool


class PlaceOut(Schema):
    """Where a candidate stands: ``start`` is the quarter in which it begins, the first being 0; None: left out.

    ``words`` say what one left out would need.
    """

    candidate: int
    title: str
    start: int | None
    by_ranking: int | None
    quarters: int
    expected: float
    cost: float
    mandatory: str
    words: str


class LoadOut(Schema):
    """The people asked of a team in a quarter, and how many there are; one more is worth ``least`` to ``most``."""

    team: str
    quarter: int
    asked: float
    there: float
    least: float | None
    most: float | None


class CorrectionOut(Schema):
    """How much of a claim of one kind counted, from ``n`` past ones; in nine of ten cases from ``low`` to ``high``."""

    category: str
    n: int
    share: float
    low: float
    high: float


class ScenarioInFull(ScenarioOut):
    """With its plan, its load, and what past claims did to it."""

    places: list[PlaceOut]
    loads: list[LoadOut]
    corrections: list[CorrectionOut]


class ScenarioIn(Body):
    """Another way to plan; ``reserve`` is kept free of every team, in per cent."""

    title: str
    stance: str = "expected"
    reserve: int = 0
    budget: float | None = None


class ApprovalIn(Body):
    """The decision, and its day."""

    decision: str
    on: date


class PlannedOut(Schema):
    """What an approval began; ``start`` counts quarters from 0. No ``initiative``: discarded, or not to be seen."""

    title: str
    start: int
    quarters: int
    drafted: bool
    initiative: str | None


class ApprovalOut(Schema):
    """The decision by which a scenario became the plan, and what it began."""

    id: int
    scenario: int
    decision: str
    on: date
    planned: list[PlannedOut]


@router.get("/plans/{int:pk}/scenarios", response=list[ScenarioOut], auth=READ)
def scenarios(request: TokenRequest, pk: int) -> list[ScenarioOut]:
    """The scenarios of a round; the approved one is the plan."""
    found = access.planning_round(request.auth.person, pk)
    plan = _plan(queries.approved(found))
    return [_scenario(each, plan) for each in queries.scenarios(found)]


@router.post("/plans/{int:pk}/scenarios", response={202: ScenarioOut}, auth=WRITE)
def ask(request: TokenRequest, pk: int, body: ScenarioIn) -> Status[ScenarioOut]:
    """Ask for a scenario. The worker plans it; read it until its ``state`` is not ``waiting`` any more."""
    of = access.planning_round(request.auth.person, pk, needs=Role.LEADER)
    given = checked(ScenarioForm(body.model_dump(), of=of))
    made = jobs.ask(request.auth.person, of, {name: given[name] for name in ("title", "stance", "reserve", "budget")})
    return Status(HTTPStatus.ACCEPTED, _scenario(made, None))


@router.get("/scenarios/{int:pk}", response=ScenarioInFull, auth=READ)
def scenario(request: TokenRequest, pk: int, response: HttpResponse) -> ScenarioInFull:
    """One scenario in full, with the ETag that its approval names."""
    said = _in_full(access.scenario(request.auth.person, pk))
    tag(response, said)
    return said


@router.post("/scenarios/{int:pk}/approval", response={201: ApprovalOut}, auth=WRITE)
def approve(request: TokenRequest, pk: int, body: ApprovalIn) -> Status[ApprovalOut]:
    """Decide that it is the plan, and begin what it picked. Needs If-Match: what is approved is what was read."""
    found = access.scenario(request.auth.person, pk, needs=Role.LEADER)
    require_current(request, _in_full(found))
    given = checked(ApprovalForm(body.model_dump()))
    made = actions.approve(request.auth.person, found, **given, now=timezone.now())
    return Status(HTTPStatus.CREATED, _approval(made, request.auth.person))


@router.get("/plans/{int:pk}/approval", response=ApprovalOut, auth=READ)
def approval(request: TokenRequest, pk: int) -> ApprovalOut:
    """The decision that holds for a round, and what it began."""
    found = queries.approved(access.planning_round(request.auth.person, pk))
    if found is None:
        raise Http404("No scenario of this round is approved.")
    return _approval(found, request.auth.person)


@router.delete("/scenarios/{int:pk}", response={204: None}, auth=WRITE)
def remove(request: TokenRequest, pk: int) -> Status[None]:
    """Remove a scenario that was not approved. Needs If-Match."""
    found = access.scenario(request.auth.person, pk, needs=Role.LEADER)
    require_current(request, _in_full(found))
    actions.remove_scenario(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


def _plan(found: Approval | None) -> int | None:
    return found.scenario_id if found else None


def _scenario(found: Scenario, plan: int | None) -> ScenarioOut:
    return ScenarioOut(
        id=found.pk,
        title=found.title,
        stance=found.stance,
        reserve=found.reserve,
        budget=None if found.budget is None else float(found.budget),
        state=found.state,
        why=found.why,
        expected=found.expected,
        cautious=found.cautious,
        cost=found.cost,
        value=found.value,
        bound=found.bound,
        by_ranking=found.ranked,
        approved=found.pk == plan,
    )


def _in_full(found: Scenario) -> ScenarioInFull:
    said = _scenario(found, _plan(queries.approved(found.round)))
    return ScenarioInFull(
        **said.model_dump(),
        places=[
            PlaceOut(
                candidate=each.candidate,
                title=each.title,
                start=each.start,
                by_ranking=each.by_rank,
                quarters=each.quarters,
                expected=each.expected,
                cost=each.cost,
                mandatory=each.mandatory,
                words=each.words,
            )
            for each in found.places.all()
        ],
        loads=[
            LoadOut(
                team=each.team,
                quarter=each.quarter,
                asked=each.asked,
                there=each.there,
                least=each.least,
                most=each.most,
            )
            for each in found.loads.all()
        ],
        corrections=[
            CorrectionOut(category=each.category, n=each.n, share=each.share, low=each.low, high=each.high)
            for each in found.corrections.all()
        ],
    )


def _approval(found: Approval, person: Person) -> ApprovalOut:
    seen = {each.pk: each.slug for each in portfolios.initiatives(person)}
    return ApprovalOut(
        id=found.pk,
        scenario=found.scenario_id,
        decision=found.decision,
        on=found.on,
        planned=[
            PlannedOut(
                title=each.title,
                start=each.start,
                quarters=each.quarters,
                drafted=each.drafted,
                initiative=seen.get(each.initiative_id or 0),
            )
            for each in found.planned.all()
        ],
    )
