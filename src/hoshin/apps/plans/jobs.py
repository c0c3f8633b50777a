"""Scenarios worked out in the background: a large one takes the better part of a minute."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts.models import Person
from hoshin.apps.plans import actions, working
from hoshin.apps.plans.models import PlanningRound, Scenario, ScenarioState


def ask(person: Person, of: PlanningRound, fields: Mapping[str, object]) -> Scenario:
    """Have a scenario worked out by the worker. Raises TooMany."""
    with transaction.atomic():
        found = actions.ask(person, of, fields, timezone.now())
        work_out.enqueue(found.pk)
    return found


def ask_again(person: Person, found: Scenario) -> None:
    """Have it worked out anew, by what the round says now. Raises NotYet."""
    with transaction.atomic():
        actions.ask_again(person, found, timezone.now())
        work_out.enqueue(found.pk)


@task()
def work_out(scenario: int) -> None:
    """Work out a scenario that waits; does nothing where it was removed or is done."""
    found = Scenario.objects.select_related("round").filter(pk=scenario, state=ScenarioState.WAITING).first()
    if found:
        working.work_out(found, lambda step: _tell(scenario, step))


def _tell(scenario: int, step: str) -> None:
    Scenario.objects.filter(pk=scenario).update(step=step, beat=timezone.now())
