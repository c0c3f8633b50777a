"""From a sound specification to a metric like any other: the same kind of expression, the same kind of hash."""

from __future__ import annotations

from functools import lru_cache

from hoshin.metrics.definition import Metric
from hoshin.metrics.own.conditions import PRESENCE, Filter, InOrder, Met
from hoshin.metrics.own.fields import ALWAYS, FIELDS, ONE, Field
from hoshin.metrics.own.specification import Measured, Specification
from hoshin.metrics.own.wording import absences, exclusions, formula
from hoshin.metrics.statistic import (
    Count,
    Dating,
    Mean,
    MedianAge,
    Quantile,
    Share,
    Statistic,
    Stock,
    StockShare,
    Total,
    Weekly,
)


@lru_cache(maxsize=1024)
def compiled(specification: Specification, version: int = 1) -> Metric:
    """The metric that a specification stands for, as that version of its definition."""
    asked = [FIELDS[specification.amount]] if specification.amount else []
    asked += [each.of for each in specification.met if each.comparison not in PRESENCE]
    moments = tuple(dict.fromkeys(field.moments for field in asked if field.moments))
    absent = [each.of.column for each in absences(specification)]
    return Metric(
        key=specification.key,
        title=specification.title,
        question=specification.question,
        formula=formula(specification),
        unit=unit(specification),
        direction=specification.direction,
        dating=specification.dating,
        statistic=_statistic(specification),
        practice=specification.practice,
        owner_role=specification.owner_role,
        exclusions=exclusions(specification),
        counter_metrics=specification.counter_metrics,
        version=version,
        among=Filter(specification.filter) if specification.filter else None,
        among_needs=_columns([each.of for each in specification.filter]),
        valid=InOrder(moments) if moments else None,
        needs=_columns(asked),
        desk_gives=absent[0] if absent else "",
        least=specification.least if specification.least > 1 else 0,
    )


def unit(specification: Specification) -> str:
    """The unit that the measure gives."""
    match specification.measured:
        case Measured.COUNT:
            return "tickets"
        case Measured.WEEKLY:
            return "per week"
        case Measured.SHARE | Measured.OLDER:
            return "share"
        case Measured.MEDIAN_AGE:
            return "days"
    field = FIELDS[specification.amount]
    if field.unit == "h":
        return specification.unit
    return field.summed if specification.measured is Measured.TOTAL else field.unit


def _columns(fields: list[Field]) -> tuple[str, ...]:
    """The columns without which the fields are unknown, but for those that every ticket has."""
    return tuple(dict.fromkeys(column for field in fields for column in field.columns if column not in ALWAYS))


def _statistic(specification: Specification) -> Statistic:
    quantile = specification.measured.quantile
    match specification.measured:
        case Measured.COUNT:
            return Stock() if specification.dating is Dating.STANDING else Count()
        case Measured.WEEKLY:
            return Weekly(ONE)
        case Measured.SHARE:
            return Share(Met(specification.met))
        case Measured.MEDIAN_AGE:
            return MedianAge()
        case Measured.OLDER:
            return StockShare(specification.days)
    measure = FIELDS[specification.amount].amount(days=unit(specification) == "days")
    if quantile is not None:
        return Quantile(measure, quantile)
    return Mean(measure) if specification.measured is Measured.MEAN else Total(measure)
