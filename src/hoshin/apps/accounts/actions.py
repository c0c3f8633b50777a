"""Writes of organisation, people, teams and the audit trail."""

from __future__ import annotations

from django.db import transaction

from hoshin.apps.accounts.models import AuditLine, Organisation, Person, Role, Team
from hoshin.eventlog.refused import Refused


class LastAdministrator(Exception):
    """Nobody else is an active administrator: make another one first, so that somebody can still manage people."""

    def __str__(self) -> str:
        return str(self.__doc__)


class LedInACircle(Refused):
    """Somebody would lead themselves, over the people whom they lead."""


def record(person: Person | None, action: str, subject: str, detail: str = "") -> None:
    """Add one line to the audit trail; call it inside the transaction of the write that it tells of."""
    AuditLine.objects.create(person=person, action=action, subject=subject[:200], detail=detail)


@transaction.atomic
def name_organisation(person: Person | None, name: str) -> Organisation:
    """Give the organisation its name, or a new one."""
    organisation = Organisation.objects.first() or Organisation()
    before, organisation.name = organisation.name, name
    organisation.save()
    record(person, "named the organisation", name, f"before: {before}" if before else "")
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
    before = f"{Role(person.role).label}, {person.team or 'no team'}, {'active' if person.is_active else 'closed'}"
    person.role, person.team, person.is_active = role, team, is_active
    person.save(update_fields=["role", "team", "is_active"])
    after = f"{Role(role).label}, {team or 'no team'}, {'active' if is_active else 'closed'}"
    record(by, "changed a person", person.name, f"{before} → {after}")


@transaction.atomic
def place_person(
    by: Person | None, person: Person, *, manager: Person | None, is_hr: bool = False, email: str = ""
) -> None:
    """Say who leads a person, whether they are human resources, and where mail reaches them. Raises LedInACircle."""
    if line := _circle(person, manager):
        names = " leads ".join(each.name for each in line)
        raise LedInACircle(f"Nobody can lead themselves: {names}. Choose somebody whom {person.name} does not lead.")
    before = _place_words(person)
    person.manager, person.is_hr, person.email = manager, is_hr, email
    person.save(update_fields=["manager", "is_hr", "email"])
    if before != _place_words(person):
        record(by, "placed a person", person.name, f"{before} → {_place_words(person)}")


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


def _place_words(person: Person) -> str:
    led = f"led by {person.manager.name}" if person.manager else "led by nobody"
    return f"{led}{', human resources' if person.is_hr else ''}{', told by mail' if person.email else ''}"


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
