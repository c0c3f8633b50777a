"""The picture of chance: up and down are held alike, on the scale on which verdicts compare."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.portfolios.reports.chance import Axis, axis_of
from hoshin.apps.portfolios.verdicts.said import Said
from hoshin.impact.effect import Interval
from hoshin.impact.scales import ARCSINE, LOGARITHM, PLAIN, ROOT, scale
from hoshin.impact.verdict import Course, VerdictKind
from hoshin.metrics.query import Grain

UNITS = {"h": LOGARITHM, "share": ARCSINE, "tickets": ROOT, "per ticket": ROOT, "": PLAIN}


@given(st.sampled_from(sorted(UNITS)), st.floats(0.2, 0.4), st.floats(-0.9, 1.4))
def test_a_change_comes_back_from_its_place(unit: str, level: float, change: float) -> None:
    axis = Axis(scale(unit), level)
    assert axis.change(axis.place(change)) == pytest.approx(change, abs=1e-6)
    assert (axis.place(change) > 0) == (change > 0) or abs(change) < 1e-12


@given(st.floats(0.5, 500), st.floats(1.01, 4))
def test_what_halves_a_time_is_as_far_as_what_doubles_it(level: float, times: float) -> None:
    axis = Axis(LOGARITHM, level)
    assert axis.place(times - 1) == pytest.approx(-axis.place(1 / times - 1))
    # Drawn by the relative change alone, the fall would have seemed the smaller one.
    assert abs(1 / times - 1) < times - 1


def said(observed: tuple[float | None, ...], relative: float, absolute: float) -> Said:
    """A verdict with so much seen."""
    gap: tuple[float | None, ...] = (None,) * len(observed)
    return Said(
        kind=VerdictKind.PROVEN,
        sentence="",
        reason="",
        detail="",
        p_value=0.01,
        relative=Interval(relative, relative, relative),
        absolute=Interval(absolute, absolute, absolute),
        course=Course((date(2026, 1, 5),) * len(observed), Grain.WEEK, 1, observed, gap, gap, gap),
        used=(),
        left_out=(),
        as_of=date(2026, 1, 5),
    )


def test_the_level_is_what_would_have_been() -> None:
    assert axis_of(said((9.0, 8.0), -0.2, -2.0), "h") == Axis(LOGARITHM, 10.0)
    assert axis_of(said((9.0, 8.0, None), 0.0, 0.0), "tickets") == Axis(ROOT, 8.0)
    assert axis_of(said((-3.0, -8.0), -0.2, -2.0), "tickets") == Axis(PLAIN, -10.0)
