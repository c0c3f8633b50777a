"""Between a specification and the rows that keep it."""

from __future__ import annotations

import hashlib
import json

from hoshin.apps.definitions.models import ConditionValue, CounterMetric, Definition, DefinitionCondition, Part
from hoshin.metrics.own.specification import Specification, as_json
from hoshin.metrics.own.validation import specified


def said(specification: Specification) -> str:
    """The SHA-256 of all that a specification says."""
    text = json.dumps(as_json(specification), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def specification_of(definition: Definition) -> Specification:
    """The specification that rows keep; in a fixed number of queries where they were fetched with ``queries.told``.

    Raises SpecificationInvalid where this version of Hoshin does not know what was said.
    """
    parts: dict[str, list[dict[str, object]]] = {Part.FILTER: [], Part.MET: []}
    for each in definition.conditions.all():
        values = [value.value for value in each.values.all()]
        parts[each.part].append({"field": each.field, "comparison": each.comparison, "values": values})
    return specified(
        {
            "key": definition.own_metric.key,
            "title": definition.title,
            "question": definition.question,
            "measured": definition.measured,
            "amount": definition.amount,
            "met": parts[Part.MET],
            "days": definition.days,
            "filter": parts[Part.FILTER],
            "dating": definition.dating,
            "unit": definition.unit,
            "direction": definition.direction,
            "least": definition.least,
            "practice": definition.practice,
            "owner_role": definition.owner_role,
            "counter_metrics": [each.metric for each in definition.counter_metrics.all()],
        }
    )


def add_rows(definition: Definition, specification: Specification) -> None:
    """Write the definition with its conditions and counter-metrics; call it inside a transaction."""
    definition.title, definition.question = specification.title, specification.question
    definition.measured, definition.amount = specification.measured.value, specification.amount
    definition.days, definition.unit, definition.least = specification.days, specification.unit, specification.least
    definition.dating, definition.direction = specification.dating.value, specification.direction.value
    definition.practice, definition.owner_role = specification.practice, specification.owner_role
    definition.said = said(specification)
    definition.save(force_insert=True)
    for part, conditions in ((Part.FILTER, specification.filter), (Part.MET, specification.met)):
        for place, each in enumerate(conditions):
            row = DefinitionCondition.objects.create(
                definition=definition, part=part, position=place, field=each.field, comparison=each.comparison.value
            )
            ConditionValue.objects.bulk_create(
                ConditionValue(condition=row, position=n, value=value) for n, value in enumerate(each.values)
            )
    CounterMetric.objects.bulk_create(
        CounterMetric(definition=definition, position=n, metric=key)
        for n, key in enumerate(specification.counter_metrics)
    )
