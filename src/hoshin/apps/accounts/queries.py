"""Reads of organisation, people and teams."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from hoshin.apps.accounts.models import AuditLine, Organisation, Person, Team, Unit

DEFAULT_NAME = "Your organisation"


@dataclass(frozen=True)
class Branch:
    """A unit with the units that are parts of it; ``people`` counts those of the unit itself and of its teams."""

    unit: Unit
    people: int
    branches: tuple[Branch, ...]


def organisation() -> Organisation | None:
    """The organisation; None until somebody gives it a name."""
    return Organisation.objects.first()


def organisation_name() -> str:
    """The organisation's name, or a placeholder until somebody gives it one."""
    found = organisation()
    return found.name if found else DEFAULT_NAME


def people() -> QuerySet[Person]:
    """Everybody, with their team and unit, by name."""
    return Person.objects.select_related("team__unit", "unit")


def teams() -> QuerySet[Team]:
    """All teams by name, people included."""
    return Team.objects.select_related("unit").prefetch_related("people")


def units() -> QuerySet[Unit]:
    """All units by name, with head and what they are parts of, their teams and people included."""
    return Unit.objects.select_related("head", "parent").prefetch_related("teams__people", "people")


def tree() -> tuple[Branch, ...]:
    """The units as they are parts of each other, by name; those at the top first."""
    found = list(units())

    def parts_of(parent: int | None) -> tuple[Branch, ...]:
        return tuple(Branch(each, _strength(each), parts_of(each.pk)) for each in found if each.parent_id == parent)

    return parts_of(None)


def _strength(unit: Unit) -> int:
    own = {each.pk for each in unit.people.all() if each.is_active}
    # Somebody with a unit of their own belongs there, whatever their team belongs to.
    of_teams = {p.pk for team in unit.teams.all() for p in team.people.all() if p.is_active and p.unit_id is None}
    return len(own | of_teams)


def sizes() -> QuerySet[Team]:
    """All teams by name, each with the number of its people as ``size``."""
    return Team.objects.select_related("unit").annotate(size=Count("people"))


def nobody_yet() -> bool:
    """Whether the first administrator has still to be made."""
    return not Person.objects.exists()


def recent_audit(limit: int = 50) -> QuerySet[AuditLine]:
    """The newest lines of the audit trail."""
    return AuditLine.objects.select_related("person").prefetch_related("changes")[:limit]
