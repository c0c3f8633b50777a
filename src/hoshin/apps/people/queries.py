"""Reads of goals."""

from __future__ import annotations

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.people.models import (
    Blocker,
    CheckIn,
    Evaluation,
    EvaluationStep,
    Goal,
    Outcome,
    Recognition,
    Side,
    Signature,
    StepDraft,
    Terms,
)
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective


def goals() -> QuerySet[Goal]:
    """All goals with their terms, signatures, scopes, check-ins and blockers, in a fixed number of queries.

    People stand beside what they said: SQLite takes no more than a thousand of them looked up by themselves.
    """
    return Goal.objects.select_related(
        "person__manager", "person__team", "team", "objective__unit", "parent__person", "parent__team"
    ).prefetch_related(
        Prefetch("terms", Terms.objects.select_related("person")),
        Prefetch("terms__signatures", Signature.objects.select_related("person")),
        "terms__scope",
        Prefetch("check_ins", CheckIn.objects.select_related("person")),
        Prefetch("blockers", Blocker.objects.select_related("asked", "solved_by")),
        Prefetch("parent__terms", Terms.objects.all()),
        "parent__terms__signatures",
    )


def answered_for(person: Person) -> QuerySet[Goal]:
    """The goals that a person answers for."""
    return goals().filter(person=person)


def of_both(person: Person) -> QuerySet[Goal]:
    """The goals that a person answers for, and those of the people led: the open ones first, a person's own first."""
    found = goals().filter(Q(person=person) | Q(person__manager=person))
    over, others = Case(When(outcome=Outcome.OPEN, then=0), default=1), Case(When(person=person, then=0), default=1)
    return found.order_by(over, others, "pk")


def to_sign(person: Person) -> QuerySet[Goal]:
    """The open goals whose newest terms wait for somebody's signature, as the one who answers or the manager."""
    signed = Signature.objects.filter(terms__goal=OuterRef("pk"), terms__number=OuterRef("version"))
    own = Q(person=person) & ~Exists(signed.filter(side=Side.PERSON))
    as_manager = Q(person__manager=person) & ~Exists(signed.filter(side=Side.MANAGER))
    return goals().filter(own | as_manager, outcome=Outcome.OPEN)


def of_team(team: Team) -> QuerySet[Goal]:
    """The goals of a team."""
    return goals().filter(team=team)


def below(objective: Objective) -> QuerySet[Goal]:
    """The goals that hang directly below an objective."""
    return goals().filter(objective=objective)


def upward(person: Person, seen: Q) -> tuple[QuerySet[Objective], QuerySet[Goal]]:
    """What a goal may hang below: objectives, and open goals of others that the person sees."""
    return strategy.objectives(person), goals().filter(seen, outcome="").exclude(person=person, team=None)


def members(person: Person) -> QuerySet[Person]:
    """The people whom a person leads, by name."""
    return Person.objects.filter(manager=person, is_active=True).select_related("team")


def line_up(goal: Goal) -> list[Goal]:
    """The goals above this one, nearest first."""
    found: list[Goal] = []
    above = goal.parent_id
    while above is not None and above not in {each.pk for each in found}:
        found.append(goals().get(pk=above))
        above = found[-1].parent_id
    return found


def asked_of(person: Person) -> QuerySet[Blocker]:
    """The open blockers that a person is asked to remove, first due first."""
    return Blocker.objects.filter(asked=person, solved_on=None).select_related("goal__person")


def evaluations() -> QuerySet[Evaluation]:
    """All evaluations with their steps, evidence and successions."""
    return Evaluation.objects.select_related("cycle", "person__team", "person__manager", "manager").prefetch_related(
        Prefetch("steps", EvaluationStep.objects.select_related("person")),
        "evidence",
        "successions__manager",
        "successions__before",
        "successions__by",
    )


def drafts(person: Person, evaluation: Evaluation) -> dict[str, StepDraft]:
    """The drafts that a person keeps in an evaluation, by act; nobody else's."""
    return {each.act: each for each in StepDraft.objects.filter(evaluation=evaluation, person=person)}


def recognitions() -> QuerySet[Recognition]:
    """All recognition, newest first."""
    return Recognition.objects.select_related("person__team", "by", "initiative__key_result__objective")
