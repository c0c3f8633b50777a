"""Writes of vision, objectives and key results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy.models import KeyResult, KeyResultScope, Objective, Vision
from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric as metric_named
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import amount, scope_words


class NoBaseline(Refused):
    """The metric has no value over the days chosen as baseline, so there is nothing to start from."""


@transaction.atomic
def publish_vision(person: Person | None, *, statement: str, horizon: str, success: str) -> Vision:
    """Publish the vision, or its next version; the versions before stay readable."""
    vision = Vision.objects.create(statement=statement, horizon=horizon, success=success, person=person)
    record(person, "published the vision", statement)
    return vision


@transaction.atomic
def write_objective(
    person: Person | None,
    *,
    title: str,
    why: str,
    owner: Person | None,
    first: date,
    last: date,
    team: Team | None = None,
    objective: Objective | None = None,
) -> Objective:
    """Write a new objective, or ``objective`` anew."""
    found = objective or Objective()
    before = found.title
    found.title, found.why, found.owner, found.team, found.first, found.last = title, why, owner, team, first, last
    found.save()
    record(person, "changed an objective" if before else "wrote an objective", title)
    return found


def read_baseline(reader: Reader, metric: str, where: Iterable[tuple[str, str]], first: date, last: date) -> Reading:
    """What the metric was over the days from ``first`` to ``last``. Raises NoBaseline with the reason."""
    reading = reader.read([metric], Query(Grain.ALL, None, first, last, tuple(where)))[0]
    if not isinstance(reading.result, Value):
        raise NoBaseline(
            f"{metric_named(metric).title} has no value from {first} to {last} for {scope_words(where)}: "
            f"{reading.result}. Choose other days or another scope."
        )
    return reading


@transaction.atomic
def write_key_result(
    person: Person | None,
    objective: Objective,
    baseline: Reading,
    *,
    title: str,
    target: float,
    start: date,
    due: date,
    desk: str = "",
    scope: Iterable[tuple[str, str]] = (),
) -> KeyResult:
    """Add a key result. ``baseline`` is a reading of its metric in its scope, from ``read_baseline``."""
    if not isinstance(baseline.result, Value):
        raise NoBaseline("A key result starts from a measured number; this reading is a refusal.")
    found = KeyResult.objects.create(
        objective=objective,
        title=title,
        metric=baseline.metric,
        desk=desk,
        target=target,
        start=start,
        due=due,
        baseline=baseline.result.amount,
        baseline_n=baseline.result.n,
        baseline_first=baseline.period.first,
        baseline_last=baseline.period.last,
        baseline_generation=baseline.generation,
        baseline_definition=baseline.definition,
    )
    KeyResultScope.objects.bulk_create(
        KeyResultScope(key_result=found, dimension=dimension, value=value) for dimension, value in scope
    )
    unit = baseline.unit
    record(
        person, "added a key result", title, f"{amount(baseline.result.amount, unit)} → {amount(target, unit)} by {due}"
    )
    return found


@transaction.atomic
def drop_key_result(person: Person, key_result: KeyResult) -> None:
    """Remove a key result; the audit trail keeps what it said."""
    record(person, "removed a key result", key_result.title, f"{key_result.baseline} → {key_result.target}")
    key_result.delete()
