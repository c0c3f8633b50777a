"""The addresses of planning rounds and their candidates, and of the ideas that come before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Role, Team
from hoshin.apps.plans import access, actions, queries
from hoshin.apps.plans.api_scenarios import router as scenarios
from hoshin.apps.plans.forms.candidates import PLAIN, THREE, CandidateForm
from hoshin.apps.plans.forms.figures import as_text
from hoshin.apps.plans.forms.ideas import DeclineForm, IdeaForm, TakeInForm
from hoshin.apps.plans.forms.rounds import FIELDS, RoundForm
from hoshin.apps.plans.models import Candidate, Idea, PlanningRound, TieKind
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.problems import Problem, Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.portfolio.scoring import Figure

router = Router(tags=["plans"])
router.add_router("", scenarios)
READ, WRITE = Bearer(Scope(Area.PLANS)), Bearer(Scope(Area.PLANS, writing=True))


class RoundOut(Schema):
    """So many quarters from ``first`` on, planned together; benefits count in ``counted`` quarters.

    ``budgets`` is the money of each quarter, empty for no limit; ``people`` are full-time people by a team's number and
    quarter. Where it ``learns``, past claims correct its estimates.
    """

    id: int
    title: str
    first: date
    quarters: int
    counted: int
    budget: float | None
    budgets: list[float]
    currency: str
    formula: str
    weights: dict[str, float]
    learns: bool
    cadence: int
    people: dict[str, list[float]]


class RoundIn(Body):
    """A round. ``weights`` are those of an own formula, by figure, such as ``impact``."""

    title: str
    first: date
    quarters: int
    counted: int
    budget: float | None = None
    budgets: list[float] = []  # noqa: RUF012 Pydantic copies a default for each body
    currency: str = "EUR"
    formula: str = "WSJF"
    weights: dict[str, float] = {}  # noqa: RUF012
    learns: bool = False
    cadence: int = 4
    people: dict[str, list[float]] = {}  # noqa: RUF012


class Estimate(Body):
    """The least, the likeliest and the most that somebody expects."""

    low: float
    likely: float
    high: float


class CandidateOut(Schema):
    """What may be begun: benefit in money a quarter, cost in money, probability in per cent.

    ``efforts`` are people by a team's number and quarter of the work; ``needs`` and ``excludes`` are other candidates.
    """

    id: int
    title: str
    description: str
    category: str
    owner: int | None
    initiative: int | None
    quarters: int
    benefit: Estimate
    cost: Estimate
    probability: Estimate
    impact: float
    feasibility: float
    urgency: float
    risk_reduction: float
    reach: int
    earliest: int | None
    latest: int | None
    mandatory: str
    undertaking: int | None
    phase: int | None
    efforts: dict[str, list[Estimate]]
    needs: list[int]
    excludes: list[int]
    score: float | None


class CandidateIn(Body):
    """A candidate; ratings go from 1 to 10, quarters count from 1."""

    title: str
    description: str = ""
    category: str = "process"
    owner: int | None = None
    initiative: int | None = None
    quarters: int = 1
    benefit: Estimate
    cost: Estimate
    probability: Estimate
    impact: float = 5
    feasibility: float = 5
    urgency: float = 5
    risk_reduction: float = 1
    reach: int = 0
    earliest: int | None = None
    latest: int | None = None
    mandatory: str = ""
    undertaking: int | None = None
    phase: int | None = None
    efforts: dict[str, list[Estimate]] = {}  # noqa: RUF012
    needs: list[int] = []  # noqa: RUF012
    excludes: list[int] = []  # noqa: RUF012


class IdeaOut(Schema):
    """What somebody proposes; ``candidate`` or ``declined`` is the answer."""

    id: int
    title: str
    trouble: str
    hope: str
    category: str
    proposer: int
    candidate: int | None
    declined: str


class IdeaIn(Body):
    """What should be done, and which trouble it ends."""

    title: str
    trouble: str
    hope: str = ""
    category: str = "process"


class TakeIn(Body):
    """The round into which an idea is taken."""

    round: int


class Declined(Body):
    """Why an idea is not taken up."""

    why: str


@router.get("/plans", response=list[RoundOut], auth=READ)
@paginate
def rounds(request: TokenRequest) -> list[RoundOut]:
    """All planning rounds, newest first."""
    return [_round(each) for each in queries.rounds().prefetch_related("budgets", "weights", "capacities")]


@router.post("/plans", response={201: RoundOut}, auth=WRITE)
def open_round(request: TokenRequest, body: RoundIn, response: HttpResponse) -> Status[RoundOut]:
    """Open a planning round."""
    require(request.auth.person, Role.LEADER)
    made = _write_round(request, body)
    return Status(HTTPStatus.CREATED, planning_round(request, made.pk, response))


@router.get("/plans/{int:pk}", response=RoundOut, auth=READ)
def planning_round(request: TokenRequest, pk: int, response: HttpResponse) -> RoundOut:
    """One round, with the ETag that a change of it names."""
    said = _round(access.planning_round(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/plans/{int:pk}", response=RoundOut, auth=WRITE)
def change_round(request: TokenRequest, pk: int, body: RoundIn, response: HttpResponse) -> RoundOut:
    """Change a round. Needs If-Match."""
    found = access.planning_round(request.auth.person, pk, needs=Role.LEADER)
    require_current(request, _round(found))
    _write_round(request, body, found)
    return planning_round(request, pk, response)


def _write_round(request: TokenRequest, body: RoundIn, found: PlanningRound | None = None) -> PlanningRound:
    said: dict[str, Any] = body.model_dump(include=set(FIELDS))
    said["by_quarter"] = " ".join(f"{each:g}" for each in body.budgets)
    said |= {f"team_{team}": " ".join(f"{each:g}" for each in row) for team, row in body.people.items()}
    _known("/weights", body.weights, [each.value for each in Figure], "figure")
    _known("/people", body.people, _teams(), "team")
    said |= {f"weight_{Figure(name).name}": weight for name, weight in body.weights.items()}
    form = RoundForm(said, found=found)
    renamed = {"by_quarter": "/budgets", **{f"team_{team}": f"/people/{team}" for team in body.people}}
    renamed |= {f"weight_{each.name}": f"/weights/{each.value}" for each in Figure}
    given = _checked(form, renamed)
    fields = {name: given[name] for name in FIELDS}
    person = request.auth.person
    return actions.write_round(person, fields, form.capacity, form.weights, form.budgets, found=found)


@router.get("/plans/{int:pk}/candidates", response=list[CandidateOut], auth=READ)
@paginate
def candidates(request: TokenRequest, pk: int) -> list[CandidateOut]:
    """The candidates of a round with their estimates and scores."""
    return _candidates(access.planning_round(request.auth.person, pk))


@router.post("/plans/{int:pk}/candidates", response={201: CandidateOut}, auth=WRITE)
def take_in(request: TokenRequest, pk: int, body: CandidateIn, response: HttpResponse) -> Status[CandidateOut]:
    """Take in a candidate."""
    of = access.planning_round(request.auth.person, pk, needs=Role.MEMBER)
    made = _write_candidate(request, body, of)
    return Status(HTTPStatus.CREATED, candidate(request, made.pk, response))


@router.get("/candidates/{int:pk}", response=CandidateOut, auth=READ)
def candidate(request: TokenRequest, pk: int, response: HttpResponse) -> CandidateOut:
    """One candidate, with the ETag that a change of it names."""
    said = _one(access.candidate(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/candidates/{int:pk}", response=CandidateOut, auth=WRITE)
def change_candidate(request: TokenRequest, pk: int, body: CandidateIn, response: HttpResponse) -> CandidateOut:
    """Change a candidate. Needs If-Match."""
    found = access.candidate(request.auth.person, pk, needs=Role.MEMBER)
    require_current(request, _one(found))
    _write_candidate(request, body, found.round, found)
    return candidate(request, pk, response)


@router.delete("/candidates/{int:pk}", response={204: None}, auth=WRITE)
def remove_candidate(request: TokenRequest, pk: int) -> Status[None]:
    """Take a candidate out of its round. Needs If-Match."""
    found = access.candidate(request.auth.person, pk, needs=Role.MEMBER)
    require_current(request, _one(found))
    actions.remove_candidate(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


def _write_candidate(
    request: TokenRequest, body: CandidateIn, of: PlanningRound, found: Candidate | None = None
) -> Candidate:
    said: dict[str, Any] = body.model_dump(include={*PLAIN, "needs", "excludes"})
    said |= {name: _text(getattr(body, name)) for name in THREE}
    said |= {f"team_{team}": " ".join(map(_text, row)) for team, row in body.efforts.items()}
    _known("/efforts", body.efforts, _teams(), "team")
    form = CandidateForm(said, of=of, found=found)
    given = _checked(form, {f"team_{team}": f"/efforts/{team}" for team in body.efforts})
    return actions.write_candidate(
        request.auth.person, of, form.plain, form.efforts, needs=given["needs"], excludes=given["excludes"], found=found
    )


def _teams() -> list[str]:
    return [str(pk) for pk in Team.objects.values_list("pk", flat=True)]


def _known(pointer: str, said: Iterable[str], known: Sequence[str], kind: str) -> None:
    """Refuse names that nobody knows, so that none is lost."""
    strange = [each for each in said if each not in known]
    if strange:
        raise unfit(*(Wrong(f"{pointer}/{each}", f"There is no {kind} {each}.") for each in strange))


def _checked(form: forms.Form, renamed: Mapping[str, str]) -> dict[str, Any]:
    """What a form says; what is wrong is told by the names of the body, where those are others than the form's."""
    try:
        return checked(form)
    except Problem as problem:
        wrong = (Wrong(renamed.get(each.pointer.lstrip("/"), each.pointer), each.detail) for each in problem.wrong)
        raise unfit(*wrong) from problem


def _text(said: Estimate) -> str:
    return as_text((said.low, said.likely, said.high))


@router.get("/ideas", response=list[IdeaOut], auth=READ)
@paginate
def ideas(request: TokenRequest) -> list[IdeaOut]:
    """All ideas, the newest first."""
    return [_idea(each) for each in queries.ideas()]


@router.post("/ideas", response={201: IdeaOut}, auth=WRITE)
def propose(request: TokenRequest, body: IdeaIn) -> Status[IdeaOut]:
    """Propose an idea."""
    form = IdeaForm(body.model_dump())
    checked(form)
    return Status(HTTPStatus.CREATED, _idea(actions.propose(request.auth.person, form.said, now=timezone.now())))


@router.post("/ideas/{int:pk}/take-in", response=IdeaOut, auth=WRITE)
def accept(request: TokenRequest, pk: int, body: TakeIn) -> IdeaOut:
    """Take an idea into a round as a candidate."""
    found = access.idea(request.auth.person, pk, needs=Role.LEADER)
    of = checked(TakeInForm(body.model_dump()))["round"]
    actions.take_in(request.auth.person, found, of, now=timezone.now())
    return _idea(access.idea(request.auth.person, pk))


@router.post("/ideas/{int:pk}/decline", response=IdeaOut, auth=WRITE)
def decline(request: TokenRequest, pk: int, body: Declined) -> IdeaOut:
    """Say why an idea is not taken up."""
    found = access.idea(request.auth.person, pk, needs=Role.LEADER)
    why = checked(DeclineForm(body.model_dump()))["why"]
    return _idea(actions.decline(request.auth.person, found, why=why, now=timezone.now()))


def _idea(found: Idea) -> IdeaOut:
    return IdeaOut(
        id=found.pk,
        title=found.title,
        trouble=found.trouble,
        hope=found.hope,
        category=found.category,
        proposer=found.proposer_id,
        candidate=found.candidate_id,
        declined=found.declined,
    )


def _round(found: PlanningRound) -> RoundOut:
    people: dict[str, list[float]] = {}
    for each in found.capacities.all():
        people.setdefault(str(each.team_id), []).append(each.people)
    return RoundOut(
        id=found.pk,
        title=found.title,
        first=found.first,
        quarters=found.quarters,
        counted=found.counted,
        budget=None if found.budget is None else float(found.budget),
        budgets=[float(each.amount) for each in found.budgets.all()],
        currency=found.currency,
        formula=found.formula,
        weights={each.figure: each.weight for each in found.weights.all()},
        learns=found.learns,
        cadence=found.cadence,
        people=people,
    )


def _one(found: Candidate) -> CandidateOut:
    return next(each for each in _candidates(found.round) if each.id == found.pk)


def _candidates(of: PlanningRound) -> list[CandidateOut]:
    found = queries.candidates(of)
    scored = queries.scores(of, found)
    return [_candidate(each, scored[str(each.pk)].score) for each in found]


def _candidate(found: Candidate, score: float | None) -> CandidateOut:
    efforts: dict[str, list[Estimate]] = {}
    for each in found.efforts.all():
        said = Estimate(low=each.low, likely=each.likely, high=each.high)
        efforts.setdefault(str(each.team_id), []).append(said)
    ties = list(found.ties.all())
    return CandidateOut(
        id=found.pk,
        title=found.title,
        description=found.description,
        category=found.category,
        owner=found.owner_id,
        initiative=found.initiative_id,
        quarters=found.quarters,
        benefit=Estimate(low=found.benefit_low, likely=found.benefit_likely, high=found.benefit_high),
        cost=Estimate(low=found.cost_low, likely=found.cost_likely, high=found.cost_high),
        probability=Estimate(low=found.probability_low, likely=found.probability_likely, high=found.probability_high),
        impact=found.impact,
        feasibility=found.feasibility,
        urgency=found.urgency,
        risk_reduction=found.risk_reduction,
        reach=found.reach,
        earliest=found.earliest,
        latest=found.latest,
        mandatory=found.mandatory,
        undertaking=found.undertaking_id,
        phase=found.phase,
        efforts=efforts,
        needs=[tie.other_id for tie in ties if tie.kind == TieKind.NEEDS],
        excludes=[tie.other_id for tie in ties if tie.kind == TieKind.EXCLUDES],
        score=score,
    )
