"""One condition of an own metric: a field, how it is compared, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.metrics.expression import all_of
from hoshin.metrics.measures import in_order
from hoshin.metrics.own.fields import ALWAYS, FIELDS, Field, Sort
from hoshin.metrics.scope import raw


class Comparison(StrEnum):
    """How a field is compared."""

    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    CONTAINS_NOT = "does not contain"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"
    YES = "yes"
    NO = "no"
    GIVEN = "is given"
    NOT_GIVEN = "is not given"


_COMPARISONS: dict[Sort, tuple[Comparison, ...]] = {
    Sort.WORD: (Comparison.IS, Comparison.IS_NOT, Comparison.GIVEN, Comparison.NOT_GIVEN),
    Sort.TEXT: (Comparison.CONTAINS, Comparison.CONTAINS_NOT),
    Sort.NUMBER: (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.MORE_THAN, Comparison.LESS_THAN),
    Sort.YES_NO: (Comparison.YES, Comparison.NO),
    Sort.LINK: (Comparison.GIVEN, Comparison.NOT_GIVEN),
}

ALONE = (Comparison.YES, Comparison.NO, Comparison.GIVEN, Comparison.NOT_GIVEN)
"""Comparisons that need no value."""
PRESENCE = (Comparison.GIVEN, Comparison.NOT_GIVEN)
"""Comparisons that ask whether a ticket has a value at all."""


def comparisons(field: Field) -> tuple[Comparison, ...]:
    """The comparisons that a field can have: none asks whether there is what every ticket has."""
    possible = _COMPARISONS[field.sort]
    return possible if field.column not in ALWAYS else tuple(each for each in possible if each not in PRESENCE)


@dataclass(frozen=True)
class Condition:
    """A condition that is known to be sound: see ``hoshin.metrics.own.validation``. Words are alternatives."""

    field: str
    comparison: Comparison
    values: tuple[str, ...] = ()

    @property
    def of(self) -> Field:
        """The field that it is put on."""
        return FIELDS[self.field]

    def holds(self, tickets: Table) -> BooleanValue:
        """Whether it holds for a ticket; null where the ticket's field is unknown."""
        own = self.of
        column = tickets[own.column]
        match self.comparison:
            case Comparison.IS | Comparison.IS_NOT:
                among = column.isin([raw(own.name, value) for value in self.values])
                return among if self.comparison is Comparison.IS else ~among
            case Comparison.CONTAINS | Comparison.CONTAINS_NOT:
                found = ibis.or_(*(column.lower().contains(value.lower()) for value in self.values))
                return found if self.comparison is Comparison.CONTAINS else ~found
            case Comparison.YES | Comparison.NO:
                return column if self.comparison is Comparison.YES else ~column
            case Comparison.GIVEN | Comparison.NOT_GIVEN:
                return column.notnull() if self.comparison is Comparison.GIVEN else column.isnull()
            case _:
                return self._compared(tickets)

    def _compared(self, tickets: Table) -> BooleanValue:
        measure = self.of.amount(days=False)
        amount, limit = measure.of(tickets), round(float(self.values[0]) * measure.per)
        match self.comparison:
            case Comparison.AT_LEAST:
                return amount >= limit
            case Comparison.AT_MOST:
                return amount <= limit
            case Comparison.MORE_THAN:
                return amount > limit
            case _:
                return amount < limit

    @property
    def words(self) -> str:
        """The condition as people say it."""
        title = self.of.title
        match self.comparison:
            case Comparison.YES | Comparison.NO:
                return f"{title}: {self.comparison.value}"
            case Comparison.GIVEN | Comparison.NOT_GIVEN:
                return f"{title} {self.comparison.value}"
            case Comparison.AT_LEAST | Comparison.AT_MOST | Comparison.MORE_THAN | Comparison.LESS_THAN:
                unit = " h" if self.of.unit == "h" else ""
                return f"{title} {self.comparison.value} {self.values[0]}{unit}"
            case _:
                return f"{title} {self.comparison.value} {' or '.join(f'“{value}”' for value in self.values)}"


@dataclass(frozen=True)
class Filter:
    """Which tickets the metric is about: all conditions hold.

    A ticket whose field is unknown is not among them, but for ``is not`` and ``does not contain``: it is not that.
    """

    conditions: tuple[Condition, ...]

    def __call__(self, tickets: Table) -> BooleanValue:
        each = []
        for condition in self.conditions:
            unknown = condition.comparison in (Comparison.IS_NOT, Comparison.CONTAINS_NOT)
            ordered = in_order(*condition.of.moments)(tickets) if condition.of.moments else None
            held = all_of(condition.holds(tickets), ordered)
            assert held is not None
            each.append(ibis.coalesce(held, unknown))
        return ibis.and_(*each)


@dataclass(frozen=True)
class Met:
    """What a share counts: all conditions hold. Asked only of tickets whose fields are known."""

    conditions: tuple[Condition, ...]

    def __call__(self, tickets: Table) -> BooleanValue:
        return ibis.and_(*(condition.holds(tickets) for condition in self.conditions))


@dataclass(frozen=True)
class InOrder:
    """Whether none of the times runs backwards."""

    moments: tuple[tuple[str, str], ...]

    def __call__(self, tickets: Table) -> BooleanValue:
        return ibis.and_(*(in_order(start, end)(tickets) for start, end in self.moments))
