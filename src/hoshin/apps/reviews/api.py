"""The addresses of governance: forums, decisions, commitments, risks."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import commitments as actions
from hoshin.apps.reviews.models import Commitment, Decision, Forum
from hoshin.apps.reviews.queries import outcomes, standing
from hoshin.apps.reviews.reports import standings as report
from hoshin.apps.reviews.reports.standings import Row

router = Router(tags=["reviews"])
READ, WRITE = Bearer(Scope(Area.REVIEWS)), Bearer(Scope(Area.REVIEWS, writing=True))


class ForumOut(Schema):
    """People who meet on a cadence; ``rule`` is a recurrence rule of RFC 5545, from ``first`` on."""

    id: int
    name: str
    purpose: str
    chair: str | None
    rule: str
    first: date
    confidential: bool
    ended: bool


class OutcomeOut(Schema):
    """How a decision came out when it was checked."""

    result: str
    sentence: str


class DecisionOut(Schema):
    """What a forum decided; ``due`` is when it is checked next, null once that is settled."""

    id: int
    forum: int
    title: str
    reason: str
    expected: str
    decided_by: str | None
    on: date
    due: date | None
    initiative: str | None
    key_result: int | None
    outcomes: list[OutcomeOut]


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


class RiskOut(Schema):
    """Something that may go wrong, or an exception from a rule, until ``expires``; ratings go from 1 to 5."""

    id: int
    forum: int
    kind: str
    title: str
    answer: str
    owner: str
    likelihood: int
    impact: int
    expires: date
    closed_on: date | None


class ShownOut(Schema):
    """What somebody shows beside a derived status, until when."""

    status: str
    by: str
    reason: str
    until: date


class StandingOut(Schema):
    """Where an objective or initiative stands by the rule, why, and what is shown beside it; null where nothing is.

    ``by_numbers`` is what progress or verdict alone say.
    """

    kind: str
    id: int
    title: str
    owner: str
    status: str
    why: list[str]
    by_numbers: str
    shown: ShownOut | None


class CommitmentIn(Body):
    """A promise: by whom, until when."""

    words: str
    owner: int
    due: date


class KeptIn(Body):
    """On which day it was kept."""

    on: date


class MoveIn(Body):
    """To which later day it is moved, and why."""

    to: date
    reason: str


class WithdrawIn(Body):
    """Why it ends without having been kept."""

    reason: str


@router.get("/forums", response=list[ForumOut], auth=READ)
@paginate
def forums(request: TokenRequest) -> list[ForumOut]:
    """The forums that the token's person may see."""
    return [_forum(each) for each in access.forums(request.auth.person)]


@router.get("/decisions", response=list[DecisionOut], auth=READ)
@paginate
def decisions(request: TokenRequest) -> list[DecisionOut]:
    """The decisions of those forums, newest first."""
    known = outcomes.decisions(request.auth.person).select_related("initiative")
    return [_decision(each) for each in known]


@router.get("/decisions/{pk}", response=DecisionOut, auth=READ)
def decision(request: TokenRequest, pk: int) -> DecisionOut:
    """One decision with how it came out."""
    return _decision(access.decision(request.auth.person, pk))


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
    if owner is None:
        raise unfit(Wrong("/owner", f"There is nobody of number {body.owner} who may sign in."))
    made = actions.promise(
        request.auth.person, forum, words=body.words, owner=owner, due=body.due, on=timezone.localdate()
    )
    return Status(HTTPStatus.CREATED, commitment(request, made.pk, response))


@router.post("/commitments/{pk}/keep", response=CommitmentOut, auth=WRITE)
def keep(request: TokenRequest, pk: int, body: KeptIn, response: HttpResponse) -> CommitmentOut:
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


@router.get("/risks", response=list[RiskOut], auth=READ)
@paginate
def risks(request: TokenRequest) -> list[RiskOut]:
    """The risks and exceptions of those forums, the next to expire first."""
    return [
        RiskOut(
            id=each.pk,
            forum=each.forum_id,
            kind=each.kind,
            title=each.title,
            answer=each.answer,
            owner=each.owner.name,
            likelihood=each.likelihood,
            impact=each.impact,
            expires=each.expires,
            closed_on=each.closed_on,
        )
        for each in standing.risks(request.auth.person)
    ]


@router.get("/standing", response=list[StandingOut], auth=READ)
@paginate
def standings(request: TokenRequest) -> list[StandingOut]:
    """Where every objective and initiative stands, the worst first: the statuses of all pages and packs."""
    with readers.if_published() as reader:
        rows = report.compose(report.gather(reader, timezone.localdate()))
    return [_standing(each) for each in rows]


def _standing(row: Row) -> StandingOut:
    shown = row.shown
    return StandingOut(
        kind=row.kind,
        id=row.pk,
        title=row.title,
        owner=row.owner,
        status=row.derived.status,
        why=list(row.derived.why),
        by_numbers=row.by_numbers,
        shown=ShownOut(status=shown.status, by=shown.who, reason=shown.reason, until=shown.until) if shown else None,
    )


def _to_change(request: TokenRequest, pk: int) -> Commitment:
    found = access.commitment(request.auth.person, pk, to_change=True)
    require_current(request, _commitment(found))
    return found


def _forum(found: Forum) -> ForumOut:
    return ForumOut(
        id=found.pk,
        name=found.name,
        purpose=found.purpose,
        chair=found.chair.name if found.chair else None,
        rule=found.rule,
        first=found.first,
        confidential=found.confidential,
        ended=found.ended,
    )


def _decision(found: Decision) -> DecisionOut:
    return DecisionOut(
        id=found.pk,
        forum=found.forum_id,
        title=found.title,
        reason=found.reason,
        expected=found.expected,
        decided_by=found.person.name if found.person else None,
        on=found.on,
        due=found.due,
        initiative=found.initiative.slug if found.initiative else None,
        key_result=found.key_result_id,
        outcomes=[OutcomeOut(result=each.result, sentence=each.sentence) for each in found.outcomes.all()],
    )


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
