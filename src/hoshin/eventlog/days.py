"""Calendar days in a desk's time zone, from the IANA time zone database alone: every engine gets the same days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_HOUR = 3600
_DAY = 86_400
_MICROSECOND = 1_000_000
# A day inside of what a datetime can say, so that no shift leads out of it: desks write 9999-12-31 for "never".
_EARLIEST = round(datetime(1, 1, 2, tzinfo=UTC).timestamp())
_LATEST = round(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def local_days(instants: pa.ChunkedArray, zone: str) -> pa.Array:
    """The calendar day on which each UTC instant falls in ``zone`` (date32, null for null).

    Raises zoneinfo.ZoneInfoNotFoundError where the zone is not of the IANA database.
    """
    column = instants.combine_chunks() if isinstance(instants, pa.ChunkedArray) else instants
    missing = column.is_null().to_numpy(zero_copy_only=False)
    if len(column) == column.null_count:
        return pa.nulls(len(column), pa.date32())
    micros = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    seconds = np.floor_divide(micros, _MICROSECOND)
    starts, offsets = _offsets(np.unique(np.floor_divide(seconds, _HOUR)), ZoneInfo(zone))
    days = np.floor_divide(seconds + offsets[np.searchsorted(starts, seconds, side="right") - 1], _DAY)
    return pa.array(days.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def _offsets(hours: npt.NDArray[np.int64], zone: ZoneInfo) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The UTC offsets in force during ``hours`` (since 1970): when each begins and what it is, in seconds.

    An hour at whose two ends the offset differs is halved until the second of the change is found: no zone has changed
    twice within an hour.
    """
    found = [change for hour in hours.tolist() for change in _changes(hour, zone)]
    return np.array([start for start, _ in found], np.int64), np.array([offset for _, offset in found], np.int64)


@lru_cache(maxsize=1 << 19)
def _changes(hour: int, zone: ZoneInfo) -> tuple[tuple[int, int], ...]:
    def offset(second: int) -> int:
        at = datetime.fromtimestamp(min(max(second, _EARLIEST), _LATEST), UTC)
        return round((at.astimezone(zone).utcoffset() or timedelta()).total_seconds())

    low, high = hour * _HOUR, hour * _HOUR + _HOUR - 1
    start, before, after = low, offset(low), offset(high)
    if before == after:
        return ((start, before),)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return ((start, before), (high, after))
