"""Reads of vision, objectives and key results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import (
    Acknowledgement,
    Catchball,
    Countermeasure,
    KeyResult,
    Level,
    Objective,
    Proposal,
    Signature,
    Theme,
    Vision,
)

NAMED = 50
"""How many are named who have not read the vision yet."""


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
    """Who of those who may sign in has read a version of the vision; ``missing`` are some who have not, by name."""

    teams: tuple[TeamReach, ...]
    missing: tuple[Person, ...]

    @property
    def people(self) -> int:
        """How many may sign in."""
        return sum(each.people for each in self.teams)

    @property
    def unnamed(self) -> int:
        """How many have not read it and are not named."""
        return self.people - self.read - len(self.missing)

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


def acknowledgements() -> QuerySet[Acknowledgement]:
    """Who has read which version, in the order in which they did."""
    return Acknowledgement.objects.select_related("vision", "person__team")


def reach(vision: Vision) -> Reach:
    """Who has read the version, of all who may sign in."""
    active = accounts.people().filter(is_active=True)
    read = Exists(Acknowledgement.objects.filter(vision=vision, person=OuterRef("pk")))
    rows = active.order_by().values_list("team__name").annotate(read=Count("pk", filter=read), people=Count("pk"))
    known = (TeamReach(name or "", some, people) for name, some, people in rows)
    teams = sorted(known, key=lambda each: (not each.name, each.name))
    return Reach(tuple(teams), tuple(active.filter(~read)[:NAMED]))


def objectives() -> QuerySet[Objective]:
    """All objectives with their key results and scopes, in a fixed number of queries."""
    return Objective.objects.select_related("owner", "team", "theme", "parent").prefetch_related("key_results__scope")


def listed() -> QuerySet[Objective]:
    """All objectives as lists show them: from the business down, then by their first day."""
    ranks = [When(level=level, then=rank) for rank, level in enumerate(Level)]
    return objectives().order_by(Case(*ranks), "first", "pk")


def drawn(found: QuerySet[Objective], whole: int, some: int) -> tuple[list[Objective], int]:
    """All where there are no more than ``whole``, else the first ``some``; and how many more there are."""
    many = found.count()
    shown = list(found[: whole if many <= whole else some])
    return shown, many - len(shown)


def with_above(found: list[Objective]) -> list[Objective]:
    """Some objectives with all that they contribute to, step by step; one query for each level above them."""
    known = {each.pk: each for each in found}
    while missing := {each.parent_id for each in known.values() if each.parent_id} - set(known):
        known |= {each.pk: each for each in objectives().filter(pk__in=missing)}
    return list(known.values())


def below(objective: Objective) -> QuerySet[Objective]:
    """The objectives that contribute to it, most impact first."""
    return objectives().filter(parent=objective).order_by("-weight", "id")


def catchballs() -> QuerySet[Catchball]:
    """All catchballs, newest first, with all that is needed to show them."""
    return Catchball.objects.select_related("asking", "answering", "key_result__objective__team").prefetch_related(
        "key_result__scope",
        Prefetch("proposals", Proposal.objects.select_related("person")),
        Prefetch("proposals__signatures", Signature.objects.select_related("person")),
    )


def countermeasures() -> QuerySet[Countermeasure]:
    """All countermeasures, by month, with owner and key result."""
    return Countermeasure.objects.select_related("owner", "key_result")


def key_results() -> QuerySet[KeyResult]:
    """All key results with objective and scope."""
    return KeyResult.objects.select_related("objective").prefetch_related("scope")
