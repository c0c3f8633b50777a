"""Reads of vision, objectives and key results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Q, QuerySet

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import Acknowledgement, Catchball, Countermeasure, KeyResult, Objective, Theme, Vision


@dataclass(frozen=True)
class Version:
    """A version of the vision and until when it held."""

    vision: Vision
    until: datetime


@dataclass(frozen=True)
class TeamReach:
    """How many people of one team have read a version; ``name`` is empty for those without a team."""

    name: str
    read: int
    people: int


@dataclass(frozen=True)
class Reach:
    """Who of those who may sign in has read a version of the vision; ``missing`` have not, by name."""

    teams: tuple[TeamReach, ...]
    missing: tuple[Person, ...]

    @property
    def people(self) -> int:
        """How many may sign in."""
        return sum(each.people for each in self.teams)

    @property
    def read(self) -> int:
        """How many of them have read it."""
        return sum(each.read for each in self.teams)

    @property
    def percent(self) -> int:
        """The share of them that has read it, 0 to 100."""
        return round(100 * self.read / self.people) if self.people else 0


def published() -> QuerySet[Vision]:
    """The versions that were published, newest first."""
    return Vision.objects.filter(at__isnull=False).select_related("person").prefetch_related("themes")


def vision() -> Vision | None:
    """The vision as it stands."""
    return published().first()


def draft() -> Vision | None:
    """The version that is being written; there is one at most."""
    return Vision.objects.filter(at__isnull=True).select_related("person").prefetch_related("themes").first()


def themes(vision: Vision) -> QuerySet[Theme]:
    """The themes of a version in their order."""
    return vision.themes.all()


def themes_to_serve(objective: Objective | None) -> QuerySet[Theme]:
    """The themes that an objective may name: those of the vision as it stands, and the one that it names already."""
    current = vision()
    return Theme.objects.filter(
        Q(vision=current.pk if current else None) | Q(pk=objective.theme_id if objective else None)
    )


def earlier_visions() -> list[Version]:
    """The versions before, newest first, each with the moment from which the next one held."""
    return [Version(old, new.at) for new, old in pairwise(published()) if new.at]


def newer_vision(objective: Objective) -> bool:
    """Whether the vision has been written anew since the objective was."""
    if objective.vision is None:
        return False
    return published().filter(number__gt=objective.vision.number).exists()


def acknowledgement(person: Person, vision: Vision) -> Acknowledgement | None:
    """When the person said to have read the version; None before that."""
    return Acknowledgement.objects.filter(vision=vision, person=person).first()


def reach(vision: Vision) -> Reach:
    """Who has read the version, of all who may sign in."""
    read = set(Acknowledgement.objects.filter(vision=vision).values_list("person", flat=True))
    people = list(accounts.people().filter(is_active=True))
    names = sorted({each.team.name if each.team else "" for each in people}, key=lambda name: (not name, name))
    return Reach(
        tuple(_team(name, people, read) for name in names), tuple(each for each in people if each.pk not in read)
    )


def _team(name: str, people: Iterable[Person], read: set[int]) -> TeamReach:
    own = [each for each in people if (each.team.name if each.team else "") == name]
    return TeamReach(name, sum(each.pk in read for each in own), len(own))


def objectives() -> QuerySet[Objective]:
    """All objectives with their key results and scopes, in a fixed number of queries."""
    return Objective.objects.select_related("owner", "team", "theme", "parent").prefetch_related("key_results__scope")


def below(objective: Objective) -> QuerySet[Objective]:
    """The objectives that contribute to it, most impact first."""
    return objectives().filter(parent=objective).order_by("-weight", "id")


def line_up(objective: Objective) -> list[Objective]:
    """The objectives above this one, nearest first."""
    found: list[Objective] = []
    above = objective.parent_id
    while above is not None and above not in {each.pk for each in found}:
        found.append(objectives().get(pk=above))
        above = found[-1].parent_id
    return found


def catchballs() -> QuerySet[Catchball]:
    """All catchballs, newest first, with all that is needed to show them."""
    return Catchball.objects.select_related("asking", "answering", "key_result__objective__team").prefetch_related(
        "key_result__scope",
        "proposals__person",
        "proposals__signatures__person",
        "proposals__capacities",
        "take_overs__person",
        "take_overs__by",
    )


def open_catchballs() -> list[Catchball]:
    """Those that are still to be signed by both, the first to be closed first."""
    return sorted((each for each in catchballs().filter(withdrawn_at=None) if each.open), key=lambda each: each.until)


def countermeasures() -> QuerySet[Countermeasure]:
    """All countermeasures, by month, with owner and key result."""
    return Countermeasure.objects.select_related("owner", "key_result")


def month_plans(key_result: KeyResult) -> dict[date, float]:
    """What is planned for single months, by their first days, in the metric's unit."""
    return {each.month: each.amount for each in key_result.month_plans.all()}


def key_results() -> QuerySet[KeyResult]:
    """All key results with objective and scope."""
    return KeyResult.objects.select_related("objective").prefetch_related("scope")
