"""Writes of own metrics."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions.models import Definition, OwnMetric
from hoshin.apps.definitions.rows import add_rows, said
from hoshin.apps.sources.announcing import tell
from hoshin.eventlog.refused import Refused
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.own.specification import Specification


class KeyTaken(Refused):
    """Another own metric has the key."""


class NothingChanged(Refused):
    """The new definition says what the one before says."""


class NoReason(Refused):
    """A definition changes, or a metric is retired, and nobody says why."""


class NotInUse(Refused):
    """The metric is retired, or is not."""


@transaction.atomic
def define(person: Person | None, specification: Specification, why: str = "") -> OwnMetric:
    """Define a metric: its first version. Raises KeyTaken."""
    if OwnMetric.objects.filter(key=specification.key).exists():
        raise KeyTaken(
            f"There is a metric '{specification.key}' already, in use or retired: change that one, or choose another "
            "short name."
        )
    own_metric = OwnMetric.objects.create(key=specification.key)
    metric = compiled(specification)
    found = Definition(own_metric=own_metric, position=1, version=1, person=person, why=why, digest=metric.digest)
    add_rows(found, specification)
    record(person, "defined a metric", specification.title, f"{metric.key}: {metric.formula}")
    tell(settings.WHEN_DEFINED)
    return own_metric


@transaction.atomic
def change(
    person: Person | None, own_metric: OwnMetric, specification: Specification, why: str, *, after: int
) -> Definition:
    """Define the metric anew, and say why; the definitions before stay. ``after`` is the position that was changed.

    Where only words change (title, question, practice, owner, counter-metrics) the version and its hash stay. Raises
    NoReason, NothingChanged, Meanwhile and NotInUse.
    """
    locked = OwnMetric.objects.select_for_update().get(pk=own_metric.pk)
    if locked.retired_at:
        raise NotInUse("A retired metric is not changed: bring it back first.")
    if not why.strip():
        raise NoReason("Say why the definition changes: who reads the numbers later wants to know.")
    before = Definition.objects.filter(own_metric=locked).order_by("position").last()
    assert before is not None
    if before.position != after:
        raise Meanwhile(before.title, before.position)
    if before.said == said(specification):
        raise NothingChanged("This is the definition that holds already: change something, or go back.")
    same = compiled(specification, before.version).digest == before.digest
    version = before.version if same else before.version + 1
    metric = compiled(specification, version)
    found = Definition(
        own_metric=locked,
        position=before.position + 1,
        version=version,
        person=person,
        why=why.strip(),
        digest=metric.digest,
    )
    add_rows(found, specification)
    what = "changed the words of a metric" if same else "changed a metric"
    record(person, what, specification.title, f"{metric.key}, version {version}: {metric.formula}. {why.strip()}")
    tell(settings.WHEN_DEFINED)
    return found


@transaction.atomic
def retire(person: Person | None, own_metric: OwnMetric, why: str) -> None:
    """Offer the metric nowhere any more; what was published with it can still be computed.

    Raises NoReason and NotInUse.
    """
    locked = OwnMetric.objects.select_for_update().get(pk=own_metric.pk)
    if locked.retired_at:
        raise NotInUse("The metric is retired already.")
    if not why.strip():
        raise NoReason("Say why the metric is retired: who misses it wants to know.")
    locked.retired_at, locked.retired_by, locked.retired_why = timezone.now(), person, why.strip()
    locked.save(update_fields=["retired_at", "retired_by", "retired_why"])
    record(person, "retired a metric", locked.key, why.strip())
    tell(settings.WHEN_DEFINED)


@transaction.atomic
def bring_back(person: Person | None, own_metric: OwnMetric) -> None:
    """Offer a retired metric again, by its latest definition. Raises NotInUse."""
    locked = OwnMetric.objects.select_for_update().get(pk=own_metric.pk)
    if not locked.retired_at:
        raise NotInUse("The metric is in use already.")
    before = locked.retired_why
    locked.retired_at, locked.retired_by, locked.retired_why = None, None, ""
    locked.save(update_fields=["retired_at", "retired_by", "retired_why"])
    record(person, "brought a metric back", locked.key, f"it was retired because: {before}")
    tell(settings.WHEN_DEFINED)
