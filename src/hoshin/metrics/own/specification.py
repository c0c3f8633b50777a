"""What people say when they define a metric of their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hoshin.metrics.definition import Direction
from hoshin.metrics.own.conditions import Condition
from hoshin.metrics.statistic import Dating

PREFIX = "own_"
"""With this the key of every own metric begins, and that of no metric of the library."""


class Measured(StrEnum):
    """What is measured over the tickets."""

    COUNT = "count"
    WEEKLY = "per week"
    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    P75 = "75th percentile"
    P80 = "80th percentile"
    P85 = "85th percentile"
    P90 = "90th percentile"
    P95 = "95th percentile"
    TOTAL = "total"
    MEDIAN_AGE = "median age"
    OLDER = "share that is older"

    @property
    def quantile(self) -> float | None:
        """Of a quantile, which; None for other measures."""
        return QUANTILES.get(self)

    @property
    def needs_amount(self) -> bool:
        """Whether it is taken of an amount of each ticket."""
        return self in QUANTILES or self in (Measured.MEAN, Measured.TOTAL)


QUANTILES = {
    Measured.MEDIAN: 0.5,
    Measured.P75: 0.75,
    Measured.P80: 0.8,
    Measured.P85: 0.85,
    Measured.P90: 0.9,
    Measured.P95: 0.95,
}
STANDING = (Measured.COUNT, Measured.MEDIAN_AGE, Measured.OLDER)
"""What can be measured of tickets as they stand at the end of a day."""
FALLING = tuple(each for each in Measured if each not in (Measured.MEDIAN_AGE, Measured.OLDER))
"""What can be measured of tickets that fall into days."""


@dataclass(frozen=True)
class Specification:
    """An own metric as it was said: sound as a whole, see ``hoshin.metrics.own.validation``.

    ``amount`` names the field of a mean, quantile or total, ``met`` is what a share counts, ``days`` the age of the
    share that is older. ``unit`` is chosen for times alone, hours or days; ``least`` is the fewest tickets of which a
    number is given.
    """

    key: str
    title: str
    question: str
    measured: Measured
    dating: Dating
    direction: Direction
    practice: str
    owner_role: str
    amount: str = ""
    met: tuple[Condition, ...] = ()
    days: int = 0
    filter: tuple[Condition, ...] = ()
    unit: str = "h"
    least: int = 1
    counter_metrics: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions that it makes."""
        return (*self.filter, *self.met)


def as_json(specification: Specification) -> dict[str, object]:
    """The specification as JSON values; ``hoshin.metrics.own.validation.specified`` reads them back."""

    def said(conditions: tuple[Condition, ...]) -> list[dict[str, object]]:
        return [
            {"field": each.field, "comparison": each.comparison.value, "values": list(each.values)}
            for each in conditions
        ]

    return {
        "key": specification.key,
        "title": specification.title,
        "question": specification.question,
        "measured": specification.measured.value,
        "amount": specification.amount,
        "met": said(specification.met),
        "days": specification.days,
        "filter": said(specification.filter),
        "dating": specification.dating.value,
        "unit": specification.unit,
        "direction": specification.direction.value,
        "least": specification.least,
        "practice": specification.practice,
        "owner_role": specification.owner_role,
        "counter_metrics": list(specification.counter_metrics),
    }
