"""Working time between instants, and the instant at which a working time is over, for whole columns at once.

Both look up how much was worked up to an instant: a function that rises with the clock within working hours and stands
still between them. It is kept as the begins of all spans and what was worked before each, in whole microseconds, so
that the answers are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from hoshin.eventlog.calendar import Calendar

Instants = npt.NDArray[np.datetime64]
"""UTC instants as ``datetime64[us]``."""
Durations = npt.NDArray[np.timedelta64]
"""Working times as ``timedelta64[us]``."""

FIRST, LAST = date(1970, 1, 1), date(2200, 1, 1)
"""Between which dates working time is known: desks write 9999-12-31 for "never", and no calendar reaches so far."""
_EPOCH = date(1970, 1, 1)
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_HOURS_APART = 3
_DECADE = 10
_NEVER = np.iinfo(np.int64).min  # NaT


@dataclass(frozen=True)
class _Table:
    """The spans of a calendar in UTC microseconds since 1970, and what was worked before each."""

    begins: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]
    before: npt.NDArray[np.int64]

    def worked(self, instants: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """What was worked from the table's start up to each instant."""
        at = np.maximum(np.searchsorted(self.begins, instants, side="right") - 1, 0)
        within = np.clip(instants - self.begins[at], 0, self.lengths[at])
        return np.asarray(self.before[at] + within, np.int64)

    def reached(self, amounts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The first instant by which so much was worked; of nothing, the begin of the first span."""
        at = np.maximum(np.searchsorted(self.before, amounts, side="left") - 1, 0)
        return np.asarray(self.begins[at] + amounts - self.before[at], np.int64)

    @property
    def whole(self) -> int:
        """What is worked in all of the table."""
        return int(self.before[-1] + self.lengths[-1])


def elapsed(calendar: Calendar, begins: Instants, ends: Instants) -> Durations:
    """The working time from each begin to each end; negative where the end lies before the begin.

    NaT where one of the two is, or lies outside of ``FIRST`` to ``LAST``.
    """
    first, last = _micros(begins), _micros(ends)
    known = _within(first) & _within(last)
    found = np.full(known.shape, _NEVER, np.int64)
    if known.any():
        first, last = first[known], last[known]
        table = _covering(calendar, min(first.min(), last.min()), max(first.max(), last.max()))
        found[known] = table.worked(last) - table.worked(first)
    return found.view("timedelta64[us]")


def add(calendar: Calendar, begins: Instants, durations: Durations) -> Instants:
    """The first instant, not before the begin, by which so much has been worked since the begin.

    Of no working time that is the begin itself. A time that is over with the working day is over then, not on the next
    morning. NaT where the begin or the duration is, where the duration is negative, or where it leads beyond ``LAST``.
    """
    first, amounts = _micros(begins), durations.astype("timedelta64[us]").view(np.int64)
    known = _within(first) & (amounts >= 0)
    found = np.full(known.shape, _NEVER, np.int64)
    if known.any():
        first, amounts = first[known], amounts[known]
        years = _DECADE
        table = _covering(calendar, first.min(), first.max(), years)
        wanted = table.worked(first) + amounts
        while wanted.max() > table.whole and years < LAST.year - FIRST.year:
            years *= 4
            table = _covering(calendar, first.min(), first.max(), years)
            wanted = table.worked(first) + amounts
        over = np.maximum(table.reached(wanted), first)
        found[known] = np.where((wanted <= table.whole) & _within(over), over, _NEVER)
    return found.view("datetime64[us]")


def spans(calendar: Calendar, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches of working hours between two UTC instants, in order, cut at both."""
    low, high = _micros(np.array([begin.replace(tzinfo=None), end.replace(tzinfo=None)], "datetime64[us]"))
    table = _covering(calendar, low, high)
    begins, ends = np.maximum(table.begins, low), np.minimum(table.begins + table.lengths, high)
    there = begins < ends
    found = (side[there].view("datetime64[us]").astype(datetime).tolist() for side in (begins, ends))
    return [(left.replace(tzinfo=UTC), right.replace(tzinfo=UTC)) for left, right in zip(*found, strict=True)]


@dataclass(frozen=True)
class ClockChange:
    """A change of the clocks: at the UTC instant ``at`` local time goes from ``before`` to ``after``, ahead of UTC."""

    at: datetime
    before: timedelta
    after: timedelta


def clock_changes(zone: str, first: date, last: date) -> list[ClockChange]:
    """The changes of a zone's clocks from one day up to another, in order; none where it has one time all year."""
    low, high = _days(first) * 86_400, _days(last) * 86_400
    runs = _offsets(ZoneInfo(zone), low, high)
    return [
        ClockChange(datetime.fromtimestamp(start, UTC), timedelta(seconds=before), timedelta(seconds=after))
        for (_, start, before), (_, _, after) in pairwise(runs)
    ]


def _micros(instants: Instants) -> npt.NDArray[np.int64]:
    return instants.astype("datetime64[us]").view(np.int64)


def _within(micros: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    low, high = (_days(day) * 86_400 * _SECOND for day in (FIRST, LAST))
    return np.asarray((micros >= low) & (micros < high), np.bool_)


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _covering(calendar: Calendar, low: int, high: int, years: int = 0) -> _Table:
    """The table of the decades that hold both instants, and ``years`` more."""
    first, last = (datetime.fromtimestamp(int(at) // _SECOND, UTC).year for at in (low, high))
    begin = (first - 1) // _DECADE * _DECADE
    end = ((last + years + 1) // _DECADE + 1) * _DECADE
    return _table(calendar, max(begin, FIRST.year - 1), min(end, LAST.year + 1))


@lru_cache(maxsize=64)
def _table(calendar: Calendar, first: int, last: int) -> _Table:
    """The spans of the years from ``first`` up to ``last``, that year left out."""
    low, high = _days(date(first, 1, 1)), _days(date(last, 1, 1))
    begins, ends = _local(calendar, low, high)
    found_begins, found_ends = [], []
    # Between two changes of the clocks, local time is UTC and a constant; a local hour that a night has twice lies on
    # both sides of a change, one that it lacks on neither.
    for start, until, offset in _offsets(ZoneInfo(calendar.zone), low * 86_400, high * 86_400):
        here = slice(
            np.searchsorted(ends, (start + offset) * _SECOND, side="right"),
            np.searchsorted(begins, (until + offset) * _SECOND, side="left"),
        )
        found_begins.append(np.maximum(begins[here] - offset * _SECOND, start * _SECOND))
        found_ends.append(np.minimum(ends[here] - offset * _SECOND, until * _SECOND))
    starts, lengths = np.concatenate(found_begins), np.concatenate(found_ends) - np.concatenate(found_begins)
    return _Table(starts, lengths, np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64))


def _local(calendar: Calendar, low: int, high: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Begins and ends of all spans of the days from ``low`` up to ``high`` (since 1970), in local microseconds."""
    weekday = (_EPOCH.weekday() + np.arange(low, high)) % 7
    special = {_days(day.day): day.hours for day in calendar.special}
    plain = ~np.isin(np.arange(low, high), list(special))
    rows = [
        (np.arange(low, high)[plain & (weekday == number)], span)
        for number, hours in enumerate(calendar.week)
        for span in hours
    ]
    rows += [(np.array([day]), span) for day, hours in special.items() if low <= day < high for span in hours]
    begins = np.concatenate([days * 1440 + span.begin for days, span in rows]) * _MINUTE
    ends = np.concatenate([days * 1440 + span.end for days, span in rows]) * _MINUTE
    order = np.argsort(begins)
    return begins[order], ends[order]


@lru_cache(maxsize=64)
def _offsets(zone: ZoneInfo, low: int, high: int) -> tuple[tuple[int, int, int], ...]:
    """The runs of constant offset between two UTC seconds: from, until, and seconds that local time is ahead of UTC.

    Clocks are looked at every three hours, and where they differ the second of the change is found by halving: no zone
    has changed its clocks twice within so short a time.
    """

    def offset(second: int) -> int:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
        return round((at.astimezone(zone).utcoffset() or timedelta()).total_seconds())

    runs = [(low, offset(low))]
    for left, right in pairwise([*range(low, high, _HOURS_APART * 3600), high]):
        before, after = runs[-1][1], offset(right)
        if before == after:
            continue
        while right - left > 1:
            middle = (left + right) // 2
            left, right = (middle, right) if offset(middle) == before else (left, middle)
        runs.append((right, after))
    ends = [start for start, _ in runs[1:]] + [high]
    return tuple((start, end, ahead) for (start, ahead), end in zip(runs, ends, strict=True))
