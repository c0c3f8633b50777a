"""The addresses of initiatives: drafts, sealed claims, verdicts."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.portfolios import access, actions, queries
from hoshin.apps.portfolios.models import Category, Initiative
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy.models import KeyResult

router = Router(tags=["initiatives"])
READ, WRITE = Bearer(Scope(Area.INITIATIVES)), Bearer(Scope(Area.INITIATIVES, writing=True))


class ClaimOut(Schema):
    """What an initiative says that it will do; sealed, so it never changes. ``size`` is a share: 0.2 is a fifth."""

    metric: str
    towards: str
    size: float
    seal: str


class InitiativeOut(Schema):
    """What is done, where, from when. ``starts`` holds a day for each value where they start one after the other."""

    slug: str
    title: str
    description: str
    category: str
    owner: int | None
    key_result: int | None
    desk: str
    dimension: str
    values: list[str]
    start: date
    end: date | None
    starts: dict[str, date]
    claim: ClaimOut | None


class InitiativeIn(Body):
    """A draft. ``values`` are those of one dimension, such as two groups; whatever stays outside is the comparison."""

    title: str
    description: str = ""
    category: str = ""
    owner: int
    key_result: int | None = None
    desk: str = ""
    dimension: str
    values: list[str]
    start: date
    end: date | None = None
    starts: dict[str, date] = {}  # noqa: RUF012 Pydantic copies a default for each body


@router.get("/initiatives", response=list[InitiativeOut], auth=READ)
@paginate
def initiatives(request: TokenRequest) -> list[InitiativeOut]:
    """All initiatives, drafts included."""
    return [_initiative(each) for each in queries.initiatives()]


@router.post("/initiatives", response={201: InitiativeOut}, auth=WRITE)
def draft(request: TokenRequest, body: InitiativeIn, response: HttpResponse) -> Status[InitiativeOut]:
    """Draft an initiative. Its claim is sealed in the browser, where its chances are shown first."""
    require(request.auth.person, Role.MEMBER)
    made = actions.write_initiative(request.auth.person, **_answers(body))
    return Status(HTTPStatus.CREATED, initiative(request, made.slug, response))


@router.get("/initiatives/{slug}", response=InitiativeOut, auth=READ)
def initiative(request: TokenRequest, slug: str, response: HttpResponse) -> InitiativeOut:
    """One initiative, with the ETag that a change of it names."""
    said = _initiative(access.initiative(request.auth.person, slug))
    tag(response, said)
    return said


@router.put("/initiatives/{slug}", response=InitiativeOut, auth=WRITE)
def change(request: TokenRequest, slug: str, body: InitiativeIn, response: HttpResponse) -> InitiativeOut:
    """Change an initiative; of a sealed one only what its claim does not rest on. Needs If-Match."""
    found = access.to_change(request.auth.person, slug)
    require_current(request, _initiative(found))
    actions.write_initiative(request.auth.person, **_answers(body), initiative=found)
    return initiative(request, slug, response)


@router.delete("/initiatives/{slug}", response={204: None}, auth=WRITE)
def discard(request: TokenRequest, slug: str) -> Status[None]:
    """Discard a draft. Needs If-Match."""
    found = access.to_change(request.auth.person, slug)
    require_current(request, _initiative(found))
    actions.discard(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.get("/initiatives/{slug}/verdict", response=dict[str, object], auth=READ)
def verdict(request: TokenRequest, slug: str) -> dict[str, object]:
    """What the initiative did, as hoshin verdict --json prints it."""
    return report.plain(queries.verdict_of(access.initiative(request.auth.person, slug).slug))


def _answers(body: InitiativeIn) -> dict[str, Any]:
    wrong = []
    owner = Person.objects.filter(pk=body.owner, is_active=True).first()
    if owner is None:
        wrong.append(Wrong("/owner", f"There is nobody of number {body.owner} who may sign in."))
    served = KeyResult.objects.filter(pk=body.key_result).first() if body.key_result else None
    if body.key_result and served is None:
        wrong.append(Wrong("/key_result", f"There is no key result {body.key_result}."))
    if body.end is not None and body.end <= body.start:
        wrong.append(Wrong("/end", "It has to end after it starts."))
    if body.category not in ("", *Category.values):
        wrong.append(Wrong("/category", f"There is no such kind: give one of {', '.join(Category.values)}, or none."))
    if not body.title.strip() or len(body.title) > 160:
        wrong.append(Wrong("/title", "A title has 1 to 160 characters."))
    if wrong:
        raise unfit(*wrong)
    return body.model_dump() | {"owner": owner, "key_result": served, "starts": body.starts or None}


def _initiative(found: Initiative) -> InitiativeOut:
    claim = found.claim
    return InitiativeOut(
        slug=found.slug,
        title=found.title,
        description=found.description,
        category=found.category,
        owner=found.owner_id,
        key_result=found.key_result_id,
        desk=found.desk,
        dimension=found.dimension,
        values=list(found.scope_values),
        start=found.start,
        end=found.end,
        starts=dict(found.starts),
        claim=ClaimOut(metric=claim.metric, towards=claim.towards, size=claim.size, seal=claim.seal) if claim else None,
    )
