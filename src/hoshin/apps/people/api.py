"""The addresses of goals and their check-ins. Evaluations have none: they are read and written by people alone."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import Http404
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.people import access, queries
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.models import CheckIn, Goal
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope

router = Router(tags=["goals"])
READ, WRITE = Bearer(Scope(Area.GOALS)), Bearer(Scope(Area.GOALS, writing=True))


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
    check_ins: list[CheckInOut]


class CheckInIn(Body):
    """How a goal stands today: confidence from 0 (it will not be reached) to 10."""

    confidence: int = Field(ge=0, le=10)
    note: str = Field("", max_length=4000)


@router.get("/goals", response=list[GoalOut], auth=READ)
@paginate
def goals(request: TokenRequest) -> list[GoalOut]:
    """The goals that the token's person sees in lists: own ones, of people led, of teams, and shared ones."""
    return [_goal(each) for each in queries.goals().filter(access.seen_by(request.auth.person)).distinct()]


@router.get("/goals/{pk}", response=GoalOut, auth=READ)
def goal(request: TokenRequest, pk: int) -> GoalOut:
    """One of these goals."""
    return _goal(_seen(request, pk))


@router.post("/goals/{pk}/check-ins", response={201: CheckInOut}, auth=WRITE)
def check_in(request: TokenRequest, pk: int, body: CheckInIn) -> Status[CheckInOut]:
    """Say how a goal stands today, as the one who answers for it; it stays as it was said."""
    found = access.own_goal(request.auth.person, _seen(request, pk).pk)
    said = checkins.Said(confidence=body.confidence, note=body.note)
    return Status(
        HTTPStatus.CREATED, _check_in(checkins.check_in(request.auth.person, found, said, timezone.localdate()))
    )


def _seen(request: TokenRequest, pk: int) -> Goal:
    """Human resources open personal goals in the browser alone, where it is noted for the person."""
    found = queries.goals().filter(access.seen_by(request.auth.person), pk=pk).first()
    if found is None:
        raise Http404("There is no such goal.")
    return found


def _goal(found: Goal) -> GoalOut:
    said = found.shown
    return GoalOut(
        id=found.pk,
        title=said.title,
        person=found.person.name,
        team=found.team.name if found.team else None,
        objective=found.objective_id,
        parent=found.parent_id,
        agreed=found.in_force is not None,
        metric=said.metric or None,
        baseline=said.baseline,
        target=said.target,
        done_when=said.done_when,
        first=said.first,
        last=said.last,
        outcome=found.outcome,
        check_ins=[_check_in(each) for each in found.check_ins.all()],
    )


def _check_in(found: CheckIn) -> CheckInOut:
    return CheckInOut(on=found.on, confidence=found.confidence, note=found.note, value=found.value, n=found.n)
