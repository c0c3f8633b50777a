"""Happenings act on their days, and crews work at their hours: by hand."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.simulation.plan import Happening
from hoshin.simulation.rhythm import DAY, HOUR, NIGHT, SATURDAY, SUNDAY, Crews, factor
from tests.unit.simulation.small import FIRST, small

WEST = 0
OFFICE_WEEK = 12 + 12 * NIGHT
MEAN = OFFICE_WEEK * (5 + SATURDAY + SUNDAY) / (7 * 24)
"""How much a crew gets done in the average hour, where an office hour is 1."""


def test_a_happening_acts_from_its_first_to_its_last_day() -> None:
    storm = Happening("storm", FIRST + timedelta(days=2), FIRST + timedelta(days=4), ("Team West",))
    drawn = factor(small(7), storm, 3.0)
    assert drawn[:, 2].tolist() == [1, 1, 3, 3, 3, 1, 1]
    assert (np.delete(drawn, 2, axis=1) == 1).all()


def test_a_gradual_happening_grows_to_its_whole() -> None:
    growth = Happening("growth", FIRST, FIRST + timedelta(days=3), gradual=True)
    assert factor(small(5), growth, 16.0)[:, 0] == pytest.approx([2, 4, 8, 16, 1])


def test_crews_work_in_their_own_office_hours() -> None:
    """A Monday; West is five hours behind UTC, so its office hours are 12 to 24 o'clock UTC."""
    crews = Crews(small(14))
    one = np.array([HOUR / MEAN])
    office, night = (crews.after(np.array([WEST]), np.array([at * HOUR]), one)[0] - at * HOUR for at in (14, 2))
    assert office == pytest.approx(HOUR, abs=2)
    # 2 o'clock UTC on the plan's first Monday is still Sunday night in the West; 1 / (NIGHT × SUNDAY) hours reach on
    # to Monday there, from 5 o'clock UTC.
    sunday = 3 * NIGHT * SUNDAY
    assert night == pytest.approx((3 + (1 - sunday) / NIGHT) * HOUR, abs=2)


@given(start=st.integers(0, 10 * DAY), work=st.floats(0, 20 * DAY), more=st.floats(0, DAY))
def test_more_work_takes_longer_and_none_takes_no_time(start: int, work: float, more: float) -> None:
    crews = Crews(small(14))
    begun, group = np.array([start]), np.array([WEST])
    ends = [crews.after(group, begun, np.array([each]))[0] for each in (0.0, work, work + more)]
    assert start <= ends[0] <= start + 1
    assert ends[0] <= ends[1] <= ends[2]
