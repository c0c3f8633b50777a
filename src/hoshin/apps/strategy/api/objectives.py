"""The addresses of objectives and key results."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.definitions import readers
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.kept import KeptIn, kept
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.forms import ObjectiveForm
from hoshin.apps.strategy.models import KeyResult, Objective

router = Router(tags=["direction"])
READ, WRITE = Bearer(Scope(Area.DIRECTION)), Bearer(Scope(Area.DIRECTION, writing=True))


class KeyResultOut(Schema):
    """A metric in a scope, from where to where, by when. Amounts are in the metric's unit, counts per four weeks."""

    id: int
    objective: int
    title: str
    metric: str
    desk: str
    scope: list[tuple[str, str]]
    baseline: float
    baseline_n: int
    baseline_first: date
    baseline_last: date
    target: float
    start: date
    due: date


class ObjectiveOut(Schema):
    """Where to go in a stretch of time, and how it is known to be reached."""

    id: int
    title: str
    why: str
    level: str
    owner: int | None
    team: int | None
    unit: int | None
    confidential: bool
    parent: int | None
    weight: int
    theme: int | None
    first: date
    last: date
    key_results: list[KeyResultOut]


class ObjectiveIn(KeptIn):
    """An objective. ``level`` is business, it or team; ``weight`` from 0 to 5 is the impact on ``parent``."""

    title: str
    why: str = ""
    level: str = ""
    owner: int
    team: int | None = None
    parent: int | None = None
    weight: int = 3
    theme: int | None = None
    first: date
    last: date


class KeyResultIn(Body):
    """A new key result: its baseline is measured over the days from ``baseline_first`` to ``baseline_last``."""

    title: str
    metric: str
    desk: str = ""
    scope: list[tuple[str, str]] = []  # noqa: RUF012 Pydantic copies a default for each body
    baseline_first: date
    baseline_last: date
    target: float
    start: date
    due: date


class PromiseIn(Body):
    """What a key result promises. What it measures, and where it starts from, stay."""

    title: str
    target: float
    start: date
    due: date


@router.get("/objectives", response=list[ObjectiveOut], auth=READ)
@paginate
def objectives(request: TokenRequest) -> list[ObjectiveOut]:
    """All objectives with their key results."""
    return [_objective(each, request.auth.person) for each in queries.objectives(request.auth.person)]


@router.post("/objectives", response={201: ObjectiveOut}, auth=WRITE)
def write(request: TokenRequest, body: ObjectiveIn, response: HttpResponse) -> Status[ObjectiveOut]:
    """Write an objective under the vision as it stands."""
    require(request.auth.person, Role.LEADER)
    made = actions.write_objective(request.auth.person, **_answers(request.auth.person, body, None))
    return Status(HTTPStatus.CREATED, _shown(request, made.pk, response))


@router.get("/objectives/{pk}", response=ObjectiveOut, auth=READ)
def objective(request: TokenRequest, pk: int, response: HttpResponse) -> ObjectiveOut:
    """One objective, with the ETag that a change of it names."""
    return _shown(request, pk, response)


@router.put("/objectives/{pk}", response=ObjectiveOut, auth=WRITE)
def rewrite(request: TokenRequest, pk: int, body: ObjectiveIn, response: HttpResponse) -> ObjectiveOut:
    """Write an objective anew. Needs If-Match."""
    found = access.objective(request.auth.person, pk, to_change=True)
    require_current(request, _objective(found, request.auth.person))
    answers = _answers(request.auth.person, body, found)
    actions.write_objective(request.auth.person, **answers, objective=found, after=found.edition)
    return _shown(request, pk, response)


@router.delete("/objectives/{pk}", response={204: None}, auth=WRITE)
def drop(request: TokenRequest, pk: int) -> Status[None]:
    """Remove an objective that nothing measures and nothing contributes to. Needs If-Match."""
    found = access.objective(request.auth.person, pk, to_change=True)
    require_current(request, _objective(found, request.auth.person))
    actions.drop_objective(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/objectives/{pk}/key-results", response={201: KeyResultOut}, auth=WRITE)
def measure(request: TokenRequest, pk: int, body: KeyResultIn, response: HttpResponse) -> Status[KeyResultOut]:
    """Add a key result to an objective; its baseline is measured from the tickets."""
    found = access.objective(request.auth.person, pk, to_change=True)
    _in_order(body.baseline_first, body.baseline_last, "/baseline_last")
    _in_order(body.start, body.due, "/due")
    where = ((("desk", body.desk),) if body.desk else ()) + tuple(body.scope)
    with readers.opened() as reader:
        baseline = actions.read_baseline(reader, body.metric, where, body.baseline_first, body.baseline_last)
    made = actions.write_key_result(
        request.auth.person,
        found,
        baseline,
        title=body.title,
        target=body.target,
        start=body.start,
        due=body.due,
        desk=body.desk,
        scope=body.scope,
    )
    said = _key_result(access.key_result(request.auth.person, made.pk))
    tag(response, said)
    return Status(HTTPStatus.CREATED, said)


@router.get("/key-results/{pk}", response=KeyResultOut, auth=READ)
def key_result(request: TokenRequest, pk: int, response: HttpResponse) -> KeyResultOut:
    """One key result, with the ETag that a change of it names."""
    said = _key_result(access.key_result(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/key-results/{pk}", response=KeyResultOut, auth=WRITE)
def promise(request: TokenRequest, pk: int, body: PromiseIn, response: HttpResponse) -> KeyResultOut:
    """Change what a key result promises. Needs If-Match."""
    found = access.key_result(request.auth.person, pk, to_change=True)
    require_current(request, _key_result(found))
    _in_order(body.start, body.due, "/due")
    actions.change_key_result(
        request.auth.person,
        found,
        title=body.title,
        target=body.target,
        start=body.start,
        due=body.due,
        after=found.edition,
    )
    return key_result(request, pk, response)


@router.delete("/key-results/{pk}", response={204: None}, auth=WRITE)
def drop_key_result(request: TokenRequest, pk: int) -> Status[None]:
    """Remove a key result that was not negotiated. Needs If-Match."""
    found = access.key_result(request.auth.person, pk, to_change=True)
    require_current(request, _key_result(found))
    actions.drop_key_result(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


def _answers(person: Person, body: ObjectiveIn, found: Objective | None) -> dict[str, Any]:
    answers = checked(ObjectiveForm(body.model_dump() | kept(body, found), onlooker=person, objective=found))
    return {name: value for name, value in answers.items() if name != "after"}


def _in_order(first: date, last: date, pointer: str) -> None:
    if last <= first:
        raise unfit(Wrong(pointer, "It has to end after it begins."))


def _shown(request: TokenRequest, pk: int, response: HttpResponse) -> ObjectiveOut:
    said = _objective(access.objective(request.auth.person, pk), request.auth.person)
    tag(response, said)
    return said


def _objective(found: Objective, person: Person) -> ObjectiveOut:
    above = found.parent if found.parent and sees(person, found.parent) else None
    return ObjectiveOut(
        id=found.pk,
        title=found.title,
        why=found.why,
        level=found.level,
        owner=found.owner_id,
        team=found.team_id,
        unit=found.unit_id,
        confidential=found.confidential,
        parent=above.pk if above else None,
        weight=found.weight,
        theme=found.theme_id,
        first=found.first,
        last=found.last,
        key_results=[_key_result(each) for each in found.key_results.all()],
    )


def _key_result(found: KeyResult) -> KeyResultOut:
    return KeyResultOut(
        id=found.pk,
        objective=found.objective_id,
        title=found.title,
        metric=found.metric,
        desk=found.desk,
        scope=[(each.dimension, each.value) for each in found.scope.all()],
        baseline=found.baseline,
        baseline_n=found.baseline_n,
        baseline_first=found.baseline_first,
        baseline_last=found.baseline_last,
        target=found.target,
        start=found.start,
        due=found.due,
    )
