"""Reads of risks and of who answers for what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, QuerySet, When

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.reviews import access
from hoshin.apps.reviews.models import Responsibility, Risk
from hoshin.apps.reviews.queries import outcomes
from hoshin.apps.strategy import queries as strategy

PRACTICE, OBJECTIVE, DECISION = "practice", "objective", "decision"


@dataclass(frozen=True)
class Subject:
    """One thing that somebody has to answer for, and the parts that people have in it."""

    kind: str
    key: str
    title: str
    parts: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return f"{self.kind} {self.key}"


def risks(person: Person) -> QuerySet[Risk]:
    """The risks and exceptions of the forums that somebody may see."""
    return Risk.objects.filter(forum__in=access.forums(person).values("pk")).select_related("owner", "forum")


def held(found: QuerySet[Risk], today: date) -> QuerySet[Risk]:
    """Those that are not over: first what has expired, then by weight."""
    late = Case(When(expires__lt=today, then=0), default=1)
    return found.filter(closed_on=None).order_by(late, -F("likelihood") * F("impact"), "pk")


def by_place(found: QuerySet[Risk]) -> dict[tuple[int, int], int]:
    """How many lie on each place of the map, by likelihood and impact."""
    rows = found.order_by().values_list("likelihood", "impact").annotate(Count("pk"))
    return {(likelihood, impact): count for likelihood, impact, count in rows}


def practices() -> list[str]:
    """The practices whose metrics are known here."""
    return sorted({each.practice for each in definitions.catalogue().metrics.values()})


def subjects(person: Person) -> list[Subject]:
    """All that somebody has to answer for: practices, objectives, and decisions that are still to be checked."""
    parts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    held = Responsibility.objects.values_list("objective", "decision", "practice", "person__name", "part")
    for objective, decision, practice, person_name, part in held:
        kind, key = (
            (OBJECTIVE, str(objective))
            if objective
            else (DECISION, str(decision))
            if decision
            else (PRACTICE, practice)
        )
        parts[kind, key].append((person_name, part))
    checked = outcomes.decisions(person).filter(due__isnull=False)
    named = [
        *((PRACTICE, each, each.capitalize()) for each in practices()),
        *((OBJECTIVE, str(pk), title) for pk, title in strategy.listed(person).values_list("pk", "title")),
        *((DECISION, str(pk), title) for pk, title in checked.values_list("pk", "title")),
    ]
    return [Subject(kind, key, title, tuple(parts[kind, key])) for kind, key, title in named]
