"""Funnel plots, against tickets counted one by one, exact chances, and planted differences."""

from __future__ import annotations

import random
from math import sqrt
from statistics import fmean

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom

from hoshin.signals.funnel import FAR, FLOOR, LEAST, NEAR, Cases, Standing, between_groups, funnel

Tickets = list[tuple[str, int, bool]]


def cases(tickets: Tickets) -> list[Cases]:
    """Tickets summed up by group and kind."""
    keys = sorted({(group, kind) for group, kind, _ in tickets})
    return [
        Cases(g, k, sum(met for a, b, met in tickets if (a, b) == (g, k)), sum((a, b) == (g, k) for a, b, _ in tickets))
        for g, k in keys
    ]


@st.composite
def desks(draw: st.DrawFn) -> Tickets:
    rng = random.Random(draw(st.integers(0, 2**20)))
    groups, kinds = draw(st.integers(1, 8)), draw(st.integers(1, 4))
    shares = [rng.uniform(0.1, 0.9) for _ in range(kinds)]
    found = []
    for group in range(groups):
        for _ in range(rng.choice([3, 40, 80, 200])):
            kind = rng.randrange(kinds)
            found.append((f"group {group}", kind, rng.random() < shares[kind]))
    return found


@given(desks())
def test_groups_are_expected_to_do_what_all_do_on_tickets_of_the_same_kind(tickets: Tickets) -> None:
    found = funnel(cases(tickets))
    assume(found is not None)
    assert found is not None
    for each in found.groups:
        own = [(kind, met) for group, kind, met in tickets if group == each.group]
        # Ticket by ticket: the share of all tickets of its kind.
        chance = [fmean(m for _, k, m in tickets if k == kind) for kind, _ in own]
        assert each.n == len(own)
        assert each.observed == pytest.approx(fmean(met for _, met in own))
        assert each.expected == pytest.approx(fmean(chance))
        assert each.error == pytest.approx(np.sqrt(np.sum([p * (1 - p) for p in chance])) / len(own))


@given(desks())
def test_no_group_below_the_floor_is_shown(tickets: Tickets) -> None:
    found = funnel(cases(tickets))
    sizes = {group: sum(g == group for g, _, _ in tickets) for group, _, _ in tickets}
    shown = {each.group for each in found.groups} if found else set()
    assert all(sizes[group] >= FLOOR for group in shown)
    if found:
        assert found.left_out == len(sizes) - len(shown)


@given(desks(), st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(tickets: Tickets, rng: random.Random) -> None:
    one = cases(tickets)
    other = [Cases(f"x{each.group}", ("k", each.kind), each.met, each.n) for each in one]
    rng.shuffle(other)
    a, b = funnel(one), funnel(other)
    assert (a is None) == (b is None)
    if a and b:
        assert [each.difference for each in a.groups] == pytest.approx([each.difference for each in b.groups])
        assert a.between == pytest.approx(b.between)


@given(desks())
def test_differences_cancel_over_all_tickets(tickets: Tickets) -> None:
    found = funnel(cases(tickets), floor=1)
    assume(found is not None)
    assert found is not None
    if not found.left_out:
        assert sum(each.n * each.difference for each in found.groups) == pytest.approx(0, abs=1e-8)


def test_a_hard_mix_is_no_bad_group() -> None:
    """Both groups do the same on each kind; only the mix differs, and with it the plain share."""
    found = funnel(
        [
            Cases("easy", "a", 810, 900),
            Cases("easy", "b", 40, 100),
            Cases("hard", "a", 90, 100),
            Cases("hard", "b", 360, 900),
        ]
    )
    assert found is not None
    assert [each.observed for each in found.groups] == pytest.approx([0.85, 0.45])
    assert [each.difference for each in found.groups] == pytest.approx([0, 0])
    assert {each.standing for each in found.groups} == {Standing.WITHIN}


@given(st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(0.01, 0.1)), min_size=5, max_size=40))
def test_variation_between_groups_is_the_moment_estimate(found: list[tuple[float, float]]) -> None:
    d, s = np.array(found).T
    z = d / s
    k, cut = len(z), max(1, int(0.1 * len(z)))
    ranked = np.sort(z)
    drawn = np.concatenate([np.repeat(ranked[cut], cut), ranked[cut : k - cut], np.repeat(ranked[k - cut - 1], cut)])
    w = s**-2.0
    expected = max(0.0, (np.sum(drawn**2) - (k - 1)) / (w.sum() - (w @ w) / w.sum()))
    assert between_groups(found) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("n", [60, 400])
def test_chance_alone_is_rarely_called_more(n: int, share: float) -> None:
    """By the exact chances of a binomial count, for a group of the usual mix."""
    if min(n * share, n * (1 - share)) < LEAST:
        pytest.skip("too few expected cases to be shown")
    error = sqrt(share * (1 - share) / n)
    beyond = sum(binom.pmf(k, n, share) for k in range(n + 1) if abs(k / n - share) > FAR * error)
    near = sum(binom.pmf(k, n, share) for k in range(n + 1) if abs(k / n - share) > NEAR * error)
    assert beyond < 0.006
    assert 0.02 < near < 0.08


def _desk(rng: np.random.Generator, spread: float, planted: float = 0.0) -> list[Cases]:
    found = []
    for group in range(20):
        for kind, share in enumerate((0.9, 0.6, 0.4)):
            n = int(rng.integers(40, 300))
            own = float(np.clip(share + rng.normal(0, spread) + (planted if group == 0 else 0), 0.02, 0.98))
            found.append(Cases(f"{group:02}", kind, int(rng.binomial(n, own)), n))
    return found


def test_groups_that_differ_by_nature_are_not_all_called_out() -> None:
    rng = np.random.default_rng(11)
    called = [sum("chance" in each.standing and "within" not in each.standing for each in f.groups)
              for f in (funnel(_desk(rng, 0.08)) for _ in range(50)) if f]  # fmt: skip
    assert fmean(called) / 20 < 0.02
    plain = funnel(_desk(rng, 0.08))
    assert plain is not None
    assert 0.02 < plain.between < 0.15


def test_a_planted_difference_is_found() -> None:
    rng = np.random.default_rng(12)
    found = [funnel(_desk(rng, 0.0, planted=-0.25)) for _ in range(30)]
    assert sum(f is not None and f.groups[0].standing is Standing.BEYOND_LOW for f in found) >= 28


def test_few_groups_are_not_asked_whether_they_vary() -> None:
    found = funnel([Cases(str(i), 0, met, 200) for i, met in enumerate((80, 120, 160))])
    assert found is not None
    assert not found.told
    assert found.between == 0


@pytest.mark.parametrize("found", [[], [Cases("a", 0, 0, 100)], [Cases("a", 0, 100, 100)], [Cases("a", 0, 5, 20)]])
def test_where_nothing_can_be_compared_nothing_is_shown(found: list[Cases]) -> None:
    assert funnel(found) is None


@given(st.floats(20, 5000))
def test_the_drawn_limits_are_those_of_a_group_of_the_usual_mix(size: float) -> None:
    found = funnel([Cases(str(i), 0, met, 400) for i, met in enumerate((200, 210, 190, 230, 170, 205))])
    assert found is not None
    near, far = found.limits(size)
    assert near < far
    assert found.by_chance(size) == pytest.approx(3.09 * sqrt(found.whole * (1 - found.whole) / size))
    assert found.by_chance(size) <= far + 1e-12
    assert near == pytest.approx(1.96 * sqrt(found.whole * (1 - found.whole) / size + found.between**2))
    [one] = [each for each in found.groups if each.group == "0"]
    assert found.limits(one.size) == pytest.approx((one.near, one.far))
