"""The addresses of the organisation: who the token acts for, people, teams, units, the audit trail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from hoshin.apps.accounts import queries, trail
from hoshin.apps.accounts.access import may_audit
from hoshin.apps.accounts.models import AuditLine, Person, Team, Unit
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.scopes import Area, Scope

router = Router(tags=["organisation"])
READ = Bearer(Scope(Area.ORGANISATION))


class PersonOut(Schema):
    """Somebody who signs in."""

    id: int
    name: str
    role: str
    team: str | None
    unit: str | None


class MeOut(PersonOut):
    """Whom the token acts for, and what it may do."""

    token: str
    scopes: list[str]
    expires_at: datetime


class TeamOut(Schema):
    """A team of people."""

    id: int
    name: str
    unit: int | None


class UnitOut(Schema):
    """A part of the business or of IT. ``parent`` and ``head`` are the numbers of a unit and of a person."""

    id: int
    name: str
    kind: str
    parent: int | None
    head: int | None


class ChangeOut(Schema):
    """One field that a write changed."""

    field: str
    before: str
    after: str


class AuditLineOut(Schema):
    """One write, as it was recorded. ``digest`` covers the line and the one before it."""

    number: int
    at: datetime
    person: str | None
    action: str
    subject: str
    detail: str
    changes: list[ChangeOut]
    digest: str

    @staticmethod
    def resolve_person(line: AuditLine) -> str | None:
        return line.person.name if line.person else None


def _team(person: Person) -> str | None:
    return person.team.name if person.team else None


def _unit(person: Person) -> str | None:
    found = person.unit or (person.team.unit if person.team else None)
    return found.name if found else None


@router.get("/me", response=MeOut)
def me(request: TokenRequest) -> MeOut:
    """Whom the token acts for, and what it may do."""
    token, person = request.auth, request.auth.person
    return MeOut(
        id=person.pk,
        name=person.name,
        role=person.role,
        team=_team(person),
        unit=_unit(person),
        token=token.name,
        scopes=[each.scope for each in token.scopes.all()],
        expires_at=token.expires_at,
    )


@router.get("/people", response=list[PersonOut], auth=READ)
@paginate
def people(request: TokenRequest) -> list[PersonOut]:
    """Everybody, by name; the unit is a person's own, or else that of the team."""
    return [
        PersonOut(id=each.pk, name=each.name, role=each.role, team=_team(each), unit=_unit(each))
        for each in queries.people()
    ]


@router.get("/teams", response=list[TeamOut], auth=READ)
@paginate
def teams(request: TokenRequest) -> list[TeamOut]:
    """All teams, by name."""
    return [_team_out(each) for each in queries.teams()]


@router.get("/units", response=list[UnitOut], auth=READ)
@paginate
def units(request: TokenRequest) -> list[UnitOut]:
    """All business units, by name."""
    return [_unit_out(each) for each in queries.units()]


@router.get("/audit", response=list[AuditLineOut], auth=READ)
@paginate
def audit(request: TokenRequest, words: str = "") -> QuerySet[AuditLine]:
    """The audit trail, newest first, narrowed to lines that hold all words. Administrators and auditors only."""
    may_audit(request.auth.person)
    return trail.lines(words=words)


def _team_out(found: Team) -> TeamOut:
    return TeamOut(id=found.pk, name=found.name, unit=found.unit_id)


def _unit_out(found: Unit) -> UnitOut:
    return UnitOut(id=found.pk, name=found.name, kind=found.kind, parent=found.parent_id, head=found.head_id)
