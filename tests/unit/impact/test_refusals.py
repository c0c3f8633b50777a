"""What is too short, too thin or contaminated always ends in *cannot tell*, however large the change in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import AFTER, BEFORE, CASES, GROUPS, SHARED, Reason, needed_alone
from hoshin.impact.estimators.registry import KEYS
from hoshin.impact.kind import VerdictKind
from hoshin.impact.panel import Panel
from hoshin.impact.rollout import ORDERS, draw, orders, sizes
from hoshin.impact.staggered import StaggeredPanel
from hoshin.impact.staggered_verdict import StaggeredVerdict, judge_staggered
from hoshin.impact.verdict import Verdict, judge
from hoshin.metrics.query import Grain
from tests.unit.impact.desks import HISTORIES, Numbers, panel

CLAIMS = st.builds(Claim, st.just("time_to_resolve_median"), st.sampled_from(Direction), st.floats(0.01, 0.9))
GRAINS = st.sampled_from((Grain.WEEK, Grain.DAY))
SEEDS = st.integers(0, 10**6)
FACTORS = st.sampled_from((0.05, 0.5, 1.0, 2.0, 20.0))
"""By what the numbers after a start are multiplied: nothing at all, up to what nobody could overlook."""


def hours(seed: int, periods: int, groups: int) -> Numbers:
    """Hours to resolve that move by a tenth: periods × groups."""
    history = HISTORIES[sorted(HISTORIES)[seed % len(HISTORIES)]]
    drawn = history.draw(np.random.default_rng(seed), periods + BEFORE, groups)[:periods]
    return np.asarray(np.exp(0.1 * (drawn - drawn.mean(axis=0)) + 3))


@st.composite
def too_few(draw: st.DrawFn, periods: int) -> Numbers:
    """Tickets a period of which the median lies below CASES: now and then there may be many."""
    below = draw(st.lists(st.integers(0, CASES - 1), min_size=periods, max_size=periods))
    busy = draw(st.sets(st.integers(0, max(periods - 1, 0)), max_size=max((periods - 1) // 2, 0)))
    return np.array([500.0 if row in busy else float(many) for row, many in enumerate(below)])


def untold(verdict: Verdict | StaggeredVerdict, *reasons: Reason) -> None:
    """Nothing is said but that it cannot be told, and why."""
    assert verdict.kind is VerdictKind.CANNOT_TELL
    assert verdict.reason in reasons
    assert (verdict.effect, verdict.effect_90, verdict.p_value, verdict.placebos) == (None, None, None, ())
    assert verdict.sentence.startswith("It cannot be told")
    assert str(verdict.reason) in verdict.sentence


# One scope, compared with groups or with its own past.


@st.composite
def scopes(draw: st.DrawFn, before: st.SearchStrategy[int], after: st.SearchStrategy[int]) -> Panel:
    """One scope beside no, one or many groups, with a change after its start."""
    grain, rows, since = draw(GRAINS), draw(before), draw(after)
    series = hours(draw(SEEDS), rows + since, 1 + draw(st.integers(0, 8)))
    series[rows:, 0] *= draw(FACTORS)
    return panel(series, rows, unit="h", grain=grain)


def shorter(panel: Panel, after: int) -> Panel:
    """Its time up to so many periods after the start."""
    last = panel.start + after
    return replace(
        panel,
        periods=panel.periods[:last],
        treated=panel.treated[:last],
        treated_n=panel.treated_n[:last],
        controls={name: series[:last] for name, series in panel.controls.items()},
        control_n={name: n[:last] for name, n in panel.control_n.items()},
    )


SEALED = st.sampled_from(("", *KEYS))


@settings(max_examples=40, deadline=None)
@given(scopes(st.integers(0, BEFORE - 1), st.integers(10, 60)), CLAIMS, SEALED)
def test_a_scope_with_a_short_past_cannot_be_told(one: Panel, claim: Claim, sealed: str) -> None:
    untold(judge(one, claim, sealed=sealed), Reason.SHORT_BEFORE)


@settings(max_examples=40, deadline=None)
@given(scopes(st.integers(BEFORE, 90), st.just(10)), CLAIMS, SEALED, st.data())
def test_a_scope_that_started_just_now_cannot_be_told(
    one: Panel, claim: Claim, sealed: str, data: st.DataObject
) -> None:
    since = data.draw(st.integers(0, AFTER[one.grain] - 1))
    reason = Reason.SHORT_AFTER if since else Reason.NOT_STARTED
    untold(judge(shorter(one, since), claim, sealed=sealed), reason)


@settings(max_examples=40, deadline=None)
@given(scopes(st.integers(BEFORE, 60), st.integers(10, 30)), CLAIMS, SEALED, st.sampled_from(("before", "after")))
def test_a_scope_with_few_tickets_on_one_side_of_its_start_cannot_be_told(
    one: Panel, claim: Claim, sealed: str, side: str
) -> None:
    rows = slice(0, one.start) if side == "before" else slice(one.start, None)
    n = one.treated_n.copy()
    n[rows] = CASES - 1
    untold(judge(replace(one, treated_n=n), claim, sealed=sealed), Reason.FEW_TICKETS)


@settings(max_examples=40, deadline=None)
@given(scopes(st.integers(BEFORE, 60), st.integers(10, 30)), CLAIMS, SEALED, st.data())
def test_a_scope_with_few_tickets_in_most_periods_cannot_be_told(
    one: Panel, claim: Claim, sealed: str, data: st.DataObject
) -> None:
    before = data.draw(too_few(one.start))
    n = np.concatenate([before, one.treated_n[one.start :]])
    untold(judge(replace(one, treated_n=n), claim, sealed=sealed), Reason.FEW_TICKETS)


def contaminated(one: Panel, ways: list[str]) -> Panel:
    """The panel with something in the way of each of its groups."""
    state = dict(zip(sorted(one.controls), ways, strict=False))
    return replace(
        one,
        contaminated={name: "Swarming" for name, way in state.items() if way == "another initiative"},
        shared={name: SHARED + 0.01 for name, way in state.items() if way == "shares tickets"},
        control_n={name: n * (0.1 if state[name] == "thin" else 1) for name, n in one.control_n.items()},
    )


@settings(max_examples=50, deadline=None)
@given(
    scopes(st.integers(BEFORE, 61), st.integers(10, 60)),
    CLAIMS,
    SEALED,
    st.lists(st.sampled_from(("another initiative", "shares tickets", "thin")), min_size=8, max_size=8),
)
def test_a_scope_without_clean_comparison_or_long_past_cannot_be_told(
    one: Panel, claim: Claim, sealed: str, ways: list[str]
) -> None:
    one = replace(one, **_last(one, needed_alone(AFTER[one.grain]) - 1))  # type: ignore[arg-type]
    untold(judge(contaminated(one, ways), claim, sealed=sealed), Reason.CONTAMINATED, Reason.NO_COMPARISON)


def _last(one: Panel, before: int) -> Mapping[str, object]:
    """Its parts with so many periods before the start at most."""
    first = max(one.start - before, 0)
    return {
        "periods": one.periods[first:],
        "treated": one.treated[first:],
        "treated_n": one.treated_n[first:],
        "controls": {name: series[first:] for name, series in one.controls.items()},
        "control_n": {name: n[first:] for name, n in one.control_n.items()},
        "start": one.start - first,
    }


# Several groups, each with a start of its own.


@dataclass(frozen=True)
class RollOut:
    """A panel of groups of which some start, and who they are."""

    panel: StaggeredPanel

    @property
    def acting(self) -> list[str]:
        return sorted(self.panel.starts)

    @property
    def never(self) -> list[str]:
        return sorted(self.panel.series.keys() - self.panel.starts.keys())


@st.composite
def roll_outs(
    draw: st.DrawFn,
    starts: st.SearchStrategy[int],
    *,
    periods: int = 80,
    never: st.SearchStrategy[int] = st.integers(2, 6),  # noqa: B008
    grains: st.SearchStrategy[Grain] = GRAINS,
) -> RollOut:
    """One to four groups with starts of their own beside groups that never start, and a change from each start on."""
    grain = draw(grains)
    acting = {f"A{place}": on for place, on in enumerate(draw(st.lists(starts, min_size=1, max_size=4)))}
    names = [*acting, *(f"N{place}" for place in range(draw(never)))]
    numbers, factor = hours(draw(SEEDS), periods, len(names)), draw(FACTORS)
    for place, start in enumerate(acting.values()):
        numbers[start:, place] *= factor
    return RollOut(
        StaggeredPanel(
            periods=panel(numbers, 0, grain=grain).periods,
            series={name: numbers[:, place] for place, name in enumerate(names)},
            n={name: np.full(periods, 40.0) for name in names},
            starts=acting,
            unit="h",
            title="Time to resolve",
            grain=grain,
        )
    )


MIDDLE = st.integers(BEFORE, 60)


@settings(max_examples=40, deadline=None)
@given(roll_outs(st.integers(0, BEFORE - 1)), CLAIMS)
def test_starts_with_a_short_past_cannot_be_told(one: RollOut, claim: Claim) -> None:
    untold(judge_staggered(one.panel, claim), Reason.SHORT_BEFORE)


@settings(max_examples=40, deadline=None)
@given(roll_outs(st.integers(71, 80)), CLAIMS)
def test_starts_just_now_cannot_be_told(one: RollOut, claim: Claim) -> None:
    least = AFTER[one.panel.grain]
    late = {name: max(start, 80 - least + 1) for name, start in one.panel.starts.items()}
    untold(
        judge_staggered(replace(one.panel, starts=late), claim),
        Reason.NOT_STARTED if min(late.values()) == 80 else Reason.SHORT_AFTER,
    )


@settings(max_examples=50, deadline=None)
@given(roll_outs(MIDDLE), CLAIMS, st.sampled_from(("before", "after", "throughout")))
def test_starts_of_thin_groups_cannot_be_told(one: RollOut, claim: Claim, side: str) -> None:
    def thin(name: str) -> Numbers:
        n, start = one.panel.n[name].copy(), one.panel.starts[name]
        n[{"before": slice(0, start), "after": slice(start, None), "throughout": slice(None)}[side]] = CASES - 1
        return n

    n = {**one.panel.n, **{name: thin(name) for name in one.acting}}
    untold(judge_staggered(replace(one.panel, n=n), claim), Reason.FEW_TICKETS)


@settings(max_examples=50, deadline=None)
@given(roll_outs(st.just(40)), CLAIMS, st.lists(st.sampled_from(("another", "thin", "shares")), min_size=6, max_size=6))
def test_starts_without_clean_comparison_cannot_be_told(one: RollOut, claim: Claim, ways: list[str]) -> None:
    state = dict(zip(one.never, ways, strict=False))
    touched = replace(
        one.panel,
        contaminated={name: "Swarming" for name, way in state.items() if way == "another"},
        shared={name: {40: SHARED + 0.01} for name, way in state.items() if way == "shares"},
        n={name: n * (0.1 if state.get(name) == "thin" else 1) for name, n in one.panel.n.items()},
    )
    untold(judge_staggered(touched, claim), Reason.CONTAMINATED, Reason.NO_COMPARISON)


@settings(max_examples=40, deadline=None)
@given(roll_outs(MIDDLE), CLAIMS)
def test_starts_where_another_initiative_acts_too_cannot_be_told(one: RollOut, claim: Claim) -> None:
    touched = replace(one.panel, contaminated=dict.fromkeys(one.acting, "Swarming"))
    untold(judge_staggered(touched, claim), Reason.TOUCHED)


# Drawn by lot.

TEAMS = tuple(f"Team {letter}" for letter in "ABCDEFGH")


@st.composite
def lots(draw_one: st.DrawFn, first_start: st.SearchStrategy[int]) -> tuple[RollOut, tuple[int, ...], str]:
    """Groups drawn by lot into waves over 60 weeks, with as many orders as the lot needs; none of them never starts."""
    many = draw_one(st.integers(5, len(TEAMS)))
    waves = draw_one(st.integers(2, many).filter(lambda waves: orders(sizes(many, waves)) >= ORDERS))
    first = draw_one(first_start)
    apart = draw_one(st.integers(1, min(4, (60 - first) // waves)))
    days = tuple(first + apart * wave for wave in range(waves))
    seed = draw_one(st.text("abcdef", min_size=4, max_size=8))
    drawn = draw(TEAMS[:many], days, seed)
    numbers, factor = hours(draw_one(SEEDS), 60, many), draw_one(FACTORS)
    for place, team in enumerate(TEAMS[:many]):
        numbers[drawn.starts[team] :, place] *= factor
    one = StaggeredPanel(
        periods=panel(numbers, 0).periods,
        series={team: numbers[:, place] for place, team in enumerate(TEAMS[:many])},
        n={team: np.full(60, 40.0) for team in TEAMS[:many]},
        starts=drawn.starts,
        unit="h",
        title="Time to resolve",
    )
    return RollOut(one), days, seed


def until(one: StaggeredPanel, last: int) -> StaggeredPanel:
    """Its first so many periods."""
    return replace(
        one,
        periods=one.periods[:last],
        series={name: series[:last] for name, series in one.series.items()},
        n={name: n[:last] for name, n in one.n.items()},
        starts={name: min(start, last) for name, start in one.starts.items()},
    )


@settings(max_examples=25, deadline=None)
@given(lots(st.integers(0, BEFORE)), CLAIMS, st.data())
def test_a_lot_of_which_too_little_has_run_cannot_be_told(
    drawn: tuple[RollOut, tuple[int, ...], str], claim: Claim, data: st.DataObject
) -> None:
    one, days, seed = drawn
    least = AFTER[Grain.WEEK]
    together = sizes(len(one.acting), len(days))
    so_far = [(*together[: ran + 1], sum(together[ran + 1 :])) for ran in range(len(days))]
    enough = next(day + least for day, each in zip(days, so_far, strict=True) if orders(each) >= ORDERS)
    last = data.draw(st.integers(2, enough - 1))
    rollout = draw(one.acting, tuple(day if day < last else last + wave for wave, day in enumerate(days)), seed)
    untold(
        judge_staggered(until(one.panel, last), claim, rollout),
        Reason.NOT_STARTED,
        Reason.SHORT_AFTER,
        Reason.FEW_STARTS,
    )


@pytest.mark.parametrize("way", ["thin", "thin before", "thin after", "another initiative"])
@settings(max_examples=20, deadline=None)
@given(drawn=lots(st.integers(BEFORE, 40)), claim=CLAIMS)
def test_a_lot_of_groups_that_cannot_serve_cannot_be_told(
    way: str, drawn: tuple[RollOut, tuple[int, ...], str], claim: Claim
) -> None:
    one, days, seed = drawn
    first = days[0]
    # Not so many more on the other side that these periods would count as holidays.
    thin = np.full(60, 12.0)
    thin[{"thin before": slice(0, first), "thin after": slice(first, None)}.get(way, slice(None))] = CASES - 1
    touched = one.panel
    if way == "another initiative":
        touched = replace(touched, contaminated=dict.fromkeys(one.acting, "Swarming"))
    else:
        touched = replace(touched, n=dict.fromkeys(one.acting, thin))
    verdict = judge_staggered(touched, claim, draw(one.acting, days, seed))
    untold(
        verdict,
        Reason.FEW_TICKETS,
        Reason.TOUCHED,
        Reason.SHORT_BEFORE,
        Reason.NO_COMPARISON,
    )


def test_the_smallest_comparison_that_serves_is_told() -> None:
    """The refusals above are none of a judge that never says anything."""
    series = hours(3, BEFORE + 4, 1 + GROUPS)
    series[BEFORE:, 0] *= 1.5
    assert judge(panel(series, BEFORE, unit="h"), Claim("m", Direction.DOWN, 0.2)).effect
