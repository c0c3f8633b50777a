"""Readings in columns are the same sequence as the objects they stand for."""

from __future__ import annotations

import pickle
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.metrics.query import Grain, Query
from hoshin.metrics.readings import Readings, Series
from hoshin.metrics.result import Period, Reason, Refusal, Result, Value
from hoshin.metrics.results import Results
from tests.unit.metrics.small_log import readings

AMOUNTS = st.floats(-1e9, 1e9)
VALUES = st.builds(Value, AMOUNTS, st.integers(0, 10**9), left_out=st.integers(0, 9)) | st.builds(
    Value, AMOUNTS, st.integers(1, 99), AMOUNTS, AMOUNTS, st.integers(0, 9)
)
REFUSALS = st.builds(Refusal, st.sampled_from(Reason), st.integers(0, 99), st.sampled_from(["", "due_at: when", "no"]))
RESULTS: st.SearchStrategy[Result] = VALUES | REFUSALS


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[list[Result]], int]:
    parts, periods = draw(st.integers(0, 4)), draw(st.integers(1, 4))
    return [draw(st.lists(RESULTS, min_size=periods, max_size=periods)) for _ in range(parts)], periods


@given(columns())
def test_results_come_back_as_they_went_in(given: tuple[list[list[Result]], int]) -> None:
    parts, periods = given
    assert list(Results.of(parts, periods).each()) == [result for part in parts for result in part]


@given(st.lists(columns(), max_size=3))
def test_readings_are_a_sequence_like_a_list(given: list[tuple[list[list[Result]], int]]) -> None:
    series = [
        Series(
            f"metric_{place}",
            "tickets",
            "digest",
            tuple((("group", f"G{part}"),) for part in range(len(parts))),
            tuple(
                Period(f"2016-{month:02}", date(2016, month, 1), date(2016, month, 28))
                for month in range(1, 1 + periods)
            ),
            np.arange(len(parts) * periods).reshape(len(parts), periods) % 2 == 0,
            Results.of(parts, periods),
        )
        for place, (parts, periods) in enumerate(given)
    ]
    found = Readings("000001", series)
    every = list(found)
    assert len(found) == len(every) == sum(len(parts) * periods for parts, periods in given)
    assert [found[place] for place in range(len(found))] == every
    assert [found[place - len(found)] for place in range(len(found))] == every
    assert found[1::2] == every[1::2]
    assert found == every
    assert pickle.loads(pickle.dumps(found)) == found
    assert [each.result for each in every] == [r for parts, _ in given for part in parts for r in part]
    for beyond in (len(found), -len(found) - 1):
        with pytest.raises(IndexError, match="There is no reading"):
            found[beyond]


def test_readings_differ_where_one_of_them_does() -> None:
    row = {"opened_at": "2016-03-01 08:00+00:00"}
    one, two = (readings([row] * times, ["ticket_volume"], Query(Grain.MONTH)) for times in (1, 2))
    assert one == list(one)
    assert one != list(two)
    assert one != "readings"
