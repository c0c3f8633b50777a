"""Writes of workbooks: keep one until it is confirmed, write its rows, let it go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.actions import write_initiative
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.actions import change_key_result, write_key_result, write_objective
from hoshin.apps.strategy.models import KeyResult, Objective, Vision
from hoshin.apps.workbooks.layout import Topic
from hoshin.apps.workbooks.models import Stage, Workbook
from hoshin.apps.workbooks.plan import Outcome, Plan, Write
from hoshin.eventlog.refused import Refused

KEPT = timedelta(days=30)
"""How long a workbook waits for its confirmation."""


SILENT = timedelta(minutes=10)
"""A worker that says nothing for so long was stopped."""


class Busy(Refused):
    """The worker writes it already."""


class Moved(Refused):
    """What the rows change was changed since the preview, so another preview has to be seen first."""


@transaction.atomic
def keep(person: Person, name: str, content: bytes) -> Workbook:
    """Keep a workbook until it is confirmed; those that wait for too long go."""
    now = timezone.now()
    Workbook.objects.filter(at__lt=now - KEPT).delete()
    found = Workbook.objects.create(name=name[:200], content=content, size=len(content), person=person, at=now)
    record(person, "brought in a workbook", name, f"{len(content):,} bytes")
    return found


@transaction.atomic
def discard(person: Person, workbook: Workbook) -> None:
    """Let a workbook go; nothing of it is written."""
    record(person, "discarded a workbook", workbook.name)
    workbook.delete()


@transaction.atomic
def hand_over(person: Person, workbook: Workbook, seen: str, now: datetime) -> None:
    """Give a workbook to the worker, to be written as it was ``seen``. Raises Busy where it is being written.

    A worker that has not spoken for a while was stopped: nothing of what it wrote is left, so it may be given again.
    """
    found = Workbook.objects.select_for_update().get(pk=workbook.pk)
    if found.stage == Stage.HANDED_OVER and found.beat and now - found.beat < SILENT:
        raise Busy(f"{found.name} is being written already: wait for the worker.")
    found.stage, found.seen, found.step, found.beat, found.said = Stage.HANDED_OVER, seen, "", now, ""
    found.save(update_fields=["stage", "seen", "step", "beat", "said"])
    record(person, "confirmed a workbook", found.name, "the worker writes it")


def tell(workbook: Workbook, step: str, now: datetime) -> None:
    """Say what the worker does; only between transactions, for nobody sees it within one."""
    Workbook.objects.filter(pk=workbook.pk).update(step=step, beat=now)


def ended(workbook: Workbook, stage: Stage, said: str) -> None:
    """Say what came of it."""
    Workbook.objects.filter(pk=workbook.pk).update(stage=stage, said=said, step="")


def heard(workbook: Workbook) -> None:
    """The person was told what came of it: what is left of it waits again."""
    Workbook.objects.filter(pk=workbook.pk).update(stage=Stage.WAITING, said="")


def let_go(workbook: Workbook) -> None:
    """Remove a workbook that has done its work; the audit trail tells what it wrote."""
    workbook.delete()


@transaction.atomic
def write(person: Person | None, plan: Plan, name: str) -> None:
    """Write all accepted rows of a plan that was made in this transaction: all of them, or none.

    Raises what the actions of the pages raise.
    """
    made = _Made(strategy.vision())
    for topic, row in plan.writes:
        WRITERS[topic](person, row, made)
    counted = plan.counted
    said = ", ".join(f"{counted[each]} {each.value}" for each in (Outcome.NEW, Outcome.CHANGED, Outcome.REJECTED))
    record(person, "took in a workbook", name, said)


@dataclass
class _Made:
    """What rows of the plan have made so far, by the key below 0 that others name it by."""

    vision: Vision | None
    objectives: dict[int, Objective] = field(default_factory=dict)
    key_results: dict[int, KeyResult] = field(default_factory=dict)


def _objective(person: Person | None, row: Write, made: _Made) -> None:
    answers = dict(row.answers)
    if (parent := answers["parent"]) is not None:
        # The tree was walked with what rows would make; here it is walked as it stands by now.
        answers["parent"] = made.objectives.get(parent.pk) or Objective.objects.get(pk=parent.pk)
    found = Objective.objects.select_related("parent").get(pk=row.pk) if row.pk > 0 else None
    if found and found.parent and answers["parent"] is None and person and not sees(person, found.parent):
        answers["parent"] = found.parent  # it did not stand in the workbook, so nobody took it away
    made.objectives[row.pk] = write_objective(person, **answers, objective=found, after=row.edition, vision=made.vision)


def _key_result(person: Person | None, row: Write, made: _Made) -> None:
    answers = dict(row.answers)
    if row.pk > 0:
        change_key_result(person, KeyResult.objects.get(pk=row.pk), **answers, after=row.edition)
        return
    objective = answers.pop("objective")
    objective = made.objectives.get(objective.pk, objective)
    assert row.baseline is not None
    made.key_results[row.pk] = write_key_result(person, objective, row.baseline, **answers)


def _initiative(person: Person | None, row: Write, made: _Made) -> None:
    answers = dict(row.answers)
    if (served := answers["key_result"]) is not None:
        answers["key_result"] = made.key_results.get(served.pk, served)
    found = Initiative.objects.get(pk=row.pk) if row.pk > 0 else None
    write_initiative(person, **answers, initiative=found)


WRITERS = {Topic.OBJECTIVES: _objective, Topic.KEY_RESULTS: _key_result, Topic.INITIATIVES: _initiative}
