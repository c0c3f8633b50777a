"""People with their goals, check-ins, evaluations and thanks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hoshin.apps.accounts.models import Person, Role, Team, Unit
from hoshin.apps.people.models import (
    AccessLine,
    Blocker,
    CheckIn,
    Cycle,
    Evaluation,
    EvaluationStep,
    Goal,
    Recognition,
    Signature,
    Terms,
)
from hoshin.apps.strategy.models import Objective

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = date(2026, 11, 20)
A_TEAM = 50
"""People of a team, where there are many."""
OWN = 20
"""How much of one kind the person has who looks: nobody has ten thousand goals."""


def crowd(many: int, person: Person) -> list[Person]:
    """So many people in teams, each led by somebody before them."""
    at = Person.objects.count()
    teams = Team.objects.bulk_create(
        [Team(name=f"Team {at + each}") for each in range(max(many // A_TEAM, min(many, 3)))]
    )
    Unit.objects.bulk_create([Unit(name=f"Unit {at + each}", head=person) for each in range(len(teams))])
    leaders = [person, *Person.objects.filter(pk__gt=person.pk)[:200]]
    return Person.objects.bulk_create(
        [
            Person(
                username=f"person-{at + each}",
                name=f"Person {at + each}",
                password="!",
                role=list(Role)[each % 4],
                team=teams[each % len(teams)],
                manager=person if each < min(many, OWN) else leaders[each % len(leaders)],
                email=f"person-{at + each}@example.org",
            )
            for each in range(many)
        ]
    )


def goals(many: int, crowd: list[Person], objectives: list[Objective], person: Person) -> None:
    """So many goals, signed by both, with a check-in each and blockers; half are those of teams."""
    found = Goal.objects.bulk_create(
        [
            Goal(
                person=person if each < min(many, OWN) else crowd[each],
                team=crowd[each].team if each % 2 else None,
                objective=objectives[each // 3 if each % 3 else 0],
                shared=each % 4 == 0,
                version=1,
                at=NOW,
            )
            for each in range(many)
        ]
    )
    terms = Terms.objects.bulk_create(
        [
            Terms(
                goal=goal,
                number=1,
                title=f"Goal {goal.pk}",
                done_when="Everybody can tell.",
                first=TODAY - timedelta(days=40),
                last=TODAY + timedelta(days=60),
                cadence=14,
                person=goal.person,
                at=NOW,
            )
            for goal in found
        ]
    )
    Signature.objects.bulk_create(
        [
            Signature(terms=each, side=side, person=each.person, at=NOW)
            for each in terms
            for side in ("person", "manager")
        ]
    )
    first = Goal.objects.order_by("pk")[0]
    before = 400 * Cycle.objects.count()
    CheckIn.objects.bulk_create(
        [
            CheckIn(
                goal=first if each % 3 == 0 and each < 300 else goal,
                person=goal.person,
                on=TODAY - timedelta(days=before + each if each < 300 else 1),
                confidence=each % 11,
                note="Going well.",
            )
            for each, goal in enumerate(found)
        ]
    )
    Blocker.objects.bulk_create(
        [
            Blocker(goal=goal, words="No time", asked=person, opened_on=TODAY, due=TODAY + timedelta(days=9))
            for goal in found[:OWN]
        ]
    )


def thanked(many: int, crowd: list[Person], person: Person) -> None:
    """Recognition, a cycle with its evaluations, and who read what."""
    Recognition.objects.bulk_create(
        [Recognition(person=each, by=person, on=TODAY, behaviour="Shared it", reason="It helped.") for each in crowd]
    )
    days = [TODAY + timedelta(days=each) for each in range(6)]
    cycle = Cycle.objects.create(
        title="Autumn",
        first=TODAY,
        last=days[1],
        self_by=days[2],
        manager_by=days[3],
        calibration_on=days[4],
        final_by=days[5],
        person=person,
        at=NOW,
    )
    found = Evaluation.objects.bulk_create(
        [Evaluation(cycle=cycle, person=each, manager=person) for each in crowd[: min(many, OWN)]]
    )
    EvaluationStep.objects.bulk_create(
        [
            EvaluationStep(evaluation=each, number=1, act="self", person=each.person, on=TODAY, words="So I see it.")
            for each in found
        ]
    )
    AccessLine.objects.bulk_create(
        [AccessLine(person=person, reader=each, read="export", on=TODAY) for each in crowd[:OWN]]
    )
