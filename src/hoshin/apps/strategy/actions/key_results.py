"""Writes of key results, from the measured baseline to what is promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.actions.refusals import NoBaseline, NoChange, Signed
from hoshin.apps.strategy.level import is_small, level, level_words
from hoshin.apps.strategy.models import KeyResult, KeyResultScope, Objective
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import day, scope_words


def read_baseline(reader: Reader, metric: str, where: Iterable[tuple[str, str]], first: date, last: date) -> Reading:
    """What the metric was over the days from ``first`` to ``last``.

    Raises NoBaseline where there is no value, where too few tickets stand behind it, and where the tickets do not cover
    these days wholly: then a later import would change the number.
    """
    scope = tuple(where)
    reading = reader.read([metric], Query(Grain.ALL, None, first, last, scope))[0]
    asked = reader.catalogue.metric(metric)
    title, words = asked.title, scope_words(scope)
    if not isinstance(reading.result, Value):
        raise NoBaseline(
            f"{title} has no value from {day(first)} to {day(last)} for {words}: {reading.result}. "
            "Choose other days or another scope."
        )
    if not reading.complete:
        begin, end = reader.coverage(scope)
        raise NoBaseline(
            f"The tickets cover {day(begin)} to {day(end)}, and their last day may be cut. Choose days in between."
        )
    if is_small(asked, reading.result):
        raise NoBaseline(
            f"Only {reading.result.n} tickets stand behind {title} in {words} on these days: too few to start from. "
            "Choose more days or a wider scope."
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
    """Add a key result. ``baseline`` is a reading of its metric in its scope, from ``read_baseline``.

    ``target`` is in the metric's unit, of a count per four weeks. Raises NoBaseline and NoChange.
    """
    metric = definitions.catalogue().metric(baseline.metric)
    found = KeyResult(
        objective=objective, title=title, metric=metric.key, desk=desk, target=target, start=start, due=due
    )
    _start_from(found, metric, baseline)
    check_target(metric, found.baseline, target)
    found.save()
    KeyResultScope.objects.bulk_create(
        KeyResultScope(key_result=found, dimension=dimension, value=value) for dimension, value in scope
    )
    record(person, "added a key result", title, _promise(metric, found))
    return found


@transaction.atomic
def change_key_result(
    person: Person | None,
    key_result: KeyResult,
    *,
    title: str,
    target: float,
    start: date,
    due: date,
    after: int | None = None,
) -> None:
    """Change what a key result promises; what it measures, and where it starts from, stay.

    ``after`` is the edition that was changed; None asks for no check. Raises Meanwhile, NoChange and Signed.
    """
    check_promise(key_result, target, due)
    stored = held(key_result, after, counter="edition")
    before = promised(stored)
    key_result.title, key_result.target, key_result.start, key_result.due = title, target, start, due
    key_result.edition = stored.edition + 1
    key_result.save(update_fields=["title", "target", "start", "due", "edition"])
    record(person, "changed a key result", title, changes=changed(before, promised(key_result)))


@transaction.atomic
def measure_again(person: Person, key_result: KeyResult, baseline: Reading) -> None:
    """Take the baseline from a new reading, such as after the metric's definition has changed. Raises NoBaseline."""
    metric = definitions.catalogue().metric(key_result.metric)
    before = _measured(metric, key_result)
    _start_from(key_result, metric, baseline)
    check_target(metric, key_result.baseline, key_result.target)
    key_result.save()
    changes = changed(before, _measured(metric, key_result))
    record(person, "measured a baseline again", key_result.title, changes=changes)


@transaction.atomic
def drop_key_result(person: Person, key_result: KeyResult) -> None:
    """Remove a key result; the audit trail keeps what it said. Raises Signed where its target was negotiated."""
    if key_result.catchballs.exists():
        raise Signed(f"The target of '{key_result.title}' was negotiated, and that stays: it cannot be removed.")
    if key_result.countermeasures.exists():
        raise Signed(f"'{key_result.title}' has countermeasures, and they stay: it cannot be removed.")
    record(
        person,
        "removed a key result",
        key_result.title,
        _promise(definitions.catalogue().metric(key_result.metric), key_result),
    )
    key_result.delete()


def _not_signed(key_result: KeyResult, advice: str) -> None:
    for each in key_result.catchballs.all():
        if each.agreed:
            raise Signed(f"{each.names} signed this target. {advice}")


def _start_from(key_result: KeyResult, metric: Metric, baseline: Reading) -> None:
    if not isinstance(baseline.result, Value):
        raise NoBaseline("A key result starts from a measured number; this reading is a refusal.")
    period = baseline.period
    key_result.baseline = level(metric, baseline.result.amount, period.first, period.last)
    key_result.baseline_n = baseline.result.n
    key_result.baseline_first, key_result.baseline_last = period.first, period.last
    key_result.baseline_generation, key_result.baseline_definition = baseline.generation, baseline.definition


def check_target(metric: Metric, baseline: float, target: float) -> None:
    """Raise NoChange where ``target`` is no improvement on ``baseline``; both in the metric's unit."""
    was, wanted = level_words(metric, baseline), level_words(metric, target)
    if target == baseline:
        raise NoChange(f"The target is the baseline, {was}: say what shall change.")
    better = {Direction.LOWER: target < baseline, Direction.HIGHER: target > baseline}.get(metric.direction, True)
    if not better:
        raise NoChange(
            f"Of {metric.title.lower()} {metric.direction.value} is better: {wanted} would be worse than the baseline, "
            f"{was}."
        )


def check_promise(key_result: KeyResult, target: float, due: date) -> None:
    """Raise NoChange where ``target`` is no improvement, and Signed where both sides signed another target or date."""
    check_target(definitions.catalogue().metric(key_result.metric), key_result.baseline, target)
    if (target, due) != (key_result.target, key_result.due):
        _not_signed(key_result, "Throw the ball again to change target or date.")


def promised(found: KeyResult) -> dict[str, object]:
    """What a key result promises, field by field, for the audit trail."""
    metric = definitions.catalogue().metric(found.metric)
    return {
        "title": found.title,
        "target": level_words(metric, found.target),
        "from": found.start,
        "by": found.due,
    }


def _measured(metric: Metric, found: KeyResult) -> dict[str, object]:
    return {
        "baseline": level_words(metric, found.baseline),
        "tickets behind it": found.baseline_n,
        "generation": found.baseline_generation,
        "definition": found.baseline_definition,
    }


def _promise(metric: Metric, found: KeyResult) -> str:
    return f"{level_words(metric, found.baseline)} → {level_words(metric, found.target)} by {found.due}"
