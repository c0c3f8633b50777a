"""The addresses of goals: proposed, countered, signed, checked in on, closed."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404
from django.utils import timezone
from ninja import Router, Status
from ninja.pagination import paginate

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.people import access, measured, queries
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.actions import goals as actions
from hoshin.apps.people.api.goal_bodies import (
    CheckInIn,
    CheckInOut,
    CloseIn,
    CounterIn,
    GoalIn,
    GoalOut,
    SignIn,
    TermsIn,
    check_in_out,
    goal_out,
)
from hoshin.apps.people.forms.goals import DIMENSIONS, CounterForm, GoalForm
from hoshin.apps.people.models import Goal
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy.level import typed
from hoshin.apps.strategy.scoping import Offer, offer
from hoshin.pipeline.read import Reader

router = Router(tags=["goals"])
READ, WRITE = Bearer(Scope(Area.GOALS)), Bearer(Scope(Area.GOALS, writing=True))


@router.get("/goals", response=list[GoalOut], auth=READ)
@paginate
def goals(request: TokenRequest) -> list[GoalOut]:
    """The goals that the token's person sees in lists: own ones, of people led, of teams, and shared ones."""
    return [
        goal_out(each, request.auth.person)
        for each in queries.goals().filter(access.seen_by(request.auth.person)).distinct()
    ]


@router.get("/goals/{pk}", response=GoalOut, auth=READ)
def goal(request: TokenRequest, pk: int) -> GoalOut:
    """One of these goals."""
    return goal_out(_seen(request, pk), request.auth.person)


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
    return Status(HTTPStatus.CREATED, check_in_out(written))


def _said(request: TokenRequest, pk: int) -> Status[GoalOut]:
    return Status(HTTPStatus.CREATED, goal_out(_seen(request, pk), request.auth.person))


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
