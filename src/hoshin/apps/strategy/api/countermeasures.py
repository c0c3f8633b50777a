"""The addresses of countermeasures: what is done about months of key results that missed their plan."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Role
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.forms.countermeasures import CountermeasureForm
from hoshin.apps.strategy.models import Countermeasure

router = Router(tags=["direction"])
READ, WRITE = Bearer(Scope(Area.DIRECTION)), Bearer(Scope(Area.DIRECTION, writing=True))


class CountermeasureOut(Schema):
    """What is done about a month; ``month`` is its first day, ``state`` is open, late or done."""

    id: int
    key_result: int
    month: date
    cause: str
    action: str
    owner: int
    due: date
    done_on: date | None
    effect: str
    state: str


class CountermeasureIn(Body):
    """A countermeasure; once it is done it says what came of it."""

    cause: str
    action: str
    owner: int
    due: date
    done_on: date | None = None
    effect: str = ""


class MonthIn(CountermeasureIn):
    """A countermeasure to the month in which the day ``month`` lies."""

    month: date


@router.get("/countermeasures", response=list[CountermeasureOut], auth=READ)
@paginate
def countermeasures(request: TokenRequest) -> list[CountermeasureOut]:
    """All countermeasures by month."""
    return [_countermeasure(each) for each in queries.countermeasures(request.auth.person)]


@router.post("/key-results/{pk}/countermeasures", response={201: CountermeasureOut}, auth=WRITE)
def open_one(request: TokenRequest, pk: int, body: MonthIn, response: HttpResponse) -> Status[CountermeasureOut]:
    """Open a countermeasure to a month of a key result; for members and above."""
    require(request.auth.person, Role.MEMBER)
    found = access.key_result(request.auth.person, pk)
    made = actions.write_countermeasure(request.auth.person, found, month=body.month, **_answers(body))
    return Status(HTTPStatus.CREATED, countermeasure(request, made.pk, response))


@router.get("/countermeasures/{pk}", response=CountermeasureOut, auth=READ)
def countermeasure(request: TokenRequest, pk: int, response: HttpResponse) -> CountermeasureOut:
    """One countermeasure, with the ETag that a change of it names."""
    said = _countermeasure(access.countermeasure_to_read(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/countermeasures/{pk}", response=CountermeasureOut, auth=WRITE)
def change(request: TokenRequest, pk: int, body: CountermeasureIn, response: HttpResponse) -> CountermeasureOut:
    """Change a countermeasure, or say what came of it. Needs If-Match."""
    found = access.countermeasure(request.auth.person, pk)
    require_current(request, _countermeasure(found))
    actions.write_countermeasure(
        request.auth.person,
        found.key_result,
        month=found.month,
        **_answers(body),
        countermeasure=found,
        after=found.edition,
    )
    return countermeasure(request, pk, response)


def _answers(body: CountermeasureIn) -> dict[str, Any]:
    answers = checked(CountermeasureForm(body.model_dump(exclude={"month"})))
    return {name: value for name, value in answers.items() if name != "after"}


def _countermeasure(found: Countermeasure) -> CountermeasureOut:
    return CountermeasureOut(
        id=found.pk,
        key_result=found.key_result_id,
        month=found.month,
        cause=found.cause,
        action=found.action,
        owner=found.owner_id,
        due=found.due,
        done_on=found.done_on,
        effect=found.effect,
        state=found.state(timezone.localdate()),
    )
