"""The addresses of evaluations: read and written by the side that the token's person is on, and by nobody else.

That one was read is written down for the person, as in the browser.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.db.models import Q
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Person
from hoshin.apps.people import access, queries
from hoshin.apps.people.actions import evaluations as actions
from hoshin.apps.people.actions.recognition import note
from hoshin.apps.people.forms.evaluations import StepForm
from hoshin.apps.people.machine import Act, Actor, possible
from hoshin.apps.people.models import Evaluation, Read
from hoshin.apps.people.reports import evaluations as report
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope

router = Router(tags=["evaluations"])
READ, WRITE = Bearer(Scope(Area.EVALUATIONS)), Bearer(Scope(Area.EVALUATIONS, writing=True))


class StepOut(Schema):
    """One step that the side may read; ``rating`` from 1, far below what was agreed, to 5, far above."""

    number: int
    act: str
    person: str
    on: date
    words: str
    rating: int | None


class EvaluationOut(Schema):
    """One person in one cycle, as the side sees it: what it waits for, by when, and what the side can do now."""

    id: int
    cycle: str
    person: str
    manager: str
    side: str
    stage: str
    due: date | None
    rating: int | None
    possible: list[str]
    steps: list[StepOut]


class StepIn(Body):
    """One act, after having read ``after`` steps: see ``possible`` for what can be done now."""

    act: Act
    after: int
    words: str = ""
    rating: int | None = None


@router.get("/evaluations", response=list[EvaluationOut], auth=READ)
@paginate
def evaluations(request: TokenRequest) -> list[EvaluationOut]:
    """The token's person's own evaluations, and those that the person writes as a manager."""
    person = request.auth.person
    found = queries.evaluations().filter(Q(person=person) | Q(manager=person))
    return [_told(person, each, access.side(person, each)) for each in found]


@router.get("/evaluations/{pk}", response=EvaluationOut, auth=READ)
def evaluation(request: TokenRequest, pk: int) -> EvaluationOut:
    """One evaluation, as its side sees it; human resources read those of others here as well."""
    found, actor = access.evaluation(request.auth.person, pk)
    return _told(request.auth.person, found, actor)


@router.post("/evaluations/{pk}/steps", response={201: EvaluationOut}, auth=WRITE)
def step(request: TokenRequest, pk: int, body: StepIn) -> Status[EvaluationOut]:
    """Do one act; it stays as it was said."""
    person = request.auth.person
    found, actor = access.evaluation(person, pk)
    answers = checked(StepForm(body.model_dump(), act=body.act))
    actions.step(
        person,
        found,
        actor,
        body.act,
        timezone.localdate(),
        words=answers["words"],
        rating=answers.get("rating"),
        after=body.after,
    )
    return Status(HTTPStatus.CREATED, _told(person, *access.evaluation(person, pk)))


def _told(person: Person, found: Evaluation, actor: Actor | None) -> EvaluationOut:
    assert actor is not None  # whoever is on no side obtains nothing
    today, rating = timezone.localdate(), report.rating_for(found, actor)
    note(person, [found.person], Read.EVALUATION, today, found)
    return EvaluationOut(
        id=found.pk,
        cycle=found.cycle.title,
        person=found.person.name,
        manager=found.manager.name,
        side=actor,
        stage=found.stage,
        due=report.due_on(found),
        rating=rating.value if rating else None,
        possible=[str(act) for act in possible(found.done, actor, found.cycle.clock, today)],
        steps=[
            StepOut(
                number=each.step.number,
                act=each.step.act,
                person=each.step.person.name,
                on=each.step.on,
                words=each.step.words,
                rating=each.step.rating,
            )
            for each in report.steps(found, actor)
        ],
    )
