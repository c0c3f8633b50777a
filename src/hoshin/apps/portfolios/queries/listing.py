"""Reads of initiatives: all, those of an objective, those that share groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from hoshin.apps.accounts.confidence import Belonging, Eyes, Onlooker, seen, sees
from hoshin.apps.portfolios.models import Claim, Draw, Initiative
from hoshin.apps.strategy.models import Objective
from hoshin.eventlog.refused import Refused

OF_INITIATIVES = Belonging(team="")
"""To whom an initiative belongs: it is no team's."""


UNNAMED = "a confidential initiative"
"""What is said of one that is counted and not seen."""


class UnknownInitiative(Refused):
    """No initiative has this short name or number."""


@dataclass(frozen=True)
class Overlap:
    """Another initiative that acts in some of the same groups at the same time: nobody can tell the two apart."""

    initiative: Initiative
    values: tuple[str, ...]


def initiatives(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Initiative]:
    """The initiatives that an onlooker sees with scope, claims and key result, in a fixed number of queries.

    One that serves a confidential objective is seen by those alone who see that too.
    """
    found = seen(Initiative.objects.all(), onlooker, OF_INITIATIVES)
    if onlooker is not Eyes.MACHINE:
        of_seen = seen(Objective.objects.order_by(), onlooker)
        found = found.filter(Q(key_result=None) | Q(key_result__objective__in=of_seen))
    return found.select_related("owner", "unit", "key_result__objective__unit").prefetch_related(
        "values",
        Prefetch("draws", Draw.objects.select_related("person")),
        Prefetch("claims", Claim.objects.select_related("person", "supersedes")),
    )


def sealed(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Initiative]:
    """The initiatives that claim something, and are seen."""
    return initiatives(onlooker).filter(Exists(Claim.objects.filter(initiative=OuterRef("pk"))))


def claimed_first(found: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The same initiatives, the latest first, but drafts after all that claim: of them there is nothing to see yet."""
    claims = Exists(Claim.objects.filter(initiative=OuterRef("pk")))
    return found.order_by(claims.desc(), "-start", "-pk")


def seen_by(onlooker: Onlooker, found: Initiative) -> bool:
    """Whether an onlooker sees one initiative: as ``initiatives`` says."""
    serves = found.key_result
    return sees(onlooker, found, OF_INITIATIVES) and (serves is None or sees(onlooker, serves.objective))


def title_for_all(found: Initiative) -> str:
    """What may be said of an initiative where everybody may read it: its title, or that there is one."""
    return found.title if seen_by(Eyes.EVERYBODY, found) else UNNAMED


def serving(objective: int, onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Initiative]:
    """The initiatives that serve a key result of the objective, and are seen."""
    return initiatives(onlooker).filter(key_result__objective=objective)


def first_beside(
    objectives: Iterable[Objective], many: int, onlooker: Onlooker = Eyes.EVERYBODY
) -> QuerySet[Initiative]:
    """The initiatives seen that serve some objectives, or none: of each so many, the latest first."""
    place = Window(RowNumber(), partition_by=F("key_result__objective"), order_by=(F("start").desc(), F("pk").desc()))
    some = Q(key_result__objective__in=list(objectives)) | Q(key_result=None)
    # The places are given to numbers: whole rows are read of those that are among the first alone.
    placed = initiatives(onlooker).filter(some).annotate(place=place)
    return initiatives(onlooker).filter(pk__in=list(placed.filter(place__lte=many).values_list("pk", flat=True)))


def served() -> set[int]:
    """The numbers of the objectives that an initiative serves."""
    found = Initiative.objects.filter(key_result__isnull=False).order_by()
    return set(found.values_list("key_result__objective", flat=True).distinct())


def overlaps(found: Initiative, onlooker: Onlooker = Eyes.EVERYBODY) -> list[Overlap]:
    """The initiatives that act in some of the same groups while this one does, and are seen."""
    own = set(found.scope_values)
    shared = (
        (each, own & set(each.scope_values))
        for each in initiatives(onlooker)
        if each.pk != found.pk and alike(each, found) and _at_the_same_time(each, found)
    )
    return [Overlap(each, tuple(sorted(values))) for each, values in shared if values]


def alike(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives tell tickets apart by the same dimension, in the same desk or in any."""
    return one.dimension == other.dimension and (one.desk == other.desk or not one.desk or not other.desk)


def _at_the_same_time(one: Initiative, other: Initiative) -> bool:
    return (one.end is None or one.end >= other.start) and (other.end is None or other.end >= one.start)
