"""Who may see and change what people agree and are told.

A team's goal is seen by all, a personal one by its two sides and human resources. An evaluation is seen by the person,
the manager and human resources, and by nobody else: an administrator is none of them.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from hoshin.apps.accounts.models import Person
from hoshin.apps.people import queries
from hoshin.apps.people.machine import Actor
from hoshin.apps.people.models import Blocker, Cycle, Evaluation, Goal


def seen_by(person: Person) -> Q:
    """The goals that lists show to a person. Human resources open other personal goals one by one, which is noted."""
    return Q(person=person) | Q(person__manager=person) | Q(team__isnull=False) | Q(shared=True)


def goal(person: Person, pk: int, *, to_change: bool = False) -> Goal:
    """A goal with all that belongs to it. Raises Http404 for whom it is not, as if there were none."""
    known = queries.goals() if person.may_evaluate else queries.goals().filter(seen_by(person))
    found = known.filter(pk=pk).first()
    if found is None or (to_change and not found.sides_of(person)):
        raise Http404("There is no such goal.")
    return found


def own_goal(person: Person, pk: int) -> Goal:
    """A goal that this person answers for. Raises Http404 for anybody else."""
    found = goal(person, pk)
    if found.person_id != person.pk:
        raise Http404("There is no such goal of yours.")
    return found


def blocker(person: Person, pk: int) -> Blocker:
    """A blocker to be called solved, by a side of its goal or by whoever was asked. Raises Http404 for others."""
    found = Blocker.objects.select_related("goal__person__manager", "asked").filter(pk=pk).first()
    if found is None or not (found.asked_id == person.pk or found.goal.sides_of(person)):
        raise Http404("There is no such blocker.")
    return found


def evaluation(person: Person, pk: int) -> tuple[Evaluation, Actor]:
    """An evaluation, and the one side that a person is on. Raises Http404 for all others, as if there were none."""
    found = queries.evaluations().filter(pk=pk).first()
    actor = side(person, found) if found else None
    if found is None or actor is None:
        raise Http404("There is no such evaluation.")
    return found, actor


def side(person: Person, evaluation: Evaluation) -> Actor | None:
    """On which side of an evaluation somebody is; nobody is on two, and most are on none."""
    if person.pk == evaluation.person_id:
        return Actor.PERSON
    if person.pk == evaluation.manager_id:
        return Actor.MANAGER
    return Actor.HR if person.may_evaluate else None


def cycle(person: Person, pk: int) -> Cycle:
    """A cycle, for human resources. Raises Http404 for anybody else."""
    found = Cycle.objects.filter(pk=pk).first() if person.may_evaluate else None
    if found is None:
        raise Http404("There is no such cycle.")
    return found


def human_resources(person: Person) -> None:
    """Raises Http404 for whoever is not human resources."""
    if not person.may_evaluate:
        raise Http404("There is no such page.")
