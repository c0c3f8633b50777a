"""Writes of people."""

from __future__ import annotations

from django.db import transaction

from hoshin.apps.accounts.actions.recording import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person, Role, Team, Unit
from hoshin.eventlog.refused import Refused


class LastAdministrator(Exception):
    """Nobody else is an active administrator: make another one first, so that somebody can still manage people."""

    def __str__(self) -> str:
        return str(self.__doc__)


class LedInACircle(Refused):
    """Somebody would lead themselves, over the people whom they lead."""


@transaction.atomic
def make_person(
    by: Person | None,
    *,
    username: str,
    name: str,
    password: str,
    role: str,
    team: Team | None = None,
    unit: Unit | None = None,
) -> Person:
    """A new person who can sign in. ``by`` is None only for the first administrator."""
    person = Person.objects.create_person(username, password, name=name, role=role, team=team)
    if unit:
        person.unit = unit
        person.save(update_fields=["unit"])
    record(by, "added a person", name, f"role: {Role(role).label}")
    return person


@transaction.atomic
def change_person(
    by: Person,
    person: Person,
    *,
    role: str,
    team: Team | None,
    is_active: bool,
    unit: Unit | None = None,
    version: int | None = None,
) -> None:
    """Change role, team, unit or whether the person may sign in, as they were seen in ``version``.

    Raises LastAdministrator and Meanwhile.
    """
    found = held(person, version)
    loses = found.may_administer and not (is_active and role == Role.ADMINISTRATOR)
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=found.pk)
    if loses and not others.exists():
        raise LastAdministrator
    before = _standing(found)
    found.role, found.team, found.unit, found.is_active = role, team, unit, is_active
    found.version += 1
    found.save(update_fields=["role", "team", "unit", "is_active", "version"])
    if changes := changed(before, _standing(found)):
        record(by, "changed a person", found.name, changes=changes)


def _standing(person: Person) -> dict[str, object]:
    return {
        "role": Role(person.role).label,
        "team": person.team,
        "unit": person.unit,
        "may sign in": "yes" if person.is_active else "no",
    }


@transaction.atomic
def place_person(
    by: Person | None,
    person: Person,
    *,
    manager: Person | None,
    is_hr: bool = False,
    email: str = "",
    version: int | None = None,
) -> None:
    """Say who leads a person, whether they are human resources, and where mail reaches them, as seen in ``version``.

    Raises LedInACircle and Meanwhile.
    """
    stored = held(person, version).version
    if line := _circle(person, manager):
        names = " leads ".join(each.name for each in line)
        raise LedInACircle(f"Nobody can lead themselves: {names}. Choose somebody whom {person.name} does not lead.")
    before = _place(person)
    person.manager, person.is_hr, person.email, person.version = manager, is_hr, email, stored + 1
    person.save(update_fields=["manager", "is_hr", "email", "version"])
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
