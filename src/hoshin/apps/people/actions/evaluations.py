"""Writes of evaluation cycles: opened, and each step of each evaluation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.people import evidence, machine
from hoshin.apps.people.machine import Act, Actor
from hoshin.apps.people.models import Cycle, Evaluation, EvaluationStep, EvidenceLine, Rating
from hoshin.eventlog.refused import Refused

WORDLESS = frozenset({Act.ACKNOWLEDGED, Act.PASSED, Act.CALIBRATED})
"""What needs no words of whoever does it."""


class NobodyToEvaluate(Refused):
    """A cycle without anybody whom somebody leads."""


class NoWords(Refused):
    """A step that does not say what it has to."""


class Outdated(Refused):
    """Somebody did another step in the meantime."""


@dataclass(frozen=True)
class Days:
    """The days of a cycle, in the order in which they come."""

    first: date
    last: date
    self_by: date
    manager_by: date
    calibration_on: date
    final_by: date
    appeal_days: int = 14


@transaction.atomic
def open_cycle(by: Person, title: str, days: Days, people: Collection[Person], now: datetime) -> Cycle:
    """Open a cycle for these people, each to be evaluated by whoever leads them now. Raises NobodyToEvaluate."""
    led = [each for each in people if each.manager_id is not None]
    if not led:
        raise NobodyToEvaluate("Choose at least one person whom somebody leads.")
    cycle = Cycle.objects.create(title=title, person=by, at=now, **vars(days))
    Evaluation.objects.bulk_create(
        Evaluation(cycle=cycle, person=each, manager_id=each.manager_id or 0) for each in led
    )
    record(by, "opened an evaluation cycle", title, f"{len(led)} people")
    return cycle


@transaction.atomic
def step(
    by: Person,
    evaluation: Evaluation,
    actor: Actor,
    act: Act,
    today: date,
    *,
    words: str = "",
    rating: int | None = None,
    after: int,
) -> EvaluationStep:
    """Do one act; ``after`` is how many steps whoever does it has read. Final words keep the evidence as it lies there.

    Raises Outdated, NoWords, and NotNow where the machine does not allow it.
    """
    found = Evaluation.objects.select_for_update().select_related("cycle", "person").get(pk=evaluation.pk)
    steps = list(found.steps.select_related("person"))
    if len(steps) != after:
        newest = steps[-1]
        raise Outdated(
            f"{newest.person.name} did a step meanwhile ('{newest.act}'), so this page has changed. What you wrote is "
            "still below; read the new step, then send it again."
        )
    way = machine.check(found.done, act, actor, found.cycle.clock, today)
    _complete(act, way.rated, words, rating, found.rating)
    written = EvaluationStep.objects.create(
        evaluation=found,
        number=len(steps) + 1,
        act=act,
        person=by,
        on=today,
        words=words.strip(),
        rating=rating if way.rated else None,
    )
    found.drafts.filter(act=act).delete()
    if act is Act.FINAL:
        EvidenceLine.objects.bulk_create(
            EvidenceLine(evaluation=found, kind=each.kind, on=each.on, words=each.words, address=each.address)
            for each in evidence.gather(found.person, found.cycle.first, found.cycle.last)
        )
    # What the step was is nobody's business but that of the three who may read the evaluation.
    record(by, "wrote in an evaluation", f"evaluation {found.pk}")
    return written


def _complete(act: Act, rated: bool, words: str, rating: int | None, before: Rating | None) -> None:
    if act not in WORDLESS and not words.strip():
        raise NoWords("Say it in words: they are what the other side reads.")
    if rated and rating not in Rating.values:
        raise NoWords("Choose a rating.")
    if act is Act.MOVED and rating == before:
        raise NoWords("The rating is this one already: choose another, or leave it as it is.")
