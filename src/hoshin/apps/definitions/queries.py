"""Reads of own metrics, and the catalogue of the installation: what the library declares and what people defined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from hoshin.apps.agreements import queries as agreements
from hoshin.apps.definitions.models import Definition, OwnMetric
from hoshin.apps.definitions.rows import said, specification_of
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.own.specification import Specification
from hoshin.metrics.own.validation import SpecificationInvalid
from hoshin.metrics.registry import LIBRARY

State = tuple[tuple[int, int, str, datetime | None], ...]
"""Of every definition its metric, position, the hash of what it says, and since when the metric is retired."""


@dataclass(frozen=True)
class Told:
    """One definition with what it stands for; ``specification`` is None where this version cannot read it.

    ``intact`` says that the rows are what was saved, and that they still compile to the definition hash of then.
    """

    definition: Definition
    specification: Specification | None
    metric: Metric | None
    intact: bool
    trouble: str = ""


def catalogue() -> Catalogue:
    """All metrics of this installation with every version that their definitions had.

    Those of service levels are read by the current book. It costs a few queries; rows are read again only where
    somebody changed something.
    """
    state: State = tuple(
        Definition.objects.values_list("own_metric_id", "position", "said", "own_metric__retired_at").order_by(
            "own_metric__key", "position"
        )
    )
    below = agreements.catalogue()
    return below.with_own(*_own(state)) if state else below


def metric_choices() -> list[tuple[str, str]]:
    """The metrics in use as key and title, as forms take them."""
    return [(key, each.title) for key, each in catalogue().metrics.items()]


@lru_cache(maxsize=4)
def _own(state: State) -> tuple[list[tuple[Metric, ...]], list[tuple[Metric, ...]]]:
    """The metrics in use and the retired ones, each as its versions, oldest first.

    They follow from the state alone, whatever is written meanwhile: definitions stay, and it says which of them count.
    A metric whose latest definition cannot be read is left out.
    """
    there = {(pk, position) for pk, position, _, _ in state}
    gone = {pk for pk, _, _, retired_at in state if retired_at}
    in_use: list[tuple[Metric, ...]] = []
    retired: list[tuple[Metric, ...]] = []
    for own_metric in own_metrics():
        found = [told(each) for each in own_metric.definitions.all() if (own_metric.pk, each.position) in there]
        if found and found[-1].metric:
            # A change of words alone keeps its version, and the last words hold.
            by_version = {each.metric.version: each.metric for each in found if each.metric}
            (retired if own_metric.pk in gone else in_use).append(tuple(by_version.values()))
    return in_use, retired


def own_metrics() -> QuerySet[OwnMetric]:
    """All own metrics with all their definitions, in a fixed number of queries."""
    return OwnMetric.objects.select_related("retired_by").prefetch_related(
        "definitions__own_metric",
        "definitions__person",
        "definitions__conditions__values",
        "definitions__counter_metrics",
    )


def told(definition: Definition) -> Told:
    """The definition with what it stands for."""
    try:
        specification = specification_of(definition)
    except SpecificationInvalid as error:
        return Told(definition, None, None, False, str(error))
    metric = compiled(specification, definition.version)
    intact = said(specification) == definition.said and metric.digest == definition.digest
    return Told(definition, specification, metric, intact)


def history(own_metric: OwnMetric) -> list[Told]:
    """All definitions of an own metric, oldest first."""
    return [told(each) for each in own_metric.definitions.all()]


def latest(found: Iterable[OwnMetric]) -> list[tuple[OwnMetric, Told]]:
    """Each own metric with the definition that holds."""
    return [(each, history(each)[-1]) for each in found if each.definitions.all()]


def practices() -> list[str]:
    """The practices that metrics belong to, as the library names them."""
    return sorted({metric.practice for metric in LIBRARY.metrics.values()})


def origin(key: str) -> Definition | None:
    """The definition of an own metric that holds, with who gave it; None for a metric of the library."""
    found = Definition.objects.filter(own_metric__key=key).select_related("own_metric", "person")
    return found.order_by("-position").first()
