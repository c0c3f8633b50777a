"""The addresses of decisions: made, corrected, amended, checked."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import decisions as actions
from hoshin.apps.reviews.api.tokens import READ, WRITE
from hoshin.apps.reviews.forms.decisions import ChangeDecisionForm, DecisionForm, OutcomeForm
from hoshin.apps.reviews.forms.searching import RESULTS
from hoshin.apps.reviews.models import Decision
from hoshin.apps.reviews.queries import outcomes
from hoshin.apps.reviews.reports import came_of_it

router = Router(tags=["reviews"])


class OutcomeOut(Schema):
    """How a decision came out when it was checked."""

    result: str
    sentence: str


class AmendmentOut(Schema):
    """A change after the minutes were frozen; ``changes`` holds field, what stood there, what stands there since."""

    why: str
    by: str
    at: datetime
    changes: list[tuple[str, str, str]]


class DecisionOut(Schema):
    """What a forum decided; ``due`` is when it is checked next, null once that is settled."""

    id: int
    forum: int
    review: int
    title: str
    reason: str
    others: list[str]
    expected: str
    decided_by: str | None
    on: date
    due: date | None
    initiative: str | None
    key_result: int | None
    outcomes: list[OutcomeOut]
    amendments: list[AmendmentOut]


class DecisionIn(Body):
    """A decision: what, among which ``others``, why, what is expected, and when that is checked.

    A key result or a sealed initiative (its slug) tells later what came of it. ``decides`` is a person, null the forum.
    ``why`` is the reason of an amendment, once the review is closed.
    """

    title: str
    reason: str
    expected: str
    due: date | None = None
    others: list[str] = []  # noqa: RUF012 Pydantic copies a default for each body
    key_result: int | None = None
    initiative: str | None = None
    decides: int | None = None
    why: str = ""


class OutcomeIn(Body):
    """How it came out: as expected, partly, not, cannot tell; ``again`` has it checked once more on a day."""

    result: str
    sentence: str
    again: date | None = None


@router.get("/decisions", response=list[DecisionOut], auth=READ)
@paginate
def decisions(request: TokenRequest, words: str = "", result: str = "") -> list[DecisionOut]:
    """The decisions of the forums that one sees, newest first; ``words`` and ``result`` narrow them, "open" is one."""
    known = outcomes.search(outcomes.decisions(request.auth.person), words, None, result)
    return [
        said(each, request.auth.person)
        for each in known.select_related(
            "initiative__unit", "initiative__key_result__objective__unit", "key_result__objective__unit"
        ).prefetch_related("options", "amendments__fields", "amendments__person")
    ]


@router.get("/decisions/{pk}", response=DecisionOut, auth=READ)
def decision(request: TokenRequest, pk: int, response: HttpResponse) -> DecisionOut:
    """One decision with how it came out and what was amended, with the ETag that a change of it names."""
    found = said(access.decision(request.auth.person, pk), request.auth.person)
    tag(response, found)
    return found


@router.post("/reviews/{pk}/decisions", response={201: DecisionOut}, auth=WRITE)
def decide(request: TokenRequest, pk: int, body: DecisionIn, response: HttpResponse) -> Status[DecisionOut]:
    """Write down what an open review decided."""
    found = access.review(request.auth.person, pk, to_take_part=True)
    answers = checked(DecisionForm(_filled(body), review=found))
    made = actions.decide(request.auth.person, found, **answers)
    return Status(HTTPStatus.CREATED, decision(request, made.pk, response))


@router.put("/decisions/{pk}", response=DecisionOut, auth=WRITE)
def change(request: TokenRequest, pk: int, body: DecisionIn, response: HttpResponse) -> DecisionOut:
    """Correct a decision while its review is open, or amend it afterwards, with ``why``. Needs If-Match."""
    found = access.decision(request.auth.person, pk, to_take_part=True)
    require_current(request, said(found, request.auth.person))
    form = ChangeDecisionForm(_filled(body) | {"version": found.version}, decision=found)
    checked(form)
    actions.change(request.auth.person, found, now=timezone.now(), **form.answers)
    return decision(request, pk, response)


@router.post("/decisions/{pk}/outcomes", response={201: DecisionOut}, auth=WRITE)
def settle(request: TokenRequest, pk: int, body: OutcomeIn, response: HttpResponse) -> Status[DecisionOut]:
    """Say how a decision came out; what number or verdict say now is kept with it."""
    found = access.decision(request.auth.person, pk, to_take_part=True)
    answers = checked(OutcomeForm(body.model_dump(), results=RESULTS))
    with readers.if_published() as reader:
        seen = came_of_it.words(came_of_it.compose(came_of_it.gather(reader, found, timezone.localdate())))
    actions.settle(request.auth.person, found, seen=seen, now=timezone.now(), **answers)
    return Status(HTTPStatus.CREATED, decision(request, pk, response))


def _filled(body: DecisionIn) -> dict[str, Any]:
    """The body as the page's own form takes it."""
    initiative = portfolios.initiatives().filter(slug=body.initiative).first() if body.initiative else None
    if body.initiative and initiative is None:
        raise unfit(Wrong("/initiative", f"There is no initiative '{body.initiative}'."))
    filled = body.model_dump() | {"initiative": initiative.pk if initiative else None}
    return filled | {"others": "\n".join(body.others)}


def said(found: Decision, person: Person) -> DecisionOut:
    """A decision as somebody is told it."""
    initiative = found.initiative if found.initiative and portfolios.seen_by(person, found.initiative) else None
    shown = found.key_result if found.key_result and sees(person, found.key_result.objective) else None
    return DecisionOut(
        id=found.pk,
        forum=found.forum_id,
        review=found.review_id,
        title=found.title,
        reason=found.reason,
        others=[each.words for each in found.options.all() if not each.chosen],
        expected=found.expected,
        decided_by=found.person.name if found.person else None,
        on=found.on,
        due=found.due,
        initiative=initiative.slug if initiative else None,
        key_result=shown.pk if shown else None,
        outcomes=[OutcomeOut(result=each.result, sentence=each.sentence) for each in found.outcomes.all()],
        amendments=[
            AmendmentOut(
                why=each.why,
                by=each.person.name if each.person else "Hoshin",
                at=each.at,
                changes=[(field.field, field.before, field.after) for field in each.fields.all()],
            )
            for each in found.amendments.all()
        ],
    )
