"""What stands in the form: the answers so far, sound or not, and the fields that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from hoshin.apps.definitions.models import Part
from hoshin.metrics.own.conditions import ALONE, Comparison, comparisons
from hoshin.metrics.own.fields import FIELDS, Field, Sort
from hoshin.metrics.own.specification import Measured, Specification
from hoshin.metrics.own.validation import MOST_CONDITIONS, key_of
from hoshin.metrics.statistic import Dating

PLAIN = (
    *("title", "question", "key", "dating", "measured", "amount", "unit", "days", "direction", "least"),
    *("practice", "owner_role", "why"),
)
"""The answers that are one text each."""
FRESH = {"dating": Dating.OPENED.value, "measured": Measured.COUNT.value, "unit": "h", "least": "1"}
"""The answers with which a new definition begins: something that can be read at once."""
WORDS_ALONE = {"title", "question", "key", "practice", "owner_role", "direction"}
"""What has to be said before a definition is saved, and changes no number."""


@dataclass(frozen=True)
class Row:
    """One condition of the form; ``field`` is empty where none is chosen yet."""

    field: str = ""
    comparison: str = ""
    values: tuple[str, ...] = ()

    @property
    def of(self) -> Field | None:
        """The field that is chosen; None without one."""
        return FIELDS.get(self.field)

    @property
    def possible(self) -> tuple[Comparison, ...]:
        """The comparisons that its field can have."""
        return comparisons(self.of) if self.of else ()

    @property
    def alone(self) -> bool:
        """Whether it needs no value."""
        return self.comparison in [each.value for each in ALONE]


@dataclass(frozen=True)
class Draft:
    """The answers so far: plain ones by name, the conditions of either part, and counter-metrics."""

    answers: Mapping[str, str]
    filter: tuple[Row, ...] = ()
    met: tuple[Row, ...] = ()
    counter_metrics: tuple[str, ...] = ()

    @property
    def measure(self) -> Measured | None:
        """The measure that is chosen; None where there is no such one."""
        found = self.answers.get("measured", "")
        return Measured(found) if found in [each.value for each in Measured] else None

    @property
    def asks_amount(self) -> bool:
        """Whether a number of each ticket is asked for."""
        return self.measure is not None and self.measure.needs_amount

    @property
    def asks_unit(self) -> bool:
        """Whether hours or days can be chosen."""
        amount = FIELDS.get(self.answers.get("amount", ""))
        return self.asks_amount and amount is not None and amount.unit == "h" and self.measure is not Measured.TOTAL

    @property
    def asks_days(self) -> bool:
        """Whether an age is asked for."""
        return self.measure is Measured.OLDER

    @property
    def asks_met(self) -> bool:
        """Whether it is asked what has to hold."""
        return self.measure is Measured.SHARE

    @property
    def asks_least(self) -> bool:
        """Whether a number of few tickets could mislead."""
        return self.measure not in (Measured.COUNT, Measured.WEEKLY)

    @property
    def said(self) -> dict[str, object]:
        """The answers in the form of ``hoshin.metrics.own.validation.specified``; what is not asked for is left out."""
        given = self.answers
        return {
            "key": given.get("key", "") or key_of(given.get("title", "")),
            "title": given.get("title", ""),
            "question": given.get("question", ""),
            "dating": given.get("dating", ""),
            "measured": given.get("measured", ""),
            "amount": given.get("amount", "") if self.asks_amount else "",
            "unit": given.get("unit", "") if self.asks_unit else "h",
            "days": given.get("days", "") if self.asks_days else "",
            "met": _said(self.met) if self.asks_met else [],
            "filter": _said(self.filter),
            "direction": given.get("direction", ""),
            "least": given.get("least", "") if self.asks_least else "1",
            "practice": given.get("practice", ""),
            "owner_role": given.get("owner_role", ""),
            "counter_metrics": list(self.counter_metrics),
        }

    def without(self, place: str) -> Draft:
        """Without the condition at a place such as ``filter-2``; as it is where there is none."""
        part, _, number = place.partition("-")
        if part not in Part.values or not number.isdecimal():
            return self
        found: tuple[Row, ...] = self.met if part == Part.MET else self.filter
        kept = tuple(row for n, row in enumerate(found) if n != int(number))
        return replace(self, met=kept) if part == Part.MET else replace(self, filter=kept)


def _said(rows: tuple[Row, ...]) -> list[dict[str, object]]:
    return [{"field": row.field, "comparison": row.comparison, "values": list(row.values)} for row in rows]


def typed(data: QueryDict) -> Draft:
    """What somebody typed into the form."""
    # A field that was not asked for stands not in the form: it begins as in a new definition.
    answers = {name: data.get(name, FRESH.get(name, "")).strip() for name in PLAIN}
    return Draft(answers, _rows(data, Part.FILTER), _rows(data, Part.MET), tuple(data.getlist("counter_metrics")))


def _rows(data: QueryDict, part: str) -> tuple[Row, ...]:
    """The conditions of a part, those without a field left out. Values belong to the field they were offered for."""
    found = []
    for place in range(MOST_CONDITIONS + 1):
        name = f"{part}-{place}"
        field = data.get(f"{name}-field", "")
        if not field:
            continue
        row = Row(field, data.get(f"{name}-comparison", ""))
        same = data.get(f"{name}-was", field) == field
        fit = [each.value for each in row.possible]
        if not same or (not row.comparison and fit):
            found.append(replace(row, comparison=row.comparison if row.comparison in fit else fit[0] if fit else ""))
            continue
        values = data.getlist(f"{name}-values")
        if row.of and row.of.sort is Sort.TEXT:
            values = [line for value in values for line in value.splitlines()]
        given = tuple(value.strip() for value in values if value.strip())
        if row.of and row.of.sort is Sort.WORD:
            # Alternatives have no order of their own: in one order the same choice is the same definition.
            given = tuple(sorted(given))
        found.append(replace(row, values=() if row.alone else given))
    return tuple(found)


def fresh() -> Draft:
    """The answers with which a new definition begins."""
    return Draft(FRESH)


def drafted(specification: Specification) -> Draft:
    """A definition as answers of the form."""
    answers = {
        "title": specification.title,
        "question": specification.question,
        "key": specification.key,
        "dating": specification.dating.value,
        "measured": specification.measured.value,
        "amount": specification.amount,
        "unit": specification.unit,
        "days": str(specification.days or ""),
        "direction": specification.direction.value,
        "least": str(specification.least),
        "practice": specification.practice,
        "owner_role": specification.owner_role,
    }
    rows = [
        tuple(Row(each.field, each.comparison.value, each.values) for each in part)
        for part in (specification.filter, specification.met)
    ]
    return Draft(answers, rows[0], rows[1], specification.counter_metrics)
