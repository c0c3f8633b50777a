"""Starts at which nothing was begun: which ones are tried, what is counted, and what is left out and told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from hoshin.impact.before_after import difference
from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import AFTER, BEFORE, Reason
from hoshin.impact.error_sentence import caution, error_sentence
from hoshin.impact.history import USUAL, History, Touch, evenly
from hoshin.impact.panel import Panel
from hoshin.impact.placebo_starts import CALLED, REAL, SHORT, THIN, error_rate
from hoshin.impact.verdict import judge
from hoshin.metrics.query import Grain
from tests.unit.impact.desks import HISTORIES

FIRST = date(2025, 1, 6)
WEEK = timedelta(weeks=1)


def history(weeks: int = 60, groups: int = 6, seed: int = 1, name: str = "independent noise") -> History:
    """A simulated desk by week, forty tickets behind each number, and no initiative."""
    series = 20 + HISTORIES[name].draw(np.random.default_rng(seed), weeks, groups)
    periods = tuple(FIRST + WEEK * number for number in range(weeks))
    names = [f"Group {number}" for number in range(groups)]
    return History(
        periods=periods,
        ends=tuple(first + timedelta(days=6) for first in periods),
        values={name: series[:, column] for column, name in enumerate(names)},
        n={name: np.full(weeks, 40.0) for name in names},
        unit="",
        title="Time to resolve",
        grain=Grain.WEEK,
    )


def shifted(one: History, group: str, at: int, size: float) -> History:
    """The history with a lasting shift of one group."""
    values = one.values[group] + size * (np.arange(len(one.periods)) >= at)
    return replace(one, values={**one.values, group: values})


def test_all_starts_of_all_groups_are_judged_as_a_verdict_would_judge_them() -> None:
    one = history(weeks=40, groups=4)
    found = error_rate(one, 10_000)
    called = judged = 0
    for group, own in one.values.items():
        others = {name: values for name, values in one.values.items() if name != group}
        for start in range(BEFORE, 40 - one.after + 1):
            part = slice(0, start + one.after)
            panel = Panel(
                periods=one.periods[part],
                treated=own[part],
                treated_n=one.n[group][part],
                controls={name: values[part] for name, values in others.items()},
                control_n={name: one.n[name][part] for name in others},
                start=start,
                unit="",
                title="",
            )
            judged += 1
            called += judge(panel, Claim("any", Direction.UP, 0.1)).kind in CALLED
    assert (found.total.judged, found.total.called, found.possible) == (judged, called, judged)
    assert found.total.untold == 0
    assert sum(each.judged for each in found.by_group.values()) == judged


def test_fewer_starts_are_spread_over_groups_and_time() -> None:
    one = history()
    found = error_rate(one, 24)
    assert found.total.judged == 24
    assert {each.judged for each in found.by_group.values()} <= {2, 3, 4, 5, 6}
    when = sorted(each.start for each in found.tried)
    assert when[0] <= one.periods[BEFORE + 4]
    assert when[-1] >= one.periods[-USUAL[Grain.WEEK] - 4]
    assert found == error_rate(one, 24)


def test_what_a_group_goes_through_by_itself_fools_before_and_after() -> None:
    found = error_rate(history(name="level shift in each group, own time", seed=4), 60).total
    assert found.called < found.before_after
    assert found.rate == found.called / 60
    assert found.before_after_rate == found.before_after / 60


def test_where_a_real_initiative_acted_nothing_is_tried() -> None:
    plain = history(weeks=90, groups=4)
    planted = shifted(plain, "Group 0", 50, 8.0)
    from_, until = plain.periods[50], plain.periods[55]
    touched = replace(planted, touches=(Touch("Group 0", "Swarming", from_, until),))
    acting = set(plain.periods[50:56])
    tried = list(touched.starts())
    for start in tried:
        if start.group == "Group 0":
            assert start.panel is None or not acting & set(start.panel.periods)
        elif start.panel:
            named = {"Group 0": "Swarming"} if acting & set(start.panel.periods) else {}
            assert start.panel.contaminated == named
    left_out = [start.index for start in tried if start.group == "Group 0" and start.panel is None]
    assert sorted(left_out) == list(range(50 - USUAL[Grain.WEEK] + 1, 56 + BEFORE))
    found = error_rate(touched, 10_000)
    assert found.untold == {REAL: len(left_out)}
    assert found.by_group["Group 0"].untold == len(left_out)


def test_an_initiative_without_end_acts_to_this_day() -> None:
    one = replace(history(weeks=90), touches=(Touch("Group 1", "Macros", FIRST + 70 * WEEK + timedelta(days=2)),))
    assert {start.index for start in one.starts() if start.group == "Group 1" and start.panel} == set(
        range(BEFORE, 70 - USUAL[Grain.WEEK] + 1)
    )


def test_a_history_too_short_is_said_and_not_judged() -> None:
    weeks = BEFORE + AFTER[Grain.WEEK] - 1
    one = history(weeks=weeks)
    found = error_rate(one, 100)
    assert (found.total.judged, found.total.rate, found.untold) == (0, None, {SHORT: 6})
    assert error_sentence(one, found) == (
        "It cannot be told how often Hoshin would err on time to resolve here: the history is too short "
        f"({weeks} weeks, 6 groups)."
    )
    assert caution(one, found) == ""
    assert error_rate(history(weeks=weeks + 1), 100).total.judged == 6


def test_thin_groups_are_counted_apart() -> None:
    one = history(weeks=50)
    few = {**one.n, "Group 2": np.full(50, 2.0), "Group 3": np.where(np.arange(50) < 36, 40.0, 1.0)}
    found = error_rate(replace(one, n=few), 10_000)
    starts = len(one.indices)
    assert found.untold[THIN] == starts
    assert found.untold[str(Reason.FEW_TICKETS)] > 0
    assert found.total.judged + found.total.untold == found.possible == 6 * starts
    assert "Group 2" not in found.by_group
    assert found.by_group["Group 3"].judged + found.by_group["Group 3"].untold == starts


def test_no_start_of_a_thin_group_could_be_judged() -> None:
    one = history()
    rare = np.where(np.arange(60) % 7 == 0, 5.0, 4.0)  # nine of sixty periods have five tickets
    thin = replace(one, n={**one.n, "Group 2": rare})
    assert thin.thin == ("Group 2",)
    for index in one.indices:
        panel = one._panel("Group 2", index)
        assert panel
        assert judge(replace(panel, treated_n=rare[: len(panel.periods)]), Claim("any", Direction.UP, 1)).reason


def test_the_sentence_is_one_that_a_leader_can_read() -> None:
    one = history()
    found = error_rate(one, 50)
    total = found.total
    assert error_sentence(one, found) == (
        f"Of 50 starts at which nothing began, Hoshin would have called {total.called * 2}.0 % an effect; "
        f"comparing before with after {total.before_after * 2}.0 %."
    )
    assert f"worth about as much as {found.apart} separate ones" in caution(one, found)
    assert 6 <= found.apart <= 18


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    error_rate(history(), 7, lambda done, total: told.append((done, total)))
    assert told == [(number, 7) for number in range(1, 8)]


@given(st.integers(0, 300), st.integers(1, 20))
def test_an_even_order_names_each_number_once_and_leaves_no_wide_gap(count: int, part: int) -> None:
    found = list(evenly(count))
    assert sorted(found) == list(range(count))
    if part <= count:
        begun = sorted(islice(evenly(count), part))
        widest = max(after - before for before, after in zip([0, *begun], [*begun, count], strict=True))
        assert widest <= 4 * count / part + 2


@pytest.mark.parametrize("seed", range(5))
def test_before_and_after_is_welchs_test(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = rng.normal(0, 1, 30), rng.normal(0.5, 3, 12)
    found, known = difference(before, after), ttest_ind(after, before, equal_var=False)
    assert found.p_value == pytest.approx(known.pvalue)
    assert found.interval(0.9) == pytest.approx(tuple(known.confidence_interval(0.9)))
