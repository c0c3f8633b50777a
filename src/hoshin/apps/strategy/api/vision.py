"""The addresses of the vision: its versions, its draft, and who has read it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.http import Http404, HttpResponse
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
from hoshin.apps.strategy.actions import ThemeWords
from hoshin.apps.strategy.forms import VisionForm
from hoshin.apps.strategy.models import Source, Vision

router = Router(tags=["direction"])
READ, WRITE = Bearer(Scope(Area.DIRECTION)), Bearer(Scope(Area.DIRECTION, writing=True))


class ThemeOut(Schema):
    """One of the few things that a version of the vision puts first."""

    id: int
    name: str
    meaning: str


class VisionOut(Schema):
    """A version of the vision; ``at`` is null while it is a draft.

    ``source`` says from where its change came, ``link`` is the address in Hoshin where one can read of that.
    """

    number: int
    statement: str
    horizon: str
    success: str
    source: str
    why: str
    link: str
    at: datetime | None
    themes: list[ThemeOut]


class ReachOut(Schema):
    """How many of those who may sign in have read a version, and when the token's person did; null: not yet."""

    people: int
    read: int
    own: datetime | None


class ThemeIn(Body):
    """A theme; ``continues`` is the id of the theme of the version before that it carries on."""

    name: str
    meaning: str = ""
    continues: int | None = None


class VisionIn(Body):
    """The next version. ``source`` is feedback, review, verdict or business, and needed from the second version on."""

    statement: str
    horizon: str
    success: str
    source: str = ""
    why: str = ""
    link: str = ""
    themes: list[ThemeIn] = []  # noqa: RUF012 Pydantic copies a default for each body


@router.get("/vision", response=VisionOut, auth=READ)
def vision(request: TokenRequest) -> VisionOut:
    """The vision as it stands."""
    found = queries.vision()
    if found is None:
        raise Http404("Nobody has published a vision yet.")
    return _vision(found)


@router.get("/vision/versions", response=list[VisionOut], auth=READ)
@paginate
def versions(request: TokenRequest) -> list[VisionOut]:
    """All published versions of the vision, newest first."""
    return [_vision(each) for each in queries.published()]


@router.get("/vision/versions/{number}", response=VisionOut, auth=READ)
def version(request: TokenRequest, number: int) -> VisionOut:
    """One published version."""
    return _vision(access.vision(request.auth.person, number))


@router.get("/vision/versions/{number}/reach", response=ReachOut, auth=READ)
def reach(request: TokenRequest, number: int) -> ReachOut:
    """Who has read a version: how many, and whether the token's person has."""
    return _reach(request, access.vision(request.auth.person, number))


@router.post("/vision/versions/{number}/acknowledgement", response={201: ReachOut}, auth=WRITE)
def acknowledge(request: TokenRequest, number: int) -> Status[ReachOut]:
    """Say that the token's person has read the version; saying so again changes nothing."""
    found = access.vision(request.auth.person, number)
    actions.acknowledge(request.auth.person, found)
    return Status(HTTPStatus.CREATED, _reach(request, found))


@router.get("/vision/draft", response=VisionOut, auth=READ)
def draft(request: TokenRequest, response: HttpResponse) -> VisionOut:
    """The draft of the next version, for leaders; with the ETag that a change of it names."""
    said = _vision(access.draft(request.auth.person))
    tag(response, said)
    return said


@router.put("/vision/draft", response=VisionOut, auth=WRITE)
def write_draft(request: TokenRequest, body: VisionIn, response: HttpResponse) -> VisionOut:
    """Write the draft, or begin one. Needs If-Match where there is one already."""
    require(request.auth.person, Role.LEADER)
    current, found = queries.vision(), queries.draft()
    if found:
        require_current(request, _vision(found))
    given = body.model_dump(exclude={"themes"}) | {"after": found.edition if found else 0}
    answers = checked(VisionForm({**given, "source": body.source or Source.BUSINESS}, current=current))
    themes = [ThemeWords(each.name, each.meaning, each.continues) for each in body.themes]
    actions.draft_vision(request.auth.person, themes=themes, **answers)
    return draft(request, response)


@router.post("/vision/draft/publication", response={201: VisionOut}, auth=WRITE)
def publish(request: TokenRequest) -> Status[VisionOut]:
    """Publish the draft: it stays as it is from now on, and everybody is asked to read it. Needs If-Match."""
    found = access.draft(request.auth.person)
    require_current(request, _vision(found))
    return Status(HTTPStatus.CREATED, _vision(actions.publish_draft(request.auth.person, found)))


@router.delete("/vision/draft", response={204: None}, auth=WRITE)
def discard(request: TokenRequest) -> Status[None]:
    """Discard the draft. Needs If-Match."""
    found = access.draft(request.auth.person)
    require_current(request, _vision(found))
    actions.discard_draft(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


def _reach(request: TokenRequest, found: Vision) -> ReachOut:
    known, own = queries.reach(found), queries.acknowledgement(request.auth.person, found)
    return ReachOut(people=known.people, read=known.read, own=own.at if own else None)


def _vision(found: Vision) -> VisionOut:
    return VisionOut(
        number=found.number,
        statement=found.statement,
        horizon=found.horizon,
        success=found.success,
        source=found.source,
        why=found.why,
        link=found.link,
        at=found.at,
        themes=[ThemeOut(id=each.pk, name=each.name, meaning=each.meaning) for each in found.themes.all()],
    )
