"""The addresses of initiatives: drafts, sealed claims, verdicts."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.keeping import KeepingForm
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import access, actions, integrity, queries
from hoshin.apps.portfolios.forms.check_ins import CheckInForm
from hoshin.apps.portfolios.forms.claims import ClaimForm
from hoshin.apps.portfolios.models import Category, Claim, Initiative, InitiativeCheckIn
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.kept import KeptIn, kept
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy import queries as strategy

router = Router(tags=["initiatives"])
READ, WRITE = Bearer(Scope(Area.INITIATIVES)), Bearer(Scope(Area.INITIATIVES, writing=True))


class ClaimOut(Schema):
    """What an initiative says that it will do; sealed, so it never changes. ``size`` is a share: 0.2 is a fifth."""

    metric: str
    towards: str
    size: float
    seal: str


class ClaimInFull(ClaimOut):
    """With who sealed it and when, word for word as it was sealed; the newest one holds.

    ``sound`` says whether what is stored is still what was sealed, by a definition that is known.
    """

    person: int | None
    at: datetime
    text: str
    sound: bool


class ClaimIn(Body):
    """What it will do: ``towards`` is up or down, ``size`` a share above 0; ``guardrails`` must not get worse."""

    metric: str
    towards: str
    size: float
    guardrails: list[str] = []  # noqa: RUF012


class InitiativeCheckInOut(Schema):
    """How the work stands, as somebody said: how sure, from 0 to 10, that it is done when planned, and why."""

    at: datetime
    person: int | None
    confidence: int
    done: bool
    note: str


class InitiativeCheckInIn(Body):
    """How the work stands."""

    confidence: int
    note: str
    done: bool = False


class InitiativeOut(Schema):
    """What is done, where, from when. ``starts`` holds a day for each value where they start one after the other."""

    slug: str
    title: str
    description: str
    category: str
    owner: int | None
    unit: int | None
    confidential: bool
    key_result: int | None
    desk: str
    dimension: str
    values: list[str]
    start: date
    end: date | None
    starts: dict[str, date]
    claim: ClaimOut | None


class InitiativeIn(KeptIn):
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
    return [_initiative(each) for each in queries.initiatives(request.auth.person)]


@router.post("/initiatives", response={201: InitiativeOut}, auth=WRITE)
def draft(request: TokenRequest, body: InitiativeIn, response: HttpResponse) -> Status[InitiativeOut]:
    """Draft an initiative. Its claim is sealed by another request, before it starts."""
    require(request.auth.person, Role.MEMBER)
    made = actions.write_initiative(request.auth.person, **_answers(request.auth.person, body, None))
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
    answers = _answers(request.auth.person, body, found)
    actions.write_initiative(request.auth.person, **answers, initiative=found, version=found.version)
    return initiative(request, slug, response)


@router.delete("/initiatives/{slug}", response={204: None}, auth=WRITE)
def discard(request: TokenRequest, slug: str) -> Status[None]:
    """Discard a draft. Needs If-Match."""
    found = access.to_change(request.auth.person, slug)
    require_current(request, _initiative(found))
    actions.discard(request.auth.person, found)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.get("/initiatives/{slug}/claims", response=list[ClaimInFull], auth=READ)
def claims(request: TokenRequest, slug: str) -> list[ClaimInFull]:
    """All sealed claims of an initiative, the newest, which holds, last."""
    found = access.initiative(request.auth.person, slug)
    return [_claim(found, each) for each in found.claims.all()]


@router.post("/initiatives/{slug}/claims", response={201: ClaimInFull}, auth=WRITE)
def seal(request: TokenRequest, slug: str, body: ClaimIn) -> Status[ClaimInFull]:
    """Seal what an initiative will do, or supersede the claim that holds; before its start. Needs If-Match."""
    found = access.initiative(request.auth.person, slug, needs=Role.LEADER)
    require_current(request, _initiative(found))
    form = ClaimForm(body.model_dump() | {"size": body.size * 100})
    given = checked(form)
    how = queries.design(queries.foreseen_now(found, form.claim))
    made = actions.seal(request.auth.person, found, **given, design=how, now=timezone.now())
    return Status(HTTPStatus.CREATED, _claim(access.initiative(request.auth.person, slug), made))


@router.get("/initiatives/{slug}/check-ins", response=list[InitiativeCheckInOut], auth=READ)
def check_ins(request: TokenRequest, slug: str) -> list[InitiativeCheckInOut]:
    """What was said of the work, the newest first."""
    return [_check_in(each) for each in access.initiative(request.auth.person, slug).check_ins.all()]


@router.post("/initiatives/{slug}/check-ins", response={201: InitiativeCheckInOut}, auth=WRITE)
def check_in(request: TokenRequest, slug: str, body: InitiativeCheckInIn) -> Status[InitiativeCheckInOut]:
    """Say how the work stands, from its start on."""
    found = access.initiative(request.auth.person, slug, needs=Role.MEMBER)
    given = checked(CheckInForm(body.model_dump()))
    made = actions.check_in(request.auth.person, found, **given, now=timezone.now())
    return Status(HTTPStatus.CREATED, _check_in(made))


@router.get("/initiatives/{slug}/verdict", response=dict[str, object], auth=READ)
def verdict(request: TokenRequest, slug: str) -> dict[str, object]:
    """What the initiative did, as hoshin verdict --json prints it."""
    return report.plain(queries.verdict_of(access.initiative(request.auth.person, slug).slug))


def _answers(person: Person, body: InitiativeIn, found: Initiative | None) -> dict[str, Any]:
    wrong = []
    owner = Person.objects.filter(pk=body.owner, is_active=True).first()
    if owner is None:
        wrong.append(Wrong("/owner", f"There is nobody of number {body.owner} who may sign in."))
    served = strategy.key_results(person).filter(pk=body.key_result).first() if body.key_result else None
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
    who = checked(KeepingForm(kept(body, found)))
    return body.model_dump() | who | {"owner": owner, "key_result": served, "starts": body.starts or None}


def _claim(found: Initiative, claim: Claim) -> ClaimInFull:
    return ClaimInFull(
        metric=claim.metric,
        towards=claim.towards,
        size=claim.size,
        seal=claim.seal,
        person=claim.person_id,
        at=claim.at,
        text=claim.text,
        sound=integrity.check(found, claim, definitions.catalogue()).sound,
    )


def _check_in(found: InitiativeCheckIn) -> InitiativeCheckInOut:
    return InitiativeCheckInOut(
        at=found.at, person=found.person_id, confidence=found.confidence, done=found.done, note=found.note
    )


def _initiative(found: Initiative) -> InitiativeOut:
    claim = found.claim
    return InitiativeOut(
        slug=found.slug,
        title=found.title,
        description=found.description,
        category=found.category,
        owner=found.owner_id,
        unit=found.unit_id,
        confidential=found.confidential,
        key_result=found.key_result_id,
        desk=found.desk,
        dimension=found.dimension,
        values=list(found.scope_values),
        start=found.start,
        end=found.end,
        starts=dict(found.starts),
        claim=ClaimOut(metric=claim.metric, towards=claim.towards, size=claim.size, seal=claim.seal) if claim else None,
    )
