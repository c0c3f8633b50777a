"""The addresses of forums."""

from __future__ import annotations

from datetime import date, time
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import forums as actions
from hoshin.apps.reviews.api.tokens import READ, WRITE
from hoshin.apps.reviews.cadence import Cadence
from hoshin.apps.reviews.forms.forums import ForumForm
from hoshin.apps.reviews.models import Forum
from hoshin.apps.reviews.queries import forums as queries

router = Router(tags=["reviews"])


class ForumOut(Schema):
    """People who meet on a cadence; ``rule`` is a recurrence rule of RFC 5545, from ``first`` on.

    A meeting lasts ``minutes``. Without ``objectives`` the forum answers for all of them.
    """

    id: int
    name: str
    purpose: str
    chair: str | None
    rule: str
    first: date
    time: time
    zone: str
    minutes: int
    room: str
    unit: int | None
    confidential: bool
    ended: bool
    objectives: list[int]
    standing: list[str]
    members: list[str]


class ForumIn(Body):
    """A forum. ``rule`` is a recurrence rule of RFC 5545 without its beginning, such as FREQ=MONTHLY;BYDAY=2TU."""

    name: str
    purpose: str
    chair: int
    rule: str
    first: date
    time: time
    zone: str = "UTC"
    minutes: int = 60
    room: str = ""
    unit: int | None = None
    confidential: bool = False
    objectives: list[int] = []  # noqa: RUF012 Pydantic copies a default for each body
    standing: list[str] = []  # noqa: RUF012 Pydantic copies a default for each body


class MeetingOut(Schema):
    """When a forum meets next; ``review`` is the open review of that day, null where none is set."""

    forum: int
    name: str
    on: date
    begins: str
    minutes: int
    room: str
    review: int | None


@router.get("/forums", response=list[ForumOut], auth=READ)
@paginate
def forums(request: TokenRequest) -> list[ForumOut]:
    """The forums that the token's person may see."""
    known = access.forums(request.auth.person).prefetch_related("objectives__unit", "standing")
    return [said(each, request.auth.person) for each in known]


@router.post("/forums", response={201: ForumOut}, auth=WRITE)
def make(request: TokenRequest, body: ForumIn, response: HttpResponse) -> Status[ForumOut]:
    """Make a forum."""
    access.leads(request.auth.person)
    made = actions.write_forum(request.auth.person, **_answers(body, None))
    return Status(HTTPStatus.CREATED, forum(request, made.pk, response))


@router.get("/forums/{pk}", response=ForumOut, auth=READ)
def forum(request: TokenRequest, pk: int, response: HttpResponse) -> ForumOut:
    """One forum, with the ETag that a change of it names."""
    found = said(access.forum(request.auth.person, pk), request.auth.person)
    tag(response, found)
    return found


@router.put("/forums/{pk}", response=ForumOut, auth=WRITE)
def rewrite(request: TokenRequest, pk: int, body: ForumIn, response: HttpResponse) -> ForumOut:
    """Write a forum anew. Needs If-Match."""
    found = access.forum(request.auth.person, pk, to_change=True)
    require_current(request, said(found, request.auth.person))
    answers = _answers(body, found)
    actions.write_forum(request.auth.person, **answers, forum=found, version=found.version, now=timezone.now())
    return forum(request, pk, response)


@router.get("/meetings", response=list[MeetingOut], auth=READ)
@paginate
def meetings(request: TokenRequest) -> list[MeetingOut]:
    """When each forum that meets does so next, the soonest first."""
    today = timezone.localdate()
    ahead = [queries.next_meeting(each, today) for each in queries.seen_by(request.auth.person)]
    return [
        MeetingOut(
            forum=each.forum.pk,
            name=each.forum.name,
            on=each.on,
            begins=each.start.isoformat(),
            minutes=each.forum.minutes,
            room=each.forum.room,
            review=each.review.pk if each.review else None,
        )
        for each in sorted(filter(None, ahead), key=lambda e: e.start)
    ]


def _answers(body: ForumIn, found: Forum | None) -> dict[str, Any]:
    filled = body.model_dump() | {"cadence": Cadence.OWN, "standing": "\n".join(body.standing), "version": 0}
    form = ForumForm(filled, forum=found)
    checked(form)
    return {name: value for name, value in form.answers.items() if name != "version"}


def said(found: Forum, person: Person) -> ForumOut:
    """A forum as somebody is told it, with those of its objectives that they see."""
    return ForumOut(
        id=found.pk,
        name=found.name,
        purpose=found.purpose,
        chair=found.chair.name if found.chair else None,
        rule=found.rule,
        first=found.first,
        time=found.time,
        zone=found.zone,
        minutes=found.minutes,
        room=found.room,
        unit=found.unit_id,
        confidential=found.confidential,
        ended=found.ended,
        objectives=[each.pk for each in found.objectives.all() if sees(person, each)],
        standing=[each.title for each in found.standing.all()],
        members=[each.person.name for each in found.members.all()],
    )
