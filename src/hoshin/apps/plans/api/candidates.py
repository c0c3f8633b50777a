"""The addresses of candidates with their estimates."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.plans import access, actions, queries
from hoshin.apps.plans.api.told import READ, WRITE, checked_as, known, teams
from hoshin.apps.plans.forms.candidates import PLAIN, THREE, CandidateForm
from hoshin.apps.plans.forms.figures import as_text
from hoshin.apps.plans.models import Candidate, PlanningRound, TieKind
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.root import Body

router = Router(tags=["plans"])


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


@router.get("/plans/{int:pk}/candidates", response=list[CandidateOut], auth=READ)
@paginate
def candidates(request: TokenRequest, pk: int) -> list[CandidateOut]:
    """The candidates of a round with their estimates and scores."""
    return _candidates(access.planning_round(request.auth.person, pk), request.auth.person)


@router.post("/plans/{int:pk}/candidates", response={201: CandidateOut}, auth=WRITE)
def take_in(request: TokenRequest, pk: int, body: CandidateIn, response: HttpResponse) -> Status[CandidateOut]:
    """Take in a candidate."""
    of = access.planning_round(request.auth.person, pk, needs=Role.MEMBER)
    made = _write_candidate(request, body, of)
    return Status(HTTPStatus.CREATED, candidate(request, made.pk, response))


@router.get("/candidates/{int:pk}", response=CandidateOut, auth=READ)
def candidate(request: TokenRequest, pk: int, response: HttpResponse) -> CandidateOut:
    """One candidate, with the ETag that a change of it names."""
    said = _one(access.candidate(request.auth.person, pk), request.auth.person)
    tag(response, said)
    return said


@router.put("/candidates/{int:pk}", response=CandidateOut, auth=WRITE)
def change_candidate(request: TokenRequest, pk: int, body: CandidateIn, response: HttpResponse) -> CandidateOut:
    """Change a candidate. Needs If-Match."""
    found = access.candidate(request.auth.person, pk, needs=Role.MEMBER)
    require_current(request, _one(found, request.auth.person))
    _write_candidate(request, body, found.round, found)
    return candidate(request, pk, response)


@router.delete("/candidates/{int:pk}", response={204: None}, auth=WRITE)
def remove_candidate(request: TokenRequest, pk: int) -> Status[None]:
    """Take a candidate out of its round. Needs If-Match."""
    found = access.candidate(request.auth.person, pk, needs=Role.MEMBER)
    require_current(request, _one(found, request.auth.person))
    actions.remove_candidate(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


def _write_candidate(
    request: TokenRequest, body: CandidateIn, of: PlanningRound, found: Candidate | None = None
) -> Candidate:
    said: dict[str, Any] = body.model_dump(include={*PLAIN, "needs", "excludes"})
    said |= {name: _text(getattr(body, name)) for name in THREE}
    said |= {f"team_{team}": " ".join(map(_text, row)) for team, row in body.efforts.items()}
    known("/efforts", body.efforts, teams(), "team")
    form = CandidateForm(said, of=of, found=found)
    given = checked_as(form, {f"team_{team}": f"/efforts/{team}" for team in body.efforts})
    return actions.write_candidate(
        request.auth.person,
        of,
        form.plain,
        form.efforts,
        needs=given["needs"],
        excludes=given["excludes"],
        found=found,
        seen=found.version if found else None,
    )


def _text(said: Estimate) -> str:
    return as_text((said.low, said.likely, said.high))


def _one(found: Candidate, person: Person) -> CandidateOut:
    return next(each for each in _candidates(found.round, person) if each.id == found.pk)


def _candidates(of: PlanningRound, person: Person) -> list[CandidateOut]:
    found = queries.candidates(of)
    scored = queries.scores(of, found)
    return [_candidate(each, scored[str(each.pk)].score, person) for each in found]


def _candidate(found: Candidate, score: float | None, person: Person) -> CandidateOut:
    initiative = found.initiative if found.initiative and portfolios.seen_by(person, found.initiative) else None
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
        initiative=initiative.pk if initiative else None,
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
