"""Days in the desk's time zone, nights of changed clocks included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.eventlog.days import local_days
from hoshin.eventlog.schema import INSTANT

ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca", "America/Scoresbysund",
]  # fmt: skip


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


def days(instants: list[datetime | None], zone: str) -> list[date | None]:
    found: list[date | None] = local_days(pa.chunked_array([instants], INSTANT), zone).to_pylist()
    return found


@given(
    st.sampled_from(ZONES),
    st.lists(st.none() | st.datetimes(utc("1975-01-01"), utc("2036-12-31")), max_size=30),
)
def test_each_day_is_that_of_the_zone_database(zone: str, instants: list[datetime | None]) -> None:
    expected = [i and i.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for i in instants]
    assert days(instants, zone) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_of_two_years_agrees_with_duckdb(zone: str) -> None:
    start = utc("2023-01-01")
    instants = [start + timedelta(minutes=15 * i) for i in range(2 * 365 * 96)]
    table = pa.table({"instant": pa.array(instants, INSTANT)})
    with duckdb.connect() as engine:
        engine.register("instants", table)
        rows = engine.execute(
            f"select (instant at time zone 'UTC' at time zone '{zone}')::date from instants"
        ).fetchall()
    assert days(list(instants), zone) == [day for (day,) in rows]


def test_the_nights_on_which_the_clocks_change_in_berlin() -> None:
    spring = ["2026-03-28 22:59:59", "2026-03-28 23:00", "2026-03-29 21:59:59.999999", "2026-03-29 22:00"]
    assert [d and d.day for d in days(list(map(utc, spring)), "Europe/Berlin")] == [28, 29, 29, 30]
    autumn = ["2026-10-24 21:59", "2026-10-24 22:00", "2026-10-25 22:59", "2026-10-25 23:00"]
    assert [d and d.day for d in days(list(map(utc, autumn)), "Europe/Berlin")] == [24, 25, 25, 26]


def test_the_day_that_samoa_skipped() -> None:
    assert days([utc("2011-12-30 09:59"), utc("2011-12-30 10:00")], "Pacific/Apia") == [
        date(2011, 12, 29),
        date(2011, 12, 31),
    ]


def test_a_date_that_stands_for_never_and_no_date_at_all() -> None:
    assert days([utc("9999-12-31 12:00"), None], "Asia/Kolkata") == [date(9999, 12, 31), None]
    assert days([None, None], "UTC") == [None, None]
    assert days([], "UTC") == []


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        days([utc("2026-01-01")], "Europe/Atlantis")
