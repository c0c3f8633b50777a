"""What can be evidence in an evaluation: goals, check-ins, recognition. Nothing else, and never a number of tickets.

This file reads no tickets: it knows neither readers nor metrics, and a test keeps it so. A goal may be measured by a
metric in a scope of services; then the goal stands here with its terms, and its reading belongs to the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models import SURE, EvidenceKind, Goal, Recognition


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: of which kind, of which day, in words, and where it is read."""

    kind: EvidenceKind
    on: date
    words: str
    address: str


def gather(person: Person, first: date, last: date) -> list[Evidence]:
    """All evidence of a person from ``first`` to ``last``, both included: goals, then check-ins, then recognition."""
    goals = list(
        Goal.objects.filter(person=person)
        .select_related("team")
        .prefetch_related("terms__signatures", "terms__scope", "check_ins")
    )
    agreed = [(each, each.in_force) for each in goals]
    found = [
        Evidence(EvidenceKind.GOAL, terms.last, _goal(goal, terms.title), _address(goal))
        for goal, terms in agreed
        if terms and terms.first <= last and first <= terms.last
    ]
    found += [
        Evidence(
            EvidenceKind.CHECK_IN,
            said.on,
            f"{terms.title}: confidence {said.confidence} of {SURE}. {said.note}".strip(),
            _address(goal),
        )
        for goal, terms in agreed
        if terms
        for said in goal.check_ins.all()
        if first <= said.on <= last
    ]
    thanks = Recognition.objects.filter(person=person, on__range=(first, last)).select_related("by", "initiative")
    found += [
        Evidence(EvidenceKind.RECOGNITION, each.on, f"{each.by.name}: {each.reason}", reverse("people:recognition"))
        for each in reversed(thanks)
    ]
    return found


def _goal(goal: Goal, title: str) -> str:
    came = f"{goal.get_outcome_display()}: {goal.closing}" if goal.outcome else "still open"
    return f"{title}{f' (goal of {goal.team.name})' if goal.team else ''}, {came}"


def _address(goal: Goal) -> str:
    return reverse("people:goal", args=[goal.pk])
