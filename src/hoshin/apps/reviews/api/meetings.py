"""The addresses of reviews: set, moved, called off, their agenda with its notes, their minutes."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from http import HTTPStatus

from django.http import Http404
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.root import Body
from hoshin.apps.reviews import access, documents
from hoshin.apps.reviews.actions import closing
from hoshin.apps.reviews.actions import meetings as actions
from hoshin.apps.reviews.api.tokens import READ, WRITE
from hoshin.apps.reviews.models import AgendaItem, Minutes, Review
from hoshin.apps.reviews.queries import forums as queries
from hoshin.apps.reviews.reports import agenda
from hoshin.apps.reviews.reports import minutes as minutes_report

router = Router(tags=["reviews"])


class ItemOut(Schema):
    """One thing to talk about; ``minutes`` is the time that it gets, ``carried_from`` the review that missed it."""

    id: int
    source: str
    title: str
    detail: str
    stands: str
    minutes: int
    talked: bool
    dropped: bool
    carried_from: date | None
    notes: str


class ReviewOut(Schema):
    """One meeting of a forum; ``identity`` is the hash of its minutes once they are frozen."""

    id: int
    forum: int
    on: date
    begins: str
    since: date
    closed_at: datetime | None
    called_off: str
    identity: str | None
    items: list[ItemOut]


class ReviewIn(Body):
    """The day of a meeting."""

    on: date


class ReviewMoveIn(Body):
    """To which day and time it is moved."""

    on: date
    time: time


class CallOffIn(Body):
    """Why it is called off."""

    why: str


class ItemIn(Body):
    """Something to talk about that no data know of."""

    title: str = Field(min_length=1, max_length=200)


class NotesIn(Body):
    """What somebody made of the notes that they read as ``base``; what others wrote since is merged in."""

    base: str
    notes: str


class TalkedIn(Body):
    """Whether it was talked about."""

    talked: bool


@router.get("/reviews", response=list[ReviewOut], auth=READ)
@paginate
def reviews(request: TokenRequest) -> list[ReviewOut]:
    """The reviews of the forums that the token's person may see, newest first."""
    return [said(each) for each in queries.reviews(request.auth.person)]


@router.get("/reviews/{pk}", response=ReviewOut, auth=READ)
def review(request: TokenRequest, pk: int) -> ReviewOut:
    """One review with its agenda and its notes."""
    return said(access.review(request.auth.person, pk))


@router.post("/forums/{pk}/reviews", response={201: ReviewOut}, auth=WRITE)
def begin(request: TokenRequest, pk: int, body: ReviewIn) -> Status[ReviewOut]:
    """Set the review of a day: its agenda is written from the data, and its members are asked to come."""
    forum = access.forum(request.auth.person, pk, to_take_part=True)
    lines = agenda.written(forum, actions.look_back(forum, body.on), body.on, timezone.localdate())
    made = actions.begin(request.auth.person, forum, body.on, lines, timezone.now())
    return Status(HTTPStatus.CREATED, said(made))


@router.post("/reviews/{pk}/move", response=ReviewOut, auth=WRITE)
def move(request: TokenRequest, pk: int, body: ReviewMoveIn) -> ReviewOut:
    """Move an open review, and tell its members."""
    found = access.review(request.auth.person, pk, to_take_part=True)
    actions.move(request.auth.person, found, on=body.on, at=body.time, now=timezone.now())
    return review(request, pk)


@router.post("/reviews/{pk}/call-off", response=ReviewOut, auth=WRITE)
def call_off(request: TokenRequest, pk: int, body: CallOffIn) -> ReviewOut:
    """Call an open review off, and tell its members."""
    found = access.review(request.auth.person, pk, to_take_part=True)
    actions.call_off(request.auth.person, found, why=body.why, now=timezone.now())
    return review(request, pk)


@router.post("/reviews/{pk}/close", response=ReviewOut, auth=WRITE)
def close(request: TokenRequest, pk: int) -> ReviewOut:
    """Close a review: its minutes are frozen."""
    found = access.review(request.auth.person, pk, to_take_part=True)
    today = timezone.localdate()
    closing.close(
        request.auth.person,
        found,
        lambda each: minutes_report.compose(minutes_report.gather(each, today)),
        timezone.now(),
    )
    return review(request, pk)


@router.get("/reviews/{pk}/minutes", response=dict[str, object], auth=READ)
def minutes(request: TokenRequest, pk: int) -> dict[str, object]:
    """The frozen minutes, word for word, with their hash."""
    found = access.review(request.auth.person, pk)
    kept = Minutes.objects.filter(review=found).first()
    if kept is None:
        raise Http404("This review has no minutes: it is open, or was called off.")
    documents.snapshot(kept)
    return {"identity": kept.identity, "snapshot": json.loads(kept.text)}


@router.post("/reviews/{pk}/items", response={201: ItemOut}, auth=WRITE)
def add(request: TokenRequest, pk: int, body: ItemIn) -> Status[ItemOut]:
    """Put something on the agenda."""
    found = access.review(request.auth.person, pk, to_take_part=True)
    return Status(HTTPStatus.CREATED, _item(actions.add_item(request.auth.person, found, body.title)))


@router.post("/agenda-items/{pk}/notes", response=ItemOut, auth=WRITE)
def note(request: TokenRequest, pk: int, body: NotesIn) -> ItemOut:
    """Write notes on an agenda item; what others wrote meanwhile stays."""
    found = access.item(request.auth.person, pk)
    return _item(actions.note(request.auth.person, found, base=body.base, notes=body.notes))


@router.post("/agenda-items/{pk}/talked", response=ItemOut, auth=WRITE)
def talk(request: TokenRequest, pk: int, body: TalkedIn) -> ItemOut:
    """Say that an agenda item was talked about, or was not."""
    found = access.item(request.auth.person, pk)
    actions.talk(request.auth.person, found, talked=body.talked)
    return _item(found)


def said(found: Review) -> ReviewOut:
    """A review as it is told."""
    kept = found.minutes if found.closed_at and not found.why_off else None
    return ReviewOut(
        id=found.pk,
        forum=found.forum_id,
        on=found.on,
        begins=found.start.isoformat(),
        since=found.since,
        closed_at=found.closed_at,
        called_off=found.why_off,
        identity=kept.identity if kept else None,
        items=[_item(each) for each in found.items.all()],
    )


def _item(found: AgendaItem) -> ItemOut:
    return ItemOut(
        id=found.pk,
        source=found.source,
        title=found.title,
        detail=found.detail,
        stands=found.word,
        minutes=found.minutes,
        talked=found.talked,
        dropped=found.dropped,
        carried_from=found.carried_from,
        notes=found.notes,
    )
