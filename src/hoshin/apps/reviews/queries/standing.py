"""Reads of risks and of who answers for what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

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


def practices() -> list[str]:
    """The practices whose metrics are known here."""
    return sorted({each.practice for each in definitions.catalogue().metrics.values()})


def subjects(person: Person) -> list[Subject]:
    """All that somebody has to answer for: practices, objectives, and decisions that are still to be checked."""
    parts: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for each in Responsibility.objects.select_related("person"):
        kind, key = (
            (OBJECTIVE, str(each.objective_id))
            if each.objective_id
            else (DECISION, str(each.decision_id))
            if each.decision_id
            else (PRACTICE, each.practice)
        )
        parts[kind, key].append((each.person.name, each.part))
    named = [
        *((PRACTICE, each, each.capitalize()) for each in practices()),
        *((OBJECTIVE, str(each.pk), each.title) for each in strategy.objectives(person)),
        *((DECISION, str(each.pk), each.title) for each in outcomes.decisions(person).filter(due__isnull=False)),
    ]
    return [Subject(kind, key, title, tuple(parts[kind, key])) for kind, key, title in named]
