"""Gathers from a generation what is needed to ask how often Hoshin would err on this desk, in one read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hoshin.eventlog.refused import Refused
from hoshin.impact.design import BEFORE
from hoshin.impact.history import History, Touch
from hoshin.impact.shared_tickets import Takings
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Refusal, Value
from hoshin.pipeline.effect import plural, series
from hoshin.pipeline.read import Reader
from hoshin.pipeline.shared_tickets import DIMENSION, takings

_FRIDAY = 4


class NothingToTry(Refused):
    """The desk has no number of this metric by this dimension. The message says why."""


def history(
    reader: Reader,
    metric: str,
    dimension: str,
    *,
    grain: Grain | None = None,
    where: tuple[tuple[str, str], ...] = (),
    touches: Sequence[Touch] = (),
) -> History:
    """The metric of each value of the dimension, over whole weeks or working days (Monday to Friday).

    Where no grain is named, weeks, as for a verdict; days where there are too few weeks for many starts. Tickets
    without a value are no group. Raises UnknownMetric, UnknownDimension, UnknownValue, and NothingToTry.
    """
    if grain is None:
        weeks = history(reader, metric, dimension, grain=Grain.WEEK, where=where, touches=touches)
        if len(weeks.periods) >= 2 * BEFORE:
            return weeks
        grain = Grain.DAY
    asked = reader.catalogue.metric(metric)
    query = Query(grain, by=dimension, where=where)
    reader.check(query)
    readings = reader.read_as([asked], query)
    groups: dict[str, list[Reading]] = {}
    ends: dict[date, date] = {}
    for reading in readings:
        name = reading.scope[-1][1]
        if not reading.complete or name is None or (grain is Grain.DAY and reading.period.first.weekday() > _FRIDAY):
            continue
        groups.setdefault(name, []).append(reading)
        ends[reading.period.first] = reading.period.last
    if not any(isinstance(each.result, Value) for own in groups.values() for each in own):
        [whole] = reader.read_as([asked], Query(Grain.ALL, where=where))
        none = isinstance(whole.result, Refusal)
        why = str(whole.result) if none else f"no {dimension} has a number of a {grain} that is wholly covered"
        raise NothingToTry(f"{asked.title} by {dimension} cannot be tried: {why}. Choose another metric or dimension.")
    periods = tuple(sorted(ends))
    found = {name: series(each, periods) for name, each in groups.items()}
    return History(
        periods=periods,
        ends=tuple(ends[first] for first in periods),
        values={name: amounts for name, (amounts, _) in found.items()},
        n={name: n for name, (_, n) in found.items()},
        unit=asked.unit,
        title=asked.title,
        grain=grain,
        comparison=plural(dimension),
        touches=tuple(each for each in touches if each.group in found),
        takings=takings(reader, where) if dimension == DIMENSION else Takings(),
    )
