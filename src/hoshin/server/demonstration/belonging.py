"""Who belongs where in the demonstration, who heads what, and the little that not everybody sees."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from hoshin.apps.accounts import actions as accounts
from hoshin.apps.accounts.models import Person, Role, Team, Unit, UnitKind
from hoshin.apps.reviews.models import Risk
from hoshin.apps.strategy import actions as strategy
from hoshin.apps.strategy.models import Level, Objective
from hoshin.simulation.organisation import Demonstration

UNITS = (
    ("Halvorsund Freight", UnitKind.BUSINESS, "", ""),
    ("Freight Europe", UnitKind.BUSINESS, "Halvorsund Freight", ""),
    ("Freight Americas", UnitKind.BUSINESS, "Halvorsund Freight", ""),
    ("Depots and warehouses", UnitKind.BUSINESS, "Halvorsund Freight", "karim"),
    ("Information technology", UnitKind.IT, "Halvorsund Freight", "ines"),
    ("Service operations", UnitKind.IT, "Information technology", "tomas"),
    ("Depot technology", UnitKind.IT, "Information technology", "mei"),
)
"""Name, kind, what it is a part of, who heads it."""
TEAMS = {
    "IT Operations": "Information technology",
    "Service Desk": "Service operations",
    "Depot Systems": "Depot technology",
}
AUDITOR = "oskar"


def tell(story: Demonstration, people: Mapping[str, Person], password: str) -> None:
    """Write the units, whose teams, objectives and risks are, an auditor, and an objective that few may see."""
    cast = {each.username: each for each in Person.objects.all()}
    first = people[story.people[0].username]
    if not set(cast) >= {head for *_, head in UNITS if head} or not set(story.teams) >= set(TEAMS):
        return
    units: dict[str, Unit] = {}
    for name, kind, parent, head in UNITS:
        units[name] = accounts.write_unit(first, name=name, kind=kind, parent=units.get(parent), head=cast.get(head))
    for team in Team.objects.filter(name__in=TEAMS):
        accounts.change_team(first, team, name=team.name, unit=units[TEAMS[team.name]])
    accounts.make_person(
        first,
        username=AUDITOR,
        name="Oskar Lind",
        password=password,
        role=Role.AUDITOR,
        unit=units["Halvorsund Freight"],
    )
    _objectives(units)
    Risk.objects.filter(Q(owner__team__name="Depot Systems")).update(unit=units["Depot technology"])
    _confidential(first, cast, units)


def _objectives(units: Mapping[str, Unit]) -> None:
    """Each objective belongs to the unit of its team; those of the business to the whole of it."""
    whole = Objective.objects.filter(level=Level.BUSINESS)
    whole.update(unit=units["Halvorsund Freight"])
    for each in Objective.objects.filter(team__unit__isnull=False).select_related("team"):
        Objective.objects.filter(pk=each.pk).update(unit=each.team.unit if each.team else None)


def _confidential(first: Person, cast: Mapping[str, Person], units: Mapping[str, Unit]) -> None:
    """An objective that concerns people who have not been told yet."""
    year = Objective.objects.order_by("-last").first()
    assert year is not None  # the story has objectives
    strategy.write_objective(
        first,
        title="One service desk for both Americas",
        why="Two desks of nine people cannot cover the night. The people concerned are told first, in spring.",
        owner=first,
        first=year.first,
        last=year.last,
        unit=units["Information technology"],
        confidential=True,
        named=[cast["tomas"]],
    )
