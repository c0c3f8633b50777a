"""The addresses of goals: proposed, countered, signed, checked in on, closed."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Literal

from django.http import Http404
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.people import access, measured, queries
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.actions import goals as actions
from hoshin.apps.people.forms.goals import DIMENSIONS, CounterForm, GoalForm
from hoshin.apps.people.models import CheckIn, Goal, Terms
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy.level import typed
from hoshin.apps.strategy.scoping import Offer, offer
from hoshin.pipeline.read import Reader

router = Router(tags=["goals"])
READ, WRITE = Bearer(Scope(Area.GOALS)), Bearer(Scope(Area.GOALS, writing=True))


class TermsOut(Schema):
    """One version of what a goal says, who proposed it, why, and which sides have signed it."""

    number: int
    title: str
    why: str
    done_when: str
    metric: str | None
    desk: str
    scope: list[tuple[str, str]]
    baseline: float | None
    target: float | None
    first: date
    last: date
    cadence: int
    person: str
    reason: str
    at: datetime
    signed: list[str]


class CheckInOut(Schema):
    """How a goal stood as the one who answers for it said; ``value`` is in the metric's unit, null without a metric."""

    on: date
    confidence: int
    note: str
    value: float | None
    n: int | None


class GoalOut(Schema):
    """What a team or a person wants to reach, by the terms in force, or those that were proposed last."""

    id: int
    title: str
    person: str
    team: str | None
    objective: int | None
    parent: int | None
    agreed: bool
    metric: str | None
    baseline: float | None
    target: float | None
    done_when: str
    first: date
    last: date
    outcome: str
    version: int
    terms: list[TermsOut]
    check_ins: list[CheckInOut]


class TermsIn(Body):
    """What a goal shall say. Measured by a metric in a scope of services, or by words: ``done_when``.

    ``target`` is in the metric's unit, of a count per four weeks; it starts from the last four weeks. ``cadence`` is in
    days: 7, 14 or 28.
    """

    title: str
    why: str = ""
    done_when: str = ""
    metric: str = ""
    desk: str = ""
    scope: list[tuple[str, str]] = []  # noqa: RUF012 Pydantic copies a default for each body
    target: float | None = None
    first: date
    last: date
    cadence: int = 14


class GoalIn(TermsIn):
    """A new goal of ``person``, the token's own by default; with ``team`` that person's team's.

    It hangs below an objective, or below another goal (``parent``), or below neither.
    """

    person: int | None = None
    team: bool = False
    objective: int | None = None
    parent: int | None = None
    shared: bool = False


class CounterIn(TermsIn):
    """Other terms than those of version ``after``, and why."""

    reason: str
    after: int


class SignIn(Body):
    """Agreement to the terms of version ``after``."""

    after: int


class CloseIn(Body):
    """What came of a goal: reached, missed or dropped, and by what that can be told."""

    outcome: Literal["reached", "missed", "dropped"]
    words: str = Field(min_length=1)


class CheckInIn(Body):
    """How a goal stands today: confidence from 0 (it will not be reached) to 10."""

    confidence: int = Field(ge=0, le=10)
    note: str = Field("", max_length=4000)


@router.get("/goals", response=list[GoalOut], auth=READ)
@paginate
def goals(request: TokenRequest) -> list[GoalOut]:
    """The goals that the token's person sees in lists: own ones, of people led, of teams, and shared ones."""
    return [
        _goal(each, request.auth.person)
        for each in queries.goals().filter(access.seen_by(request.auth.person)).distinct()
    ]


@router.get("/goals/{pk}", response=GoalOut, auth=READ)
def goal(request: TokenRequest, pk: int) -> GoalOut:
    """One of these goals."""
    return _goal(_seen(request, pk), request.auth.person)


@router.post("/goals", response={201: GoalOut}, auth=WRITE)
def propose(request: TokenRequest, body: GoalIn) -> Status[GoalOut]:
    """Propose a goal, signed for the token's side; it holds once the other side has signed the same terms."""
    person, today = request.auth.person, timezone.localdate()
    given = _typed(body) | {
        "whose": f"{'team' if body.team else 'person'}-{body.person or person.pk}",
        "upward": f"objective-{body.objective}" if body.objective else f"goal-{body.parent}" if body.parent else "",
        "shared": body.shared,
    }
    if body.objective and body.parent:
        raise unfit(Wrong("/parent", "A goal hangs below one thing: leave out this or the objective."))
    with readers.if_published() as reader:
        form = GoalForm(given, person=person, seen=access.seen_by(person), offer=_offer(reader, body))
        checked(form, {"whose": "person", "upward": "parent" if body.parent else "objective"})
        draft = form.draft(measured.starting_from(reader, today))
    made = actions.propose(
        person,
        draft,
        timezone.now(),
        person=form.person,
        team=form.team,
        objective=form.objective,
        parent=form.parent,
        shared=body.shared,
    )
    return _said(request, made.pk)


@router.post("/goals/{pk}/terms", response={201: GoalOut}, auth=WRITE)
def counter(request: TokenRequest, pk: int, body: CounterIn) -> Status[GoalOut]:
    """Answer the newest terms by other ones, with the reason, as one of the goal's sides."""
    found = _changed(request, pk)
    with readers.if_published() as reader:
        given = _typed(body) | {"reason": body.reason, "after": body.after}
        form = CounterForm(given, offer=_offer(reader, body))
        checked(form)
        draft = form.draft(measured.starting_from(reader, timezone.localdate()))
    actions.counter(request.auth.person, found, draft, timezone.now(), reason=body.reason, after=body.after)
    return _said(request, pk)


@router.post("/goals/{pk}/signatures", response={201: GoalOut}, auth=WRITE)
def sign(request: TokenRequest, pk: int, body: SignIn) -> Status[GoalOut]:
    """Sign the newest terms for the side that the token's person speaks for."""
    actions.sign(request.auth.person, _changed(request, pk), timezone.now(), after=body.after)
    return _said(request, pk)


@router.post("/goals/{pk}/closing", response={201: GoalOut}, auth=WRITE)
def close(request: TokenRequest, pk: int, body: CloseIn) -> Status[GoalOut]:
    """Close a goal by what came of it; all that was signed and said stays readable."""
    found = _changed(request, pk)
    actions.close(request.auth.person, found, timezone.localdate(), outcome=body.outcome, words=body.words)
    return _said(request, pk)


@router.post("/goals/{pk}/check-ins", response={201: CheckInOut}, auth=WRITE)
def check_in(request: TokenRequest, pk: int, body: CheckInIn) -> Status[CheckInOut]:
    """Say how a goal stands today, as the one who answers for it; what its metric reads is kept with it."""
    found, today = access.own_goal(request.auth.person, _seen(request, pk).pk), timezone.localdate()
    said = checkins.Said(confidence=body.confidence, note=body.note)
    with readers.if_published() as reader:
        read = measured.gather(reader, [found.shown], today).get(found.shown.pk)
    written = checkins.check_in(request.auth.person, found, said, today, measured=read)
    return Status(HTTPStatus.CREATED, _check_in(written))


def _said(request: TokenRequest, pk: int) -> Status[GoalOut]:
    return Status(HTTPStatus.CREATED, _goal(_seen(request, pk), request.auth.person))


def _changed(request: TokenRequest, pk: int) -> Goal:
    return access.goal(request.auth.person, pk, to_change=True)


def _typed(body: TermsIn) -> dict[str, object]:
    """The body as the pages' form takes it, in which people type shares in per cent."""
    known = definitions.catalogue().metrics.get(body.metric)
    names = ("title", "why", "done_when", "metric", "desk", "first", "last", "cadence")
    return {
        **{name: getattr(body, name) for name in names},
        "scope": [f"{dimension}={value}" for dimension, value in body.scope],
        "target": typed(known, body.target) if known and body.target is not None else body.target,
    }


def _offer(reader: Reader | None, body: TermsIn) -> Offer | None:
    return offer(reader, body.desk or None, DIMENSIONS, missing=False) if reader else None


def _seen(request: TokenRequest, pk: int) -> Goal:
    """Human resources open personal goals in the browser alone, where it is noted for the person."""
    found = queries.goals().filter(access.seen_by(request.auth.person), pk=pk).first()
    if found is None:
        raise Http404("There is no such goal.")
    return found


def _goal(found: Goal, person: Person) -> GoalOut:
    said = found.shown
    objective = found.objective if found.objective and sees(person, found.objective) else None
    return GoalOut(
        id=found.pk,
        title=said.title,
        person=found.person.name,
        team=found.team.name if found.team else None,
        objective=objective.pk if objective else None,
        parent=found.parent_id,
        agreed=found.in_force is not None,
        metric=said.metric or None,
        baseline=said.baseline,
        target=said.target,
        done_when=said.done_when,
        first=said.first,
        last=said.last,
        outcome=found.outcome,
        version=found.version,
        terms=[_terms(each) for each in found.terms.all()],
        check_ins=[_check_in(each) for each in found.check_ins.all()],
    )


def _terms(found: Terms) -> TermsOut:
    return TermsOut(
        number=found.number,
        title=found.title,
        why=found.why,
        done_when=found.done_when,
        metric=found.metric or None,
        desk=found.desk,
        scope=[(each.dimension, each.value) for each in found.scope.all()],
        baseline=found.baseline,
        target=found.target,
        first=found.first,
        last=found.last,
        cadence=found.cadence,
        person=found.person.name,
        reason=found.reason,
        at=found.at,
        signed=sorted(found.sides),
    )


def _check_in(found: CheckIn) -> CheckInOut:
    return CheckInOut(on=found.on, confidence=found.confidence, note=found.note, value=found.value, n=found.n)
