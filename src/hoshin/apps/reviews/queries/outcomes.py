"""Reads of decisions and commitments, over all forums that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import access
from hoshin.apps.reviews.models import Commitment, Decision


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
    return found.select_related("owner", "forum", "objective", "initiative").prefetch_related("moves", "reminders")


def decisions(person: Person) -> QuerySet[Decision]:
    """All decisions of forums that somebody may see, newest first, in a fixed number of queries."""
    found = Decision.objects.filter(forum__in=access.forums(person).values("pk"))
    return found.select_related("forum", "person").prefetch_related("outcomes")


def waiting(found: QuerySet[Commitment], today: date) -> list[Commitment]:
    """Those that are neither kept nor withdrawn, the ones that are late first."""
    return sorted(found.filter(kept_on=None, withdrawn_on=None), key=lambda e: (not e.is_late(today), e.due, e.pk))


def record_of(found: list[Commitment], today: date) -> Record:
    """How promises went. What was kept after the day that was promised at first is kept late, moved or not."""
    return Record(
        kept_in_time=sum(bool(e.kept_on and e.kept_on <= e.first_due) for e in found),
        kept_late=sum(bool(e.kept_on and e.kept_on > e.first_due) for e in found),
        late=sum(e.is_late(today) for e in found),
        open=sum(e.is_open and not e.is_late(today) for e in found),
        moved=sum(bool(e.moves.all()) for e in found),
        withdrawn=sum(bool(e.withdrawn_on) for e in found),
    )


def due_decisions(person: Person, today: date) -> QuerySet[Decision]:
    """The decisions whose day to be checked has come."""
    return decisions(person).filter(due__lte=today).order_by("due", "pk")


def holding_up(today: date, *, objective: int | None = None, initiative: int | None = None) -> list[Commitment]:
    """The late commitments that hold up an objective or an initiative."""
    late = Commitment.objects.filter(kept_on=None, withdrawn_on=None, due__lt=today).select_related("owner")
    named = Q(objective=objective) if objective is not None else Q(initiative=initiative)
    return list(late.filter(named))
