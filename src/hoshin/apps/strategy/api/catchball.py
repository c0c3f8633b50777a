"""The addresses of catchball: proposals, signatures, take-overs. Its two sides answer; everybody reads along."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Literal

from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy import access, actions, evidence, queries
from hoshin.apps.strategy.actions import Terms
from hoshin.apps.strategy.models import Catchball, KeyResult, Proposal, Side

router = Router(tags=["direction"])
READ, WRITE = Bearer(Scope(Area.DIRECTION)), Bearer(Scope(Area.DIRECTION, writing=True))


class CapacityOut(Schema):
    """People of the team, full time, in a quarter: how many there are, and how many what is approved asks for."""

    team: str
    quarter: str
    there: float
    asked: float


class ProposalOut(Schema):
    """One proposal. ``target`` is in the metric's unit, of a count per four weeks; ``forecast`` from 0 to 1."""

    number: int
    side: str
    person: int
    at: datetime
    target: float
    due: date
    reason: str
    resources: str
    forecast: float | None
    evidence: str
    generation: str
    capacity: list[CapacityOut]
    signed: list[str]


class CatchballOut(Schema):
    """The negotiation of a key result's target between who asks and who answers, to be closed by ``until``."""

    id: int
    key_result: int
    asking: int
    answering: int
    until: date
    state: str
    turn: str | None
    proposals: list[ProposalOut]


class ProposalIn(Body):
    """A target by a date, why, and what it takes."""

    target: float
    due: date
    reason: str = Field(min_length=1)
    resources: str = ""


class ThrowIn(ProposalIn):
    """The first proposal: to whom it goes, and until when both shall have signed."""

    answering: int
    until: date


class ProposalAnswerIn(ProposalIn):
    """An answer to the proposal numbered ``after``."""

    after: int


class ProposalSignIn(Body):
    """Agreement to the proposal numbered ``after``."""

    after: int


class CatchballWithdrawIn(Body):
    """Why a catchball is taken back."""

    why: str = Field(min_length=1, max_length=300)


class TakeOverIn(Body):
    """Who speaks for a side from now on, and why."""

    side: Literal["asking", "answering"]
    person: int
    why: str = Field(min_length=1, max_length=300)


@router.get("/catchballs", response=list[CatchballOut], auth=READ)
@paginate
def catchballs(request: TokenRequest) -> list[CatchballOut]:
    """All catchballs, newest first."""
    return [_catchball(each) for each in queries.catchballs(request.auth.person)]


@router.get("/catchballs/{pk}", response=CatchballOut, auth=READ)
def catchball(request: TokenRequest, pk: int) -> CatchballOut:
    """One catchball with its proposals and who signed them."""
    return _catchball(access.catchball(request.auth.person, pk))


@router.post("/key-results/{pk}/catchballs", response={201: CatchballOut}, auth=WRITE)
def throw(request: TokenRequest, pk: int, body: ThrowIn) -> Status[CatchballOut]:
    """Open a catchball on a key result with its first proposal, as the side that asks; for leaders."""
    found = access.key_result(request.auth.person, pk, to_change=True)
    answering = _person(body.answering, "/answering")
    terms = _terms(found, body)
    told = evidence.gather(found, body.target, body.due, timezone.localdate())
    made = actions.throw(request.auth.person, found, answering, terms, told, until=body.until)
    return _shown(request, made.pk)


@router.post("/catchballs/{pk}/proposals", response={201: CatchballOut}, auth=WRITE)
def counter(request: TokenRequest, pk: int, body: ProposalAnswerIn) -> Status[CatchballOut]:
    """Answer the newest proposal with another one, as one of the two sides."""
    found = access.catchball(request.auth.person, pk, to_answer=True)
    terms = _terms(found.key_result, body)
    told = evidence.gather(found.key_result, body.target, body.due, timezone.localdate())
    actions.counter(request.auth.person, found, terms, told, after=body.after)
    return _shown(request, pk)


@router.post("/catchballs/{pk}/signatures", response={201: CatchballOut}, auth=WRITE)
def sign(request: TokenRequest, pk: int, body: ProposalSignIn) -> Status[CatchballOut]:
    """Sign the newest proposal; with both signatures its target and date are what the key result promises."""
    actions.sign(request.auth.person, access.catchball(request.auth.person, pk, to_answer=True), after=body.after)
    return _shown(request, pk)


@router.post("/catchballs/{pk}/withdrawal", response={201: CatchballOut}, auth=WRITE)
def withdraw(request: TokenRequest, pk: int, body: CatchballWithdrawIn) -> Status[CatchballOut]:
    """Take an open catchball back, as the side that asks or as a leader."""
    actions.withdraw(request.auth.person, access.catchball(request.auth.person, pk, to_close=True), body.why)
    return _shown(request, pk)


@router.post("/catchballs/{pk}/take-overs", response={201: CatchballOut}, auth=WRITE)
def take_over(request: TokenRequest, pk: int, body: TakeOverIn) -> Status[CatchballOut]:
    """Let somebody else speak for a side: as that side, or as a leader once its person cannot sign in any more."""
    found = access.catchball(request.auth.person, pk)
    actions.take_over(request.auth.person, found, Side(body.side), _person(body.person, "/person"), body.why)
    return _shown(request, pk)


def _shown(request: TokenRequest, pk: int) -> Status[CatchballOut]:
    return Status(HTTPStatus.CREATED, _catchball(access.catchball(request.auth.person, pk)))


def _person(pk: int, pointer: str) -> Person:
    found = Person.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise unfit(Wrong(pointer, "There is nobody of this number who can sign in."))
    return found


def _terms(key_result: KeyResult, body: ProposalIn) -> Terms:
    if body.due <= key_result.start:
        raise unfit(Wrong("/due", f"It starts on {key_result.start}: choose a day after that."))
    return Terms(body.target, body.due, body.reason, body.resources)


def _catchball(found: Catchball) -> CatchballOut:
    return CatchballOut(
        id=found.pk,
        key_result=found.key_result_id,
        asking=found.person_of(Side.ASKING).pk,
        answering=found.person_of(Side.ANSWERING).pk,
        until=found.until,
        state="agreed" if found.agreed else "open" if found.open else "withdrawn",
        turn=found.turn if found.open else None,
        proposals=[_proposal(each) for each in found.proposals.all()],
    )


def _proposal(found: Proposal) -> ProposalOut:
    return ProposalOut(
        number=found.number,
        side=found.side,
        person=found.person_id,
        at=found.at,
        target=found.target,
        due=found.due,
        reason=found.reason,
        resources=found.resources,
        forecast=found.forecast,
        evidence=found.evidence,
        generation=found.generation,
        capacity=[
            CapacityOut(team=each.team, quarter=each.quarter, there=each.there, asked=each.asked)
            for each in found.capacities.all()
        ],
        signed=[each.side for each in found.signatures.all()],
    )
