"""What is watched without anybody asking: the scorecard, and all that has a target or a key result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.obligations.models import Origin, Watch
from hoshin.apps.scorecards.models import Target
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy import queries as strategy
from hoshin.pipeline.read import Reader

Scope = tuple[str, str, str, str]
"""Metric, desk, dimension and value of a watch."""


def usual(reader: Reader) -> Iterator[tuple[Scope, Origin]]:
    """What is to be watched, and why; a demonstration only where there are no real tickets.

    A key result that is narrowed by more than one value is no single scope of the scorecard; its objective follows it.
    """
    whole = Selection().settled(reader.desks)
    aside = _set_aside(reader)
    in_use = reader.catalogue.metrics
    for key in in_use:
        yield (key, whole.desk, "", ""), Origin.USUAL
    for target in Target.objects.exclude(desk__in=aside).filter(metric__in=in_use):
        yield (target.metric, target.desk, target.dimension, target.value), Origin.TARGET
    yield from ((scope, Origin.KEY_RESULT) for scope in aims(reader))


def aims(reader: Reader) -> dict[Scope, date]:
    """Since when key results aim at a metric in a scope: from the start of the first of them."""
    whole = Selection().settled(reader.desks)
    aimed = (
        strategy.key_results(Eyes.MACHINE)
        .exclude(desk__in=_set_aside(reader))
        .filter(metric__in=reader.catalogue.metrics)
    )
    found: dict[Scope, date] = {}
    for each in aimed:
        pairs = [(part.dimension, part.value) for part in each.scope.all()]
        if len(pairs) <= 1:
            scope = (each.metric, each.desk or whole.desk, *(pairs[0] if pairs else ("", "")))
            found[scope] = min(each.start, found.get(scope, each.start))
    return found


def _set_aside(reader: Reader) -> list[str]:
    """The demonstrations, as soon as there are real tickets beside them."""
    demonstrations = [name for name, desk in reader.desks.items() if desk.demonstration]
    return demonstrations if len(demonstrations) < len(reader.desks) else []


@transaction.atomic
def complete(reader: Reader) -> None:
    """Write down the watches that are not there yet.

    Those of a demonstration that real tickets replace end, and those of a metric that is in use no longer.
    """
    over = Q(desk__in=_set_aside(reader)) | ~Q(metric__in=reader.catalogue.metrics)
    Watch.objects.filter(over, ended=False).update(ended=True)
    there = set(Watch.objects.filter(ended=False).values_list("metric", "desk", "dimension", "value"))
    wanted = {scope: origin for scope, origin in usual(reader) if scope not in there}
    Watch.objects.bulk_create(
        (
            Watch(metric=metric, desk=desk, dimension=dimension, value=value, origin=origin)
            for (metric, desk, dimension, value), origin in wanted.items()
        ),
        update_conflicts=True,
        unique_fields=["metric", "desk", "dimension", "value"],
        update_fields=["origin", "ended"],
    )
