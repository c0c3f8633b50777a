"""Periods: how runs of days are cut, labelled and bucketed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from ibis.expr.types import DateValue
from numpy.typing import NDArray

from hoshin.metrics.query import Grain
from hoshin.metrics.result import Period

_TRUNCATION = {Grain.DAY: "D", Grain.WEEK: "W", Grain.MONTH: "M"}
_DAY = timedelta(days=1)
_EPOCH = date(1970, 1, 1).toordinal()


def bucket(day: DateValue, grain: Grain) -> DateValue:
    """The first day of the period in which ``day`` lies. Not for ``all``."""
    return day if grain is Grain.DAY else day.truncate(_TRUNCATION[grain])


def ordinal(day: date) -> int:
    """A day as the number of days since 1970, as Arrow counts them."""
    return day.toordinal() - _EPOCH


def ordinals(days: pa.ChunkedArray) -> NDArray[np.int64]:
    """As ``ordinal``, for a column of days of which none is null."""
    return np.asarray(days.cast(pa.int32()).to_numpy(), np.int64)


def start(day: date, grain: Grain) -> date:
    """As ``bucket``, for one day."""
    if grain is Grain.WEEK:
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day.replace(day=1) if grain is Grain.MONTH else day


def period(first: date, grain: Grain) -> Period:
    """The whole calendar period that begins on ``first``. Not for ``all``."""
    if grain is Grain.DAY:
        return Period(first.isoformat(), first, first)
    if grain is Grain.WEEK:
        year, week, _ = first.isocalendar()
        return Period(
            f"{year:04}-W{week:02}", first, date.fromordinal(min(first.toordinal() + 6, date.max.toordinal()))
        )
    last = date.max if (first.year, first.month) == (date.max.year, 12) else _next_month(first) - _DAY
    return Period(f"{first.year:04}-{first.month:02}", first, last)


def periods(first: date, last: date, grain: Grain) -> Iterator[Period]:
    """All periods, in order, that hold a day from ``first`` to ``last``; one for ``all``."""
    if grain is Grain.ALL:
        yield Period("all", first, last)
        return
    found = period(start(first, grain), grain)
    yield found
    while found.last < last:
        found = period(found.last + _DAY, grain)
        yield found


def how_many(first: date, last: date, grain: Grain) -> int:
    """About how many periods lie between two days; never too few by more than one."""
    return 1 + (last - first).days // {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 28, Grain.ALL: 10_000_000}[grain]


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
