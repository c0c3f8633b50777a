"""The addresses of statuses: where everything stands by the rule, and what is shown beside it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.api.tokens import READ, WRITE
from hoshin.apps.reviews.forms.standing import OverrideForm
from hoshin.apps.reviews.reports import standings as report
from hoshin.apps.reviews.reports.standings import Row

router = Router(tags=["reviews"])


class ShownOut(Schema):
    """What somebody shows beside a derived status, until when."""

    status: str
    by: str
    reason: str
    until: date


class StandingOut(Schema):
    """Where an objective or initiative stands by the rule, why, and what is shown beside it; null where nothing is.

    ``by_numbers`` is what progress or verdict alone say.
    """

    kind: str
    id: int
    title: str
    owner: str
    status: str
    why: list[str]
    by_numbers: str
    shown: ShownOut | None


class OverrideIn(Body):
    """Which status is shown beside the derived one, why, and until when; an empty ``shown`` lifts it."""

    shown: str
    reason: str
    until: date


@router.get("/standing", response=list[StandingOut], auth=READ)
@paginate
def standings(request: TokenRequest) -> list[StandingOut]:
    """Where every objective and initiative that one sees stands, the worst first: as on all pages and in packs."""
    return [_standing(each) for each in _rows(request.auth.person)]


@router.post("/standing/{kind}/{pk}/overrides", response={201: StandingOut}, auth=WRITE)
def override(request: TokenRequest, kind: str, pk: int, body: OverrideIn) -> Status[StandingOut]:
    """Show another status beside the derived one of an ``objective`` or ``initiative``, by its number."""
    access.leads(request.auth.person)
    found = access.thing(request.auth.person, kind, pk)
    actions.override(request.auth.person, found, now=timezone.now(), **checked(OverrideForm(body.model_dump())))
    with readers.if_published() as reader:
        [row] = report.compose(report.alone(reader, found, timezone.localdate()))
    return Status(HTTPStatus.CREATED, _standing(row))


def _rows(person: Person) -> list[Row]:
    with readers.if_published() as reader:
        return report.compose(report.gather(reader, timezone.localdate(), person))


def _standing(row: Row) -> StandingOut:
    shown = row.shown
    return StandingOut(
        kind=row.kind,
        id=row.pk,
        title=row.title,
        owner=row.owner,
        status=row.derived.status,
        why=list(row.derived.why),
        by_numbers=row.by_numbers,
        shown=ShownOut(status=shown.status, by=shown.who, reason=shown.reason, until=shown.until) if shown else None,
    )
