"""Reads of initiatives: all, those of an objective, those that share groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from hoshin.apps.portfolios.models import Claim, Draw, Initiative
from hoshin.apps.strategy.models import Objective
from hoshin.eventlog.refused import Refused


class UnknownInitiative(Refused):
    """No initiative has this short name or number."""


@dataclass(frozen=True)
class Overlap:
    """Another initiative that acts in some of the same groups at the same time: nobody can tell the two apart."""

    initiative: Initiative
    values: tuple[str, ...]


def initiatives() -> QuerySet[Initiative]:
    """All initiatives with scope, claims and key result, in a fixed number of queries."""
    return Initiative.objects.select_related("owner", "key_result__objective").prefetch_related(
        "values",
        Prefetch("draws", Draw.objects.select_related("person")),
        Prefetch("claims", Claim.objects.select_related("person", "supersedes")),
    )


def sealed() -> QuerySet[Initiative]:
    """The initiatives that claim something."""
    return initiatives().filter(Exists(Claim.objects.filter(initiative=OuterRef("pk"))))


def serving(objective: int) -> QuerySet[Initiative]:
    """The initiatives that serve a key result of the objective."""
    return initiatives().filter(key_result__objective=objective)


def first_beside(objectives: Iterable[Objective], many: int) -> QuerySet[Initiative]:
    """The initiatives that serve some objectives, or none: of each so many, the latest first."""
    place = Window(RowNumber(), partition_by=F("key_result__objective"), order_by=(F("start").desc(), F("pk").desc()))
    some = Q(key_result__objective__in=list(objectives)) | Q(key_result=None)
    return initiatives().filter(some).annotate(place=place).filter(place__lte=many)


def served() -> set[int]:
    """The numbers of the objectives that an initiative serves."""
    found = Initiative.objects.filter(key_result__isnull=False).order_by()
    return set(found.values_list("key_result__objective", flat=True).distinct())


def overlaps(found: Initiative) -> list[Overlap]:
    """The initiatives that act in some of the same groups while this one does."""
    own = set(found.scope_values)
    shared = (
        (each, own & set(each.scope_values))
        for each in initiatives()
        if each.pk != found.pk and alike(each, found) and _at_the_same_time(each, found)
    )
    return [Overlap(each, tuple(sorted(values))) for each, values in shared if values]


def alike(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives tell tickets apart by the same dimension, in the same desk or in any."""
    return one.dimension == other.dimension and (one.desk == other.desk or not one.desk or not other.desk)


def _at_the_same_time(one: Initiative, other: Initiative) -> bool:
    return (one.end is None or one.end >= other.start) and (other.end is None or other.end >= one.start)
