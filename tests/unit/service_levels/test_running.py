"""Clocks against one that is watched minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.eventlog.calendar import Calendar, always
from hoshin.service_levels.running import Lives, run
from tests.unit.eventlog.test_working_time import calendars, column, instants, watched

Minutes = list[tuple[int, int]]
MINUTE = timedelta(minutes=1)


@st.composite
def lives(draw: st.DrawFn) -> tuple[datetime, int, Minutes]:
    """A begin, how many minutes the life lasts, and pauses by minute; some lie partly outside of the life."""
    edges = sorted(draw(st.lists(st.integers(-300, 2000), max_size=6)))
    pauses = list(zip(edges[::2], edges[1::2], strict=False))
    return draw(instants()), draw(st.integers(0, 1800)), pauses


def stands_still(minute: int, pauses: Minutes) -> bool:
    return any(begin <= minute < end for begin, end in pauses)


def counted(calendar: Calendar, begin: datetime, length: int, pauses: Minutes) -> list[int]:
    """For each minute of a life whether the clock runs in it: 1 or 0."""
    return [
        0
        if stands_still(m, pauses)
        else round(watched(calendar, begin + m * MINUTE, begin + (m + 1) * MINUTE) / MINUTE)
        for m in range(length)
    ]


@settings(max_examples=40, deadline=None)
@given(calendars(), st.lists(lives(), min_size=1, max_size=4), st.integers(1, 900))
def test_a_clock_runs_as_one_that_is_watched(
    calendar: Calendar, drawn: list[tuple[datetime, int, Minutes]], target: int
) -> None:
    pauses = [
        (place, begin + a * MINUTE, begin + b * MINUTE) for place, (begin, _, p) in enumerate(drawn) for a, b in p
    ]
    ran = run(
        calendar,
        Lives(
            column(*(begin for begin, _, _ in drawn)),
            column(*(begin + length * MINUTE for begin, length, _ in drawn)),
            np.array([place for place, _, _ in pauses], np.int64),
            column(*(begin for _, begin, _ in pauses)),
            column(*(end for _, _, end in pauses)),
        ),
        np.timedelta64(target, "m"),
    )
    for place, (begin, length, own) in enumerate(drawn):
        minutes = counted(calendar, begin, length, own)
        assert ran.elapsed[place] == np.timedelta64(sum(minutes), "m")
        due = ran.due[place]
        if sum(minutes) >= target:
            # The end of the minute in which the time was used up.
            over = next(m for m in range(length) if sum(minutes[: m + 1]) == target) + 1
            assert due == column(begin + over * MINUTE)[0]
        else:
            end = begin + length * MINUTE
            later = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(due.astype(np.int64)))
            assert later > end
            if later - end < timedelta(days=3):
                assert watched(calendar, end, later) == (target - sum(minutes)) * MINUTE


def test_no_clocks_at_all() -> None:
    nothing = np.array([], "datetime64[us]")
    ran = run(always(), Lives(nothing, nothing, np.array([], np.int64), nothing, nothing), np.timedelta64(1, "h"))
    assert len(ran.elapsed) == len(ran.due) == len(ran.paused) == 0
