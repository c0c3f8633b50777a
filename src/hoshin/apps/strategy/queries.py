"""Reads of vision, objectives and key results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.confidence import Eyes, Onlooker, seen, sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import first_of
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


def objectives(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Objective]:
    """The objectives that an onlooker sees, with their key results and scopes, in a fixed number of queries."""
    found = Objective.objects.select_related("owner", "team", "unit", "theme", "parent__unit")
    return seen(found, onlooker).prefetch_related("key_results__scope")


def listed(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Objective]:
    """The objectives that an onlooker sees as lists show them: from the business down, then by their first day."""
    ranks = [When(level=level, then=rank) for rank, level in enumerate(Level)]
    return objectives(onlooker).order_by(Case(*ranks), "first", "pk")


def title_for_all(found: Objective) -> str:
    """What may be said of an objective where everybody may read it: its title, or that there is one."""
    return found.title if sees(Eyes.EVERYBODY, found) else "a confidential objective"


def drawn(found: QuerySet[Objective], whole: int, some: int) -> tuple[list[Objective], int]:
    """All where there are no more than ``whole``, else the first ``some``; and how many more there are."""
    many = found.count()
    shown = first_of(found, whole if many <= whole else some)
    return shown, many - len(shown)


def with_above(found: list[Objective], onlooker: Onlooker = Eyes.EVERYBODY) -> list[Objective]:
    """Some objectives with all seen that they contribute to, step by step; one query for each level above them."""
    known = {each.pk: each for each in found}
    missing = {each.parent_id for each in found if each.parent_id} - set(known)
    while above := {each.pk: each for each in objectives(onlooker).filter(pk__in=missing)}:
        known |= above
        missing = {each.parent_id for each in above.values() if each.parent_id} - set(known)
    return list(known.values())


def _of_seen(onlooker: Onlooker) -> QuerySet[Objective]:
    return seen(Objective.objects.order_by(), onlooker)


def below(objective: Objective, onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Objective]:
    """The objectives that contribute to it and are seen, most impact first."""
    return objectives(onlooker).filter(parent=objective).order_by("-weight", "id")


def catchballs(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Catchball]:
    """The catchballs on objectives that are seen, newest first, with all that is needed to show them."""
    found = Catchball.objects.filter(key_result__objective__in=_of_seen(onlooker))
    return found.select_related("asking", "answering", "key_result__objective__team").prefetch_related(
        "key_result__scope",
        Prefetch("proposals", Proposal.objects.select_related("person")),
        Prefetch("proposals__signatures", Signature.objects.select_related("person")),
        "proposals__capacities",
        "take_overs__person",
        "take_overs__by",
    )


def countermeasures(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[Countermeasure]:
    """The countermeasures to objectives that are seen, by month, with owner and key result."""
    found = Countermeasure.objects.filter(key_result__objective__in=_of_seen(onlooker))
    return found.select_related("owner", "key_result")


def late_first(found: QuerySet[Countermeasure], today: date) -> QuerySet[Countermeasure]:
    """The late ones, the longest first; then the open ones by their day; then those that are done, the newest first."""
    rank = Case(When(done_on=None, due__lt=today, then=0), When(done_on=None, then=1), default=2)
    return found.order_by(rank, F("done_on").desc(), "due", "pk")


def states(found: QuerySet[Countermeasure], today: date) -> dict[str, int]:
    """How many are late, open and done."""
    late = Q(done_on=None, due__lt=today)
    return found.order_by().aggregate(
        late=Count("pk", filter=late),
        open=Count("pk", filter=Q(done_on=None) & ~late),
        done=Count("pk", filter=Q(done_on__isnull=False)),
    )


def line_up(objective: Objective, onlooker: Onlooker = Eyes.EVERYBODY) -> list[Objective]:
    """The objectives seen above this one, nearest first; what stands above one that is not seen is not told."""
    found: list[Objective] = []
    above = objective.parent_id
    while above is not None and above not in {each.pk for each in found}:
        one = objectives(onlooker).filter(pk=above).first()
        if one is None:
            break
        found.append(one)
        above = one.parent_id
    return found


def open_catchballs(onlooker: Onlooker = Eyes.EVERYBODY) -> list[Catchball]:
    """Those seen that are still to be signed by both, the first to be closed first."""
    going = (each for each in catchballs(onlooker).filter(withdrawn_at=None) if each.open)
    return sorted(going, key=lambda each: each.until)


def month_plans(key_result: KeyResult) -> dict[date, float]:
    """What is planned for single months, by their first days, in the metric's unit."""
    return {each.month: each.amount for each in key_result.month_plans.all()}


def key_results(onlooker: Onlooker = Eyes.EVERYBODY) -> QuerySet[KeyResult]:
    """The key results of objectives that are seen, with objective and scope."""
    found = KeyResult.objects.filter(objective__in=_of_seen(onlooker))
    return found.select_related("objective").prefetch_related("scope")
