"""Tickets that groups share: counted before the start only, and a group that shares many is no comparison."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import GROUPS, SHARED, Reason, comparison
from hoshin.impact.history import History
from hoshin.impact.panel import Panel, PanelInvalid
from hoshin.impact.placebo_starts import error_rate
from hoshin.impact.power import power
from hoshin.impact.shared_tickets import CountedAfterStart, SharedTickets, Takings
from hoshin.impact.verdict import VerdictKind, judge
from tests.unit.impact.desks import HISTORIES, panel

DOWN = Claim("time_to_resolve_median", Direction.DOWN, 0.2)
START = date(2026, 6, 1)
DAYS = st.dates(START - timedelta(days=30), START + timedelta(days=10))
LOGS = st.lists(st.dictionaries(st.sampled_from("ABCD"), DAYS, min_size=1), max_size=40)
"""Of each ticket the groups that took it on, each with the first day."""


def takings(log: list[dict[str, date]]) -> Takings:
    """The log summed up by days, as the pipeline does it."""
    taken = Counter((group, day) for ticket in log for group, day in ticket.items())
    met = Counter(
        (one, other, ticket[one], ticket[other]) for ticket in log for one in ticket for other in ticket if one < other
    )
    return Takings.of(((*key, n) for key, n in taken.items()), ((*key, n) for key, n in met.items()))


@given(LOGS, st.sampled_from("ABCD"), DAYS, DAYS)
def test_shares_are_what_counting_ticket_by_ticket_gives(
    log: list[dict[str, date]], scope: str, first: date, until: date
) -> None:
    shares = takings(log).between(scope, first, until).shares(until)
    expected = {}
    for group in set("ABCD") - {scope}:
        own = [ticket for ticket in log if group in ticket and first <= ticket[group] < until]
        both = [ticket for ticket in own if scope in ticket and first <= ticket[scope] < until]
        if own:
            expected[group] = len(both) / len(own)
    assert shares == expected


@given(LOGS, st.lists(st.dictionaries(st.sampled_from("ABCD"), st.dates(START, START + timedelta(days=99)))))
def test_what_happens_from_the_start_on_has_no_say(log: list[dict[str, date]], later: list[dict[str, date]]) -> None:
    before = takings([{group: day for group, day in ticket.items() if day < START} for ticket in log])
    everything = takings([*log, *later])
    first = START - timedelta(weeks=104)
    assert everything.between("A", first, START).shares(START) == before.between("A", first, START).shares(START)


@given(st.integers(0, 400))
def test_a_count_that_goes_beyond_the_start_is_refused(days: int) -> None:
    start = START - timedelta(days=days)
    found = SharedTickets(START, {"A": 4}, {"A": 1})
    if days:
        with pytest.raises(CountedAfterStart, match=f"up to {START}, asked for a start on {start}"):
            found.shares(start)
    else:
        assert found.shares(start) == {"A": 0.25}


def some(groups: int = 6, *, before: int = 30, seed: int = 3) -> Panel:
    """Hours to resolve by week; the past is too short for the scope to be judged by it alone."""
    series = 0.1 * HISTORIES["persistence 0.3"].draw(np.random.default_rng(seed), before + 12, groups)
    return panel(np.exp(series - series.mean(axis=0) + 3), before, unit="h")


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5))
def test_who_shares_more_than_the_limit_is_left_out_by_name_with_the_share(shares: list[float]) -> None:
    one = some()
    shared = dict(zip(sorted(one.controls), shares, strict=True))
    found = comparison(replace(one, shared=shared))
    assert set(found.used) == {name for name, share in shared.items() if share <= SHARED}
    assert {each.name: each.why for each in found.left_out} == {
        name: f"shares {share * 100:.0f} % of its tickets with Network"
        for name, share in shared.items()
        if share > SHARED
    }
    assert set(found.contaminated) == {each.name for each in found.left_out}


@given(st.lists(st.sampled_from(["clean", "shares", "also", "thin"]), min_size=5, max_size=5))
def test_where_touched_groups_leave_too_few_it_cannot_be_told_and_that_is_the_reason(what: list[str]) -> None:
    one = some()
    state = dict(zip(sorted(one.controls), what, strict=True))
    verdict = judge(
        replace(
            one,
            shared={name: 0.31 for name, each in state.items() if each == "shares"},
            contaminated={name: "Swarming" for name, each in state.items() if each == "also"},
            control_n={name: n / (20 if state[name] == "thin" else 1) for name, n in one.control_n.items()},
        ),
        DOWN,
    )
    clean, thin = what.count("clean"), what.count("thin")
    if clean >= GROUPS:
        assert verdict.reason in (None, Reason.TOO_NOISY)
        assert set(verdict.used) == {name for name, each in state.items() if each == "clean"}
        return
    assert verdict.kind is VerdictKind.CANNOT_TELL
    touched = 5 - clean - thin
    assert verdict.reason is (Reason.CONTAMINATED if clean + touched >= GROUPS else Reason.NO_COMPARISON)
    if verdict.reason is Reason.CONTAMINATED:
        assert f"{clean} of {clean + touched} can serve" in verdict.detail
        assert str(Reason.CONTAMINATED) in verdict.sentence


def test_a_group_that_shares_has_no_say_and_a_panel_refuses_what_is_no_share() -> None:
    one = replace(some(), shared={"Group 02": 0.5})
    other = replace(one, controls={**one.controls, "Group 02": one.controls["Group 02"] ** 2})
    assert judge(one, DOWN) == judge(other, DOWN)
    with pytest.raises(PanelInvalid, match=r"shared\[Group 02\]` is 1.5"):
        replace(one, shared={"Group 02": 1.5})


def test_how_soon_it_can_be_told_counts_on_the_groups_that_will_serve() -> None:
    one = some(before=60)
    sharing = replace(one, shared={"Group 01": 0.5})
    without = replace(
        one,
        controls={name: series for name, series in one.controls.items() if name != "Group 01"},
        control_n={name: n for name, n in one.control_n.items() if name != "Group 01"},
    )
    assert power(sharing, DOWN) == power(without, DOWN)
    nobody = replace(some(), shared=dict.fromkeys(one.controls, 0.5))
    assert str(Reason.CONTAMINATED) in power(nobody, DOWN).sentence


def test_placebo_starts_leave_out_who_shared_before_them() -> None:
    one = some(before=60)
    days = one.periods
    handed = [{"Group 01": days[40], "Group 02": days[40]}] * 5 + [{"Group 01": days[5]}] * 10
    found = History(
        periods=days,
        ends=tuple(day + timedelta(days=6) for day in days),
        values=one.controls,
        n=one.control_n,
        unit="h",
        title="Time to resolve",
        grain=one.grain,
        takings=takings(handed),
    )
    for start in found.starts():
        assert start.panel
        shared = comparison(start.panel).contaminated
        late = start.index > 40
        expected = {"Group 01": ("Group 02",) if late else (), "Group 02": ("Group 01",) if late else ()}
        assert shared == expected.get(start.group, ())
    assert error_rate(found, 20).total.judged == 20
