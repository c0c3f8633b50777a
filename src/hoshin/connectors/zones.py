"""Local times of a desk to UTC, from the IANA time zone database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def to_utc(local: npt.NDArray[np.int64], zone: str) -> npt.NDArray[np.int64]:
    """UTC seconds of local seconds (both since 1970-01-01 00:00 on their own clocks).

    A local time that does not exist is moved forward by the gap; one that occurs twice is its first occurrence (PEP
    495, ``fold=0``). Raises zoneinfo.ZoneInfoNotFoundError.
    """
    where = ZoneInfo(zone)
    days, of = _distinct(np.floor_divide(local, _DAY))
    # No zone changes its clocks twice within a day, so equal offsets at both ends hold for all between.
    starts = np.array([_offset(int(day) * _DAY, where) for day in days], np.int64)
    ends = np.array([_offset(int(day) * _DAY + _DAY - 1, where) for day in days], np.int64)
    offsets = starts[of]
    for at in np.flatnonzero((starts != ends)[of]):
        offsets[at] = _offset(int(local[at]), where)
    return local - offsets


def _distinct(days: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The days among ``days``, and the place of each among these. They are few and lie close, so nothing is sorted."""
    if not len(days):
        return days, days
    first = days.min()
    there = np.zeros(days.max() - first + 1, np.bool_)
    there[days - first] = True
    return np.flatnonzero(there) + first, (np.cumsum(there) - 1)[days - first]


def _offset(local: int, where: ZoneInfo) -> int:
    moment = (_EPOCH + timedelta(seconds=local)).replace(tzinfo=where)
    return round((moment.utcoffset() or timedelta()).total_seconds())
