"""Writes of the organisation, its business units and its teams."""

from __future__ import annotations

from django.db import transaction

from hoshin.apps.accounts.actions.recording import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import Meanwhile, held
from hoshin.apps.accounts.models import Organisation, Person, Team, Unit, UnitKind
from hoshin.eventlog.refused import Refused


class UnitInACircle(Refused):
    """A unit would be a part of itself."""


class UnitInUse(Refused):
    """A unit that has others below it is not removed."""


@transaction.atomic
def name_organisation(person: Person | None, name: str, *, version: int | None = None) -> Organisation:
    """Give the organisation its name, or a new one, as it was seen in ``version``. Raises Meanwhile."""
    known = Organisation.objects.first()
    if known is None and version:
        raise Meanwhile(name, 0)
    found = held(known, version) if known else Organisation(version=0)
    before, found.name = found.name, name
    found.version += 1
    found.save()
    record(person, "named the organisation", name, changes=changed({"name": before}, {"name": name}) if before else ())
    return found


@transaction.atomic
def make_team(by: Person | None, name: str, unit: Unit | None = None) -> Team:
    """A new team, in a unit."""
    team = Team.objects.create(name=name, unit=unit)
    record(by, "added a team", name, f"unit: {unit}" if unit else "")
    return team


@transaction.atomic
def change_team(by: Person | None, team: Team, *, name: str, unit: Unit | None, version: int | None = None) -> Team:
    """Give a team another name or unit, as it was seen in ``version``. Raises Meanwhile."""
    found = held(team, version)
    before = {"name": found.name, "unit": found.unit}
    found.name, found.unit = name, unit
    found.version += 1
    found.save()
    record(by, "changed a team", name, changes=changed(before, {"name": name, "unit": unit}))
    return found


@transaction.atomic
def write_unit(
    by: Person | None,
    *,
    name: str,
    kind: str = UnitKind.BUSINESS,
    parent: Unit | None = None,
    head: Person | None = None,
    unit: Unit | None = None,
    version: int | None = None,
) -> Unit:
    """A new unit, or ``unit`` anew as it was seen in ``version``. Raises UnitInACircle and Meanwhile."""
    found = held(unit, version) if unit else Unit(version=0)
    if unit and parent and parent.pk in below(unit):
        raise UnitInACircle(f"{parent.name} is a part of {found.name}, or is it: choose a unit that is not.")
    before = _told(found)
    found.name, found.kind, found.parent, found.head = name, UnitKind(kind), parent, head
    found.version += 1
    found.save()
    if unit:
        record(by, "changed a unit", name, changes=changed(before, _told(found)))
    else:
        record(by, "added a unit", name, "; ".join(f"{field}: {said}" for field, said in _told(found).items() if said))
    return found


@transaction.atomic
def drop_unit(by: Person, unit: Unit) -> None:
    """Remove a unit that has no others below it; what was in it is in none. Raises UnitInUse."""
    if unit.children.exists():
        raise UnitInUse(f"Other units are parts of {unit.name}: give them another place first.")
    record(by, "removed a unit", unit.name)
    unit.delete()


def below(unit: Unit) -> set[int]:
    """The unit and all that are parts of it."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    found = {unit.pk}
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _told(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "kind": UnitKind(unit.kind).label,
        "part of": unit.parent,
        "head": unit.head,
    }
