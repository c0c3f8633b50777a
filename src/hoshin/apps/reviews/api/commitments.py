"""The addresses of commitments: promised, kept, moved, withdrawn."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import commitments as actions
from hoshin.apps.reviews.api.tokens import READ, WRITE
from hoshin.apps.reviews.models import Commitment
from hoshin.apps.reviews.queries import outcomes
from hoshin.apps.strategy import queries as strategy

router = Router(tags=["reviews"])


class MoveOut(Schema):
    """One move of a commitment's day."""

    before: date
    after: date
    reason: str


class CommitmentOut(Schema):
    """What somebody promised a forum; ``first_due`` is the day that was promised at first."""

    id: int
    forum: int
    words: str
    owner: str
    promised_on: date
    first_due: date
    due: date
    late: bool
    kept_on: date | None
    withdrawn_on: date | None
    moves: list[MoveOut]


class CommitmentIn(Body):
    """A promise: by whom, until when; while it is late it holds up ``objective`` or ``initiative`` (its slug)."""

    words: str
    owner: int
    due: date
    objective: int | None = None
    initiative: str | None = None


class CommitmentKeptIn(Body):
    """On which day it was kept."""

    on: date


class MoveIn(Body):
    """To which later day it is moved, and why."""

    to: date
    reason: str


class WithdrawIn(Body):
    """Why it ends without having been kept."""

    reason: str


@router.get("/commitments", response=list[CommitmentOut], auth=READ)
@paginate
def commitments(request: TokenRequest) -> list[CommitmentOut]:
    """The commitments to those forums."""
    return [_commitment(each) for each in outcomes.commitments(request.auth.person)]


@router.get("/commitments/{pk}", response=CommitmentOut, auth=READ)
def commitment(request: TokenRequest, pk: int, response: HttpResponse) -> CommitmentOut:
    """One commitment, with the ETag that a change of it names."""
    said = _commitment(access.commitment(request.auth.person, pk))
    tag(response, said)
    return said


@router.post("/forums/{pk}/commitments", response={201: CommitmentOut}, auth=WRITE)
def promise(request: TokenRequest, pk: int, body: CommitmentIn, response: HttpResponse) -> Status[CommitmentOut]:
    """Write down what somebody promises a forum from today on."""
    forum = access.forum(request.auth.person, pk, to_take_part=True)
    owner = Person.objects.filter(pk=body.owner, is_active=True).first()
    # Whoever sees the forum reads it, so it names nothing confidential, whoever asks.
    objective = strategy.objectives().filter(pk=body.objective).first() if body.objective else None
    initiative = portfolios.initiatives().filter(slug=body.initiative).first() if body.initiative else None
    wrong = [
        Wrong(pointer, sentence)
        for pointer, lacks, sentence in (
            ("/owner", owner is None, f"There is nobody of number {body.owner} who may sign in."),
            ("/objective", body.objective and objective is None, f"There is no objective {body.objective}."),
            ("/initiative", body.initiative and initiative is None, f"There is no initiative '{body.initiative}'."),
        )
        if lacks
    ]
    if owner is None or wrong:
        raise unfit(*wrong)
    made = actions.promise(
        request.auth.person,
        forum,
        words=body.words,
        owner=owner,
        due=body.due,
        on=timezone.localdate(),
        objective=objective,
        initiative=initiative,
    )
    return Status(HTTPStatus.CREATED, commitment(request, made.pk, response))


@router.post("/commitments/{pk}/keep", response=CommitmentOut, auth=WRITE)
def keep(request: TokenRequest, pk: int, body: CommitmentKeptIn, response: HttpResponse) -> CommitmentOut:
    """Say that a commitment was kept. Needs If-Match."""
    found = _to_change(request, pk)
    actions.keep(request.auth.person, found, on=body.on, version=found.version)
    return commitment(request, pk, response)


@router.post("/commitments/{pk}/move", response=CommitmentOut, auth=WRITE)
def move(request: TokenRequest, pk: int, body: MoveIn, response: HttpResponse) -> CommitmentOut:
    """Move a commitment to a later day; the move stays to be read. Needs If-Match."""
    found = _to_change(request, pk)
    actions.move(request.auth.person, found, to=body.to, reason=body.reason, version=found.version, now=timezone.now())
    return commitment(request, pk, response)


@router.post("/commitments/{pk}/withdraw", response=CommitmentOut, auth=WRITE)
def withdraw(request: TokenRequest, pk: int, body: WithdrawIn, response: HttpResponse) -> CommitmentOut:
    """End a commitment without having kept it. Needs If-Match."""
    found = _to_change(request, pk)
    actions.withdraw(request.auth.person, found, reason=body.reason, version=found.version, on=timezone.localdate())
    return commitment(request, pk, response)


def _to_change(request: TokenRequest, pk: int) -> Commitment:
    found = access.commitment(request.auth.person, pk, to_change=True)
    require_current(request, _commitment(found))
    return found


def _commitment(found: Commitment) -> CommitmentOut:
    return CommitmentOut(
        id=found.pk,
        forum=found.forum_id,
        words=found.words,
        owner=found.owner.name,
        promised_on=found.promised_on,
        first_due=found.first_due,
        due=found.due,
        late=found.is_late(timezone.localdate()),
        kept_on=found.kept_on,
        withdrawn_on=found.withdrawn_on,
        moves=[MoveOut(before=each.before, after=each.after, reason=each.reason) for each in found.moves.all()],
    )
