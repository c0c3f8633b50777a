from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hoshin.reporting import axes, lettering
from hoshin.reporting.blocks import Cell, Table
from hoshin.reporting.fitting import fit

amounts = st.lists(st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6)), max_size=20)


@given(amounts)
def test_ticks_enclose_what_is_shown_in_even_steps(found: list[float]) -> None:
    steps = axes.ticks(found)
    gaps = [b - a for a, b in pairwise(steps)]
    assert 2 <= len(steps) <= 8
    assert all(math.isclose(gap, gaps[0], rel_tol=1e-6) for gap in gaps)
    assert gaps[0] > 0
    slack = gaps[0] * 1e-6
    assert all(steps[0] - slack <= value <= steps[-1] + slack for value in found)


def test_ticks_begin_at_zero_unless_the_amounts_lie_far_from_it() -> None:
    assert axes.ticks([3, 11]) == (0, 2.5, 5, 7.5, 10, 12.5)
    assert axes.ticks([0.62, 0.71])[0] > 0.5
    assert axes.ticks([]) == pytest.approx((0, 0.2, 0.4, 0.6, 0.8, 1.0))


@given(st.lists(st.floats(0, 1).map(lambda x: round(x, 4)), min_size=1, max_size=20))
@example([1.0])
@example([0.98, 0.98])
def test_no_share_has_room_above_all_tickets(found: list[float]) -> None:
    steps = axes.ticks(found, top=axes.scale("share", found).top)
    assert max(found) <= steps[-1] + 1e-9
    assert steps[-1] <= 1 + 1e-9


@given(st.lists(st.floats(0, 100), max_size=8))
def test_names_keep_their_order_and_their_distance(wanted: list[float]) -> None:
    placed = axes.spread(wanted, 10, 0, 100)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    assert all(placed[b] - placed[a] >= 10 - 1e-9 for a, b in pairwise(order))
    assert all(-1e-9 <= p <= 100 + 1e-9 for p in placed)


def test_a_name_with_room_stays_where_it_belongs() -> None:
    assert axes.spread([20.0, 80.0, 50.0], 10, 0, 100) == [20.0, 80.0, 50.0]


@pytest.mark.parametrize(
    ("tick", "step", "label"), [(0.25, 0.25, "25 %"), (0.125, 0.025, "12.5 %"), (1, 0.5, "100 %"), (-0.1, 0.1, "−10 %")]
)
def test_shares_are_labelled_in_percent(tick: float, step: float, label: str) -> None:
    assert axes.scale("share", [tick]).label(tick, step) == label


def test_long_times_are_drawn_in_days() -> None:
    assert axes.scale("h", [100.0, None, 239.0]).unit == "hours"
    assert axes.scale("h", [480.0]) == axes.Scale(24, "days")


@pytest.mark.parametrize("categories", [("2016-04", "2016-05"), ("2016-W13",), ("2016-04-01",), ("1 Apr 2016",)])
def test_periods_stand_from_left_to_right(categories: tuple[str, ...]) -> None:
    assert axes.over_time(categories)


def test_names_of_groups_do_not() -> None:
    assert not axes.over_time(("2016-04", "Group 7"))
    assert not axes.over_time(())


@given(st.text(max_size=200), st.floats(5, 30), st.floats(20, 300))
def test_shortened_text_fits(text: str, points: float, room: float) -> None:
    cut = lettering.shortened(text, points, room)
    assert lettering.width(cut, points) <= max(room, lettering.width("…", points)) + 1e-6
    assert "\n" not in cut
    assert cut.removesuffix("…").strip() in " ".join(text.split())


@given(st.lists(st.lists(st.text(max_size=80), min_size=4, max_size=4), min_size=1, max_size=5))
def test_columns_fill_the_width_and_no_more(rows: list[list[str]]) -> None:
    table = Table("", tuple("ABCD"), tuple(tuple(Cell(text, numeric=i == 3) for i, text in enumerate(r)) for r in rows))
    fitted = fit(table, 500, 12, 10)
    assert math.isclose(sum(fitted.widths), 500, rel_tol=1e-9)
    assert all(width > 0 for width in fitted.widths)
    assert len(fitted.lines) == len(rows) + 1
