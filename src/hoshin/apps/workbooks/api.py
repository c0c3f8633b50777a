"""The addresses of workbooks: the direction as it stands as a file; what one would do, and doing it."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import readers
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.problems import Problem
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.workbooks import actions, files
from hoshin.apps.workbooks.confirming import confirm
from hoshin.apps.workbooks.plan import Plan
from hoshin.apps.workbooks.planning import plan
from hoshin.apps.workbooks.reports import direction
from hoshin.connectors.sheets import LARGEST

router = Router(tags=["direction"])
READ, WRITE = Bearer(Scope(Area.DIRECTION)), Bearer(Scope(Area.DIRECTION, writing=True))
ALSO = Scope(Area.INITIATIVES, writing=True)


class RowChangeOut(Schema):
    """One field of a row, in words: what stands there, and what would."""

    field: str
    before: str
    after: str


class WrongOut(Schema):
    """Why a row cannot be taken: the column (empty: the whole row), what was found, and what to do."""

    column: str
    found: str
    reason: str


class RowOut(Schema):
    """One row that is new, changed or rejected."""

    sheet: str
    row: int
    title: str
    outcome: str
    changes: list[RowChangeOut]
    wrong: list[WrongOut]


class PlanOut(Schema):
    """What a workbook would do, or did. ``digest`` names it; rows that stay as they are are counted alone."""

    digest: str
    new: int
    changed: int
    same: int
    rejected: int
    rows: list[RowOut]
    ignored: dict[str, list[str]]


@router.get("/workbook", auth=READ)
def as_it_stands(request: TokenRequest) -> HttpResponse:
    """The direction as it stands, as an Excel workbook."""
    with readers.if_published() as reader:
        return files.xlsx(direction.compose(direction.gather(request.auth.person, reader)), "direction")


@router.post("/workbook", response=PlanOut, auth=WRITE)
def look(request: TokenRequest, file: File[UploadedFile]) -> dict[str, object]:
    """Say what a workbook (.xlsx, or one sheet as .csv) would do. Nothing is written."""
    return files.plain(_plan(request, file))


@router.post("/workbook/confirm", response=PlanOut, auth=WRITE)
def take_in(request: TokenRequest, seen: str, file: File[UploadedFile]) -> dict[str, object]:
    """Write the rows of a workbook that can be taken. ``seen`` is the digest that looking at it answered."""
    require(request.auth.person, Role.MEMBER)
    if not request.auth.covers(ALSO):
        raise Problem(HTTPStatus.FORBIDDEN, f"A workbook holds initiatives as well: this needs the scope {ALSO} too.")
    with readers.if_published() as reader:
        try:
            return files.plain(
                confirm(request.auth.person, file.read(LARGEST + 1), file.name or "workbook", reader, seen=seen)
            )
        except actions.Moved as refusal:
            raise Problem(HTTPStatus.CONFLICT, str(refusal)) from refusal


def _plan(request: TokenRequest, file: UploadedFile) -> Plan:
    require(request.auth.person, Role.MEMBER)
    with readers.if_published() as reader:
        return plan(request.auth.person, file.read(LARGEST + 1), file.name or "workbook", reader)
