"""Times against an oracle that reads one at a time with ``datetime.strptime`` and converts with ``zoneinfo``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.connectors.instants import Fault
from hoshin.connectors.mapping import DayOrder
from hoshin.connectors.times import locals_of, read_times, two_ways

DAY, MONTH = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST
FORMS: tuple[tuple[str, DayOrder | None], ...] = (
    ("%Y-%m-%d %H:%M", None),
    ("%Y-%m-%d %H:%M:%S", None),
    ("%Y-%m-%dT%H:%M:%S", None),
    ("%Y-%m-%dT%H:%M:%S.%f", None),
    ("%Y-%m-%d", None),
    ("%Y/%m/%d %H:%M:%S", None),
    ("%Y-%m-%d %I:%M:%S %p", None),
    ("%d/%m/%Y %H:%M", DAY),
    ("%d.%m.%Y %H:%M:%S", DAY),
    ("%d-%m-%Y %H:%M", DAY),
    ("%d.%m.%Y, %H:%M", DAY),
    ("%d/%m/%Y", DAY),
    ("%d.%m.%y %H:%M", DAY),
    ("%m/%d/%Y %H:%M:%S", MONTH),
    ("%m/%d/%Y %I:%M %p", MONTH),
    ("%m-%d-%Y %H:%M", MONTH),
    ("%m/%d/%y %I:%M:%S %p", MONTH),
    ("%d/%b/%y %I:%M %p", None),
    ("%d-%b-%Y %H:%M:%S", None),
    ("%d %B %Y %H:%M", None),
    ("%B %d, %Y %I:%M %p", None),
    ("%b %d, %Y", None),
    ("%a %b %d %H:%M:%S %Y", None),
    ("%a, %d %b %Y %H:%M:%S", None),
)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/Sao_Paulo",
)
MOMENTS = st.datetimes(datetime(1970, 1, 3), datetime(2200, 12, 30))  # noqa: DTZ001
TWO_DIGITS = st.datetimes(datetime(1970, 1, 3), datetime(2068, 12, 30))  # noqa: DTZ001


def oracle(text: str, form: str, zone: str) -> datetime:
    local = datetime.strptime(text, form)  # noqa: DTZ007
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), form=st.sampled_from(FORMS), zone=st.sampled_from(ZONES))
def test_every_form_is_read_as_the_oracle_reads_it(
    data: st.DataObject, form: tuple[str, DayOrder | None], zone: str
) -> None:
    pattern, order = form
    moments = data.draw(st.lists(TWO_DIGITS if "%y" in pattern else MOMENTS, min_size=1, max_size=30))
    texts = [moment.strftime(pattern) for moment in moments]
    if "%y" not in pattern:
        texts += [text.replace("/0", "/").replace(" 0", " ").removeprefix("0") for text in texts]
    read = read_times(pa.array(texts), order, zone)
    assert read.faults.tolist() == [Fault.NONE] * len(texts)
    assert read.instants.to_pylist() == [oracle(text, pattern, zone) for text in texts]


@settings(max_examples=100, deadline=None)
@given(
    moments=st.lists(st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)), min_size=1),  # noqa: DTZ001
    minutes=st.integers(-14 * 60, 14 * 60),
    form=st.sampled_from(["%z", "colon", " colon"]),
)
def test_an_offset_goes_before_the_zone(moments: list[datetime], minutes: int, form: str) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    offset = f"{sign}{size // 60:02d}{':' if 'colon' in form else ''}{size % 60:02d}"
    texts = [f"{moment:%Y-%m-%dT%H:%M:%S.%f}{' ' if ' ' in form else ''}{offset}" for moment in moments]
    read = read_times(pa.array(texts), None, "Asia/Tokyo")
    assert read.instants.to_pylist() == [moment - timedelta(minutes=minutes) for moment in moments]
    assert locals_of(pa.array(texts)).to_pylist() == []


@pytest.mark.parametrize("zulu", ["Z", "z", " UTC", " GMT", "+00", "+0000", "-00:00"])
def test_utc_has_many_names(zulu: str) -> None:
    read = read_times(pa.array([f"2016-02-29T01:16:00{zulu}"]), None, None)
    assert read.instants.to_pylist() == [datetime(2016, 2, 29, 1, 16)]  # noqa: DTZ001


def test_any_space_will_do() -> None:
    read = read_times(pa.array(["3/4/2026, 9:12:05\u202fPM", "2026-03-04\u00a021:12:05"]), MONTH, "UTC")
    assert read.instants.to_pylist() == [datetime(2026, 3, 4, 21, 12, 5)] * 2  # noqa: DTZ001


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2026-03-29 01:59", "Europe/Berlin", "2026-03-29 00:59"),
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29 01:30"),  # does not exist: 03:30 is meant
        ("2026-03-29 03:00", "Europe/Berlin", "2026-03-29 01:00"),
        ("2026-10-25 01:59", "Europe/Berlin", "2026-10-24 23:59"),
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25 00:30"),  # occurs twice: the first is meant
        ("2026-10-25 03:00", "Europe/Berlin", "2026-10-25 02:00"),
        ("2018-11-04 00:30", "America/Sao_Paulo", "2018-11-04 03:30"),  # the gap begins at midnight
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 22:00"),  # the day does not exist
        ("2026-04-05 01:45", "Australia/Lord_Howe", "2026-04-04 14:45"),  # half an hour occurs twice
    ],
)
def test_nights_on_which_clocks_change(local: str, zone: str, utc: str) -> None:
    read = read_times(pa.array([local]), None, zone)
    assert read.instants.to_pylist() == [datetime.fromisoformat(utc)]


@pytest.mark.parametrize(
    ("text", "order", "fault"),
    [
        ("31/02/2016", DAY, Fault.DAY),
        ("29/2/2015 01:16", DAY, Fault.DAY),
        ("2/29/2016", DAY, Fault.DAY),
        ("29/2/2016", MONTH, Fault.DAY),
        ("31/02/2016", None, Fault.DAY),
        ("2016-13-01", None, Fault.DAY),
        ("2016-00-10", None, Fault.DAY),
        ("0001-01-01", None, Fault.YEAR),
        ("0000-01-01", None, Fault.DAY),
        ("1969-12-31 23:59", None, Fault.YEAR),
        ("2201-01-01", None, Fault.YEAR),
        ("9999-12-31 23:59:59", None, Fault.YEAR),
        ("2016-02-29 24:00", None, Fault.CLOCK),
        ("2016-02-29 12:60", None, Fault.CLOCK),
        ("2016-02-29 13:00 PM", None, Fault.CLOCK),
        ("2016-02-29 0:00 AM", None, Fault.CLOCK),
        ("3/4/2016 10:00", None, Fault.ORDER),
        ("29 Foo 2016", None, Fault.FORM),
        ("yesterday", None, Fault.FORM),
        ("42429.0528", None, Fault.FORM),
        ("2016-02-29 noon", None, Fault.FORM),
        ("", None, Fault.FORM),
        ("2016-02-29T01:16:00+99:99", None, Fault.CLOCK),
    ],
)
def test_what_is_no_time_says_why(text: str, order: DayOrder | None, fault: Fault) -> None:
    read = read_times(pa.array([text, "2016-02-29", None]), order, "UTC")
    assert read.faults.tolist() == [fault, Fault.NONE, Fault.NONE]
    assert read.instants.to_pylist() == [None, datetime(2016, 2, 29), None]  # noqa: DTZ001


def test_without_an_order_only_what_is_certain_is_read() -> None:
    read = read_times(pa.array(["29/2/2016", "2/29/2016", "2/2/2016", "1/2/2016"]), None, "UTC")
    days = [datetime(2016, 2, 29), datetime(2016, 2, 29), datetime(2016, 2, 2), None]  # noqa: DTZ001
    assert read.instants.to_pylist() == days


def test_without_a_zone_local_times_are_not_read() -> None:
    read = read_times(pa.array(["2016-02-29", "2016-02-29T00:00Z"]), None, None)
    assert read.faults.tolist() == [Fault.ZONE, Fault.NONE]


def test_what_dates_say_about_their_order() -> None:
    texts = pa.array(
        ["29/2/2016 01:16", "2/29/2016", "3/4/2016", "4.4.2016", "2016-03-04", "Mar 4, 2016", "31/31/2016", "x"]
    )
    day, month, either = two_ways(texts)
    assert (day.to_pylist(), month.to_pylist(), either.to_pylist()) == (
        ["29/2/2016 01:16"],
        ["2/29/2016"],
        ["3/4/2016"],
    )


def test_columns_of_nothing() -> None:
    read = read_times(pa.array([None, None], pa.string()), None, None)
    assert read.instants.to_pylist() == [None, None]
    assert read_times(pa.array([], pa.string()), DAY, "UTC").instants.to_pylist() == []
