"""Times that are read by the place of their digits, against ``datetime``, which reads one after the other."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.connectors.instants import Fault
from hoshin.connectors.stamps import stamps

FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}")
GOOD = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(lambda at: f"{at:%Y-%m-%d %H:%M:%S}".zfill(19))  # noqa: DTZ001


@st.composite
def marred(draw: st.DrawFn) -> str:
    text = draw(GOOD)
    at = draw(st.integers(0, 18))
    return text[:at] + draw(st.sampled_from("0369T -:/é٣")) + text[at + draw(st.integers(0, 2)) :]


def said(text: str) -> tuple[bool, int | None]:
    """Whether it is a stamp, and the second of UTC that it names, if any."""
    if not FORM.fullmatch(text):
        return False, None
    try:
        return True, int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return True, None


@settings(deadline=None)
@given(texts=st.lists(GOOD | marred() | st.text(max_size=21)), start=st.integers(0, 3))
def test_stamps_are_those_that_a_pattern_finds_and_say_what_datetime_says(texts: list[str], start: int) -> None:
    fit, written = stamps(pa.array(texts, pa.string()).slice(start))
    expected = [said(text) for text in texts[start:]]
    assert fit.tolist() == [is_stamp for is_stamp, _ in expected]
    if written is not None:
        seconds, faults = written.utc("UTC")
        named = [
            None if fault in (Fault.DAY, Fault.CLOCK) else second for second, fault in zip(seconds, faults, strict=True)
        ]
        assert named == [second for is_stamp, second in expected if is_stamp]
