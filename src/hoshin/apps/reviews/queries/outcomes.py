"""Reads of decisions and commitments, over all forums that somebody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import access
from hoshin.apps.reviews.models import Commitment, Decision, Outcome


@dataclass(frozen=True)
class Part:
    """One part of a bar: where it begins and how wide it is, in parts of 100."""

    tone: str
    x: float
    width: float


@dataclass(frozen=True)
class Record:
    """How somebody's promises went: those that ended, or are late. Withdrawn ones are counted apart."""

    kept_in_time: int = 0
    kept_late: int = 0
    late: int = 0
    open: int = 0
    moved: int = 0
    withdrawn: int = 0

    @property
    def promised(self) -> int:
        """All that was promised."""
        return self.kept_in_time + self.kept_late + self.late + self.open + self.withdrawn

    @property
    def parts(self) -> list[Part]:
        """The parts of a bar that is 100 wide: kept in time, kept late, late now, to come."""
        counts = (
            ("good", self.kept_in_time),
            ("watch", self.kept_late),
            ("bad", self.late),
            ("neutral", self.open),
        )
        whole = sum(count for _, count in counts)
        drawn, at = [], 0.0
        for tone, count in counts:
            width = 100 * count / whole if whole else 0.0
            drawn.append(Part(tone, round(at, 2), round(width, 2)))
            at += width
        return drawn

    @property
    def kept(self) -> int:
        """All that was kept, in time or not."""
        return self.kept_in_time + self.kept_late


def commitments(person: Person) -> QuerySet[Commitment]:
    """All commitments to forums that somebody may see, in a fixed number of queries."""
    found = Commitment.objects.filter(forum__in=access.forums(person).values("pk"))
    return found.select_related(
        "owner", "forum", "objective__unit", "initiative__unit", "initiative__key_result__objective__unit"
    ).prefetch_related("moves", "reminders")


def decisions(person: Person) -> QuerySet[Decision]:
    """All decisions of forums that somebody may see, newest first, in a fixed number of queries."""
    found = Decision.objects.filter(forum__in=access.forums(person).values("pk"))
    return found.select_related("forum", "person").prefetch_related("outcomes")


def search(found: QuerySet[Decision], words: str, forum: int | None = None, result: str = "") -> QuerySet[Decision]:
    """The decisions that say all of these words: what was decided and why, what was expected, what came of it.

    ``result`` is that of the newest outcome; "open" asks for those that nobody has checked.
    """
    for word in words.split():
        said = ("title", "reason", "expected", "options__words", "outcomes__sentence", "amendments__why")
        anywhere = Q()
        for field in said:
            anywhere |= Q(**{f"{field}__icontains": word})
        found = found.filter(pk__in=Decision.objects.filter(anywhere).values("pk"))
    if forum:
        found = found.filter(forum=forum)
    if result:
        found = found.annotate(newest=_newest()).filter(newest="" if result == "open" else result)
    return found


def _newest() -> Coalesce:
    """How a decision came out by its newest outcome; empty where nobody has checked it."""
    return Coalesce(
        Subquery(Outcome.objects.filter(decision=OuterRef("pk")).order_by("-pk").values("result")[:1]), Value("")
    )


def late(person: Person, today: date) -> QuerySet[Commitment]:
    """The commitments that should have been kept before today."""
    return commitments(person).filter(kept_on=None, withdrawn_on=None, due__lt=today)


def waiting(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those that are neither kept nor withdrawn, by their day: the ones that are late come first."""
    return found.filter(kept_on=None, withdrawn_on=None).order_by("due", "pk")


def ended(found: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Those that were kept or withdrawn, the newest first."""
    over = found.exclude(kept_on=None, withdrawn_on=None)
    return over.annotate(over_on=Coalesce("kept_on", "withdrawn_on")).order_by("-over_on", "-pk")


def counts(today: date) -> dict[str, Count]:
    """What is counted of promises, each by the name of its field in ``Record``."""
    waits = Q(kept_on=None, withdrawn_on=None)
    return {
        "kept_in_time": Count("pk", filter=Q(kept_on__lte=F("first_due"))),
        "kept_late": Count("pk", filter=Q(kept_on__gt=F("first_due"))),
        "late": Count("pk", filter=waits & Q(due__lt=today)),
        "open": Count("pk", filter=waits & Q(due__gte=today)),
        # A move leads to a later day only, so what has moved is due on another day than at first.
        "moved": Count("pk", filter=Q(due__gt=F("first_due"))),
        "withdrawn": Count("pk", filter=Q(withdrawn_on__isnull=False)),
    }


def record_of(found: QuerySet[Commitment], today: date) -> Record:
    """How promises went. What was kept after the day that was promised at first is kept late, moved or not."""
    return Record(**found.order_by().aggregate(**counts(today)))


def by_person(found: QuerySet[Commitment], today: date) -> QuerySet[Commitment, Any]:
    """How promises went for each person, a row each (``record_in``): who has most that is late first, then by name."""
    wanted = counts(today)
    late = wanted.pop("late")
    rows = found.order_by().values("owner", "owner__name").annotate(late=late).annotate(**wanted)
    return rows.order_by("-late", "owner__name", "owner")


def record_in(row: Mapping[str, Any]) -> Record:
    """The record that one row of ``by_person`` holds."""
    return Record(**{each.name: row[each.name] for each in fields(Record)})


def results(found: QuerySet[Decision]) -> dict[str, int]:
    """How many decisions came out how, by their newest outcome; an empty word counts those that nobody has checked."""
    rows = found.order_by().annotate(newest=_newest()).values_list("newest")
    return dict(rows.annotate(Count("pk")).order_by())


def due_decisions(person: Person, today: date) -> QuerySet[Decision]:
    """The decisions whose day to be checked has come."""
    return decisions(person).filter(due__lte=today).order_by("due", "pk")
