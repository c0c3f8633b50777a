"""The addresses of risks and exceptions."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.api.tokens import READ, WRITE
from hoshin.apps.reviews.forms.standing import RiskForm
from hoshin.apps.reviews.models import Risk
from hoshin.apps.reviews.queries import standing

router = Router(tags=["reviews"])


class RiskOut(Schema):
    """Something that may go wrong, or an exception from a rule, until ``expires``; ratings go from 1 to 5."""

    id: int
    forum: int
    kind: str
    title: str
    words: str
    answer: str
    owner: str
    unit: int | None
    likelihood: int
    impact: int
    expires: date
    closed_on: date | None


class RiskIn(Body):
    """A risk, or an ``exception``; likelihood and impact go from 1 (little) to 5 (much)."""

    forum: int
    kind: str = "risk"
    title: str
    words: str
    answer: str
    owner: int
    likelihood: int
    impact: int
    expires: date
    unit: int | None = None


class OverIn(Body):
    """Why it is over."""

    reason: str


@router.get("/risks", response=list[RiskOut], auth=READ)
@paginate
def risks(request: TokenRequest) -> list[RiskOut]:
    """The risks and exceptions of the forums that one sees, the next to expire first."""
    return [_risk(each) for each in standing.risks(request.auth.person)]


@router.post("/risks", response={201: RiskOut}, auth=WRITE)
def write(request: TokenRequest, body: RiskIn, response: HttpResponse) -> Status[RiskOut]:
    """Write a risk or exception down."""
    made = _written(request, body, None)
    return Status(HTTPStatus.CREATED, risk(request, made.pk, response))


@router.get("/risks/{pk}", response=RiskOut, auth=READ)
def risk(request: TokenRequest, pk: int, response: HttpResponse) -> RiskOut:
    """One risk, with the ETag that a change of it names."""
    said = _risk(access.risk(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/risks/{pk}", response=RiskOut, auth=WRITE)
def rewrite(request: TokenRequest, pk: int, body: RiskIn, response: HttpResponse) -> RiskOut:
    """Write a risk anew, or renew it. Needs If-Match."""
    found = access.risk(request.auth.person, pk, to_take_part=True)
    require_current(request, _risk(found))
    _written(request, body, found)
    return risk(request, pk, response)


@router.post("/risks/{pk}/close", response=RiskOut, auth=WRITE)
def close(request: TokenRequest, pk: int, body: OverIn, response: HttpResponse) -> RiskOut:
    """Say that a risk is over. Needs If-Match."""
    found = access.risk(request.auth.person, pk, to_take_part=True)
    require_current(request, _risk(found))
    actions.close_risk(request.auth.person, found, reason=body.reason, today=timezone.localdate())
    return risk(request, pk, response)


def _written(request: TokenRequest, body: RiskIn, found: Risk | None) -> Risk:
    filled = body.model_dump() | {"version": found.version if found else 0}
    mine = access.forums(request.auth.person).filter(ended=False)
    answers = checked(RiskForm(filled, forums=mine))
    forum = access.forum(request.auth.person, answers.pop("forum").pk, to_take_part=True)
    return actions.write_risk(request.auth.person, forum, today=timezone.localdate(), risk=found, **answers)


def _risk(found: Risk) -> RiskOut:
    return RiskOut(
        id=found.pk,
        forum=found.forum_id,
        kind=found.kind,
        title=found.title,
        words=found.words,
        answer=found.answer,
        owner=found.owner.name,
        unit=found.unit_id,
        likelihood=found.likelihood,
        impact=found.impact,
        expires=found.expires,
        closed_on=found.closed_on,
    )
