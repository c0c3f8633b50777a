"""What a measurement can be: a value, or a refusal with its reason. Never a zero for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SMALL = 5
"""Fewer cases than this are shown greyed, and never raise a signal."""


@dataclass(frozen=True)
class Value:
    """A number, the cases behind it, and its 95 % interval where the statistic has one.

    ``amount`` is in the metric's unit (shares from 0 to 1, times in hours); ``n`` counts tickets. ``left_out`` counts
    those of the same period and scope that could not count: without the field, or resolved before they were opened.
    """

    amount: float
    n: int
    low: float | None = None
    high: float | None = None
    left_out: int = 0

    @property
    def small(self) -> bool:
        """True where too few cases stand behind the number to draw conclusions from it."""
        return self.n < SMALL


class Reason(StrEnum):
    """Why there is no number. Each reason has one wording, here."""

    NO_CASES = "no data: no ticket falls into this period and scope"
    NO_FIELD = "no data: this desk's export does not give what the metric needs"
    TOO_FEW = "no number: fewer tickets than the metric asks for"
    NOT_COVERED = "no data: the period lies outside of what the desk's export covers"


@dataclass(frozen=True)
class Refusal:
    """No number, and why. ``n`` counts the cases that were there (0 for none); ``detail`` names the missing thing."""

    reason: Reason
    n: int = 0
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})" if self.detail else str(self.reason)


Result = Value | Refusal


@dataclass(frozen=True)
class Period:
    """A run of whole days, both ends included. ``label`` is 2016-04, 2016-W13, 2016-04-01 or all."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Reading:
    """A metric's result for one period and scope, with all that is needed to compute it again.

    ``scope`` holds (dimension, value) pairs: the query's filters, then the breakdown; the value None stands for tickets
    that have none. ``complete`` is False where the log does not cover the whole period: shown, but never judged.
    """

    metric: str
    period: Period
    scope: tuple[tuple[str, str | None], ...]
    result: Result
    unit: str
    generation: str
    definition: str
    complete: bool = True


def reading_json(reading: Reading) -> dict[str, object]:
    """The reading as JSON values, in the form that scripts rely on.

    ``scope`` is an object from dimension to value; null stands for tickets without one, and a list for alternatives.
    """
    scope: dict[str, object] = {}
    for dimension, value in reading.scope:
        alternatives = [v for d, v in reading.scope if d == dimension]
        scope[dimension] = value if len(alternatives) == 1 else alternatives
    result = reading.result
    number = result if isinstance(result, Value) else None
    return {
        "metric": reading.metric,
        "period": reading.period.label,
        "scope": scope,
        "amount": number.amount if number else None,
        "unit": reading.unit,
        "n": result.n,
        "low": number.low if number else None,
        "high": number.high if number else None,
        "refusal": str(result) if isinstance(result, Refusal) else None,
        "generation": reading.generation,
        "definition": reading.definition,
    }
