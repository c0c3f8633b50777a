"""Writes of organisation, people, teams and the audit trail."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from hoshin.apps.accounts import chain
from hoshin.apps.accounts.chain import Change, changed
from hoshin.apps.accounts.models import AuditChange, AuditLine, Organisation, Person, Role, Team
from hoshin.eventlog.refused import Refused

CHAIN = 0x48_4F_53_48
"""The lock under which a line finds the one before it."""


class LastAdministrator(Exception):
    """Nobody else is an active administrator: make another one first, so that somebody can still manage people."""

    def __str__(self) -> str:
        return str(self.__doc__)


class LedInACircle(Refused):
    """Somebody would lead themselves, over the people whom they lead."""


def record(
    person: Person | None, action: str, subject: str, detail: str = "", *, changes: tuple[Change, ...] = ()
) -> None:
    """Add one line to the audit trail; call it inside the transaction of the write that it tells of.

    ``changes`` are the fields that the write changed, of something that was there before (``chain.changed``).
    """
    if connection.vendor == "postgresql":
        # SQLite lets one transaction write at a time; here the next line has to wait for this one's end.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
    last = AuditLine.objects.only("number", "digest").first()
    line = chain.Line(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        person=person.pk if person else None,
        action=action,
        subject=subject[:200],
        detail=detail,
        changes=changes,
    )
    row = AuditLine.objects.create(
        number=line.number,
        at=line.at,
        person=person,
        action=line.action,
        subject=line.subject,
        detail=line.detail,
        digest=chain.digest(last.digest if last else chain.BEFORE_ALL, line),
    )
    AuditChange.objects.bulk_create(
        AuditChange(line=row, field=each.field, before=each.before, after=each.after) for each in changes
    )


@transaction.atomic
def name_organisation(person: Person | None, name: str) -> Organisation:
    """Give the organisation its name, or a new one."""
    organisation = Organisation.objects.first() or Organisation()
    before, organisation.name = organisation.name, name
    organisation.save()
    record(person, "named the organisation", name, changes=changed({"name": before}, {"name": name}) if before else ())
    return organisation


@transaction.atomic
def make_person(
    by: Person | None, *, username: str, name: str, password: str, role: str, team: Team | None = None
) -> Person:
    """A new person who can sign in. ``by`` is None only for the first administrator."""
    person = Person.objects.create_person(username, password, name=name, role=role, team=team)
    record(by, "added a person", name, f"role: {Role(role).label}")
    return person


@transaction.atomic
def change_person(by: Person, person: Person, *, role: str, team: Team | None, is_active: bool) -> None:
    """Change role, team or whether the person may sign in; refuse to lose the last administrator."""
    loses = person.may_administer and not (is_active and role == Role.ADMINISTRATOR)
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if loses and not others.exists():
        raise LastAdministrator
    before = _standing(person)
    person.role, person.team, person.is_active = role, team, is_active
    person.save(update_fields=["role", "team", "is_active"])
    record(by, "changed a person", person.name, changes=changed(before, _standing(person)))


def _standing(person: Person) -> dict[str, object]:
    return {
        "role": Role(person.role).label,
        "team": person.team,
        "may sign in": "yes" if person.is_active else "no",
    }


@transaction.atomic
def place_person(
    by: Person | None, person: Person, *, manager: Person | None, is_hr: bool = False, email: str = ""
) -> None:
    """Say who leads a person, whether they are human resources, and where mail reaches them. Raises LedInACircle."""
    if line := _circle(person, manager):
        names = " leads ".join(each.name for each in line)
        raise LedInACircle(f"Nobody can lead themselves: {names}. Choose somebody whom {person.name} does not lead.")
    before = _place(person)
    person.manager, person.is_hr, person.email = manager, is_hr, email
    person.save(update_fields=["manager", "is_hr", "email"])
    if changes := changed(before, _place(person)):
        record(by, "placed a person", person.name, changes=changes)


def _circle(person: Person, manager: Person | None) -> list[Person]:
    """The line from ``person`` down to ``manager`` and back to ``person``, where there is one; else empty."""
    line: list[Person] = []
    known = {each.pk: each for each in Person.objects.select_for_update()}
    above = manager
    while above is not None and above.pk not in {each.pk for each in line}:
        line.append(above)
        if above.pk == person.pk:
            return [*reversed(line), person]
        above = known.get(above.manager_id) if above.manager_id else None
    return []


def _place(person: Person) -> dict[str, object]:
    return {
        "manager": person.manager,
        "human resources": "yes" if person.is_hr else "no",
        "told by mail": "yes" if person.email else "no",
    }


@transaction.atomic
def set_password(by: Person | None, person: Person, password: str) -> None:
    """Give a person a new password."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by, "set a password", person.name)


@transaction.atomic
def make_team(by: Person | None, name: str) -> Team:
    """A new team."""
    team = Team.objects.create(name=name)
    record(by, "added a team", name)
    return team
