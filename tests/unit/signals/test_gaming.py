"""The gaming watch: both must move, beyond noise, on enough weeks; and how often noise alone says so."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from hoshin.metrics.registry import metric
from hoshin.metrics.result import Reading
from hoshin.signals.gaming import Finding, counter_metrics, watch
from tests.unit.signals.weeks import MONDAY, week, weeks

HOURS = metric("time_to_resolve_median")
REOPENED = metric("reopen_share")
VOLUME = metric("ticket_volume")
START = MONDAY + timedelta(weeks=12)


def course(before: float, since: float, seed: int = 1, spread: float = 1.0) -> list[Reading]:
    levels = np.repeat([before, since], 12) + np.random.default_rng(seed).normal(0, spread, 24)
    return weeks([float(each) for each in levels])


def told(hours: list[Reading], reopened: list[Reading]) -> tuple[Finding, ...]:
    return watch((HOURS, hours), [(REOPENED, reopened)], START)


def test_better_here_and_worse_there_is_told_of_the_process() -> None:
    (found,) = told(course(24, 18), course(4, 7, 2))
    assert found.targeted.before > found.targeted.since
    assert found.counter.before < found.counter.since
    assert found.start == START


def test_what_is_no_longer_better_is_not_told() -> None:
    """Twenty better weeks carry the test, but the newest four decide whether anybody would celebrate."""
    reopened = [*course(4, 7, 2), *(week(i, 7.0) for i in range(24, 36))]
    better = [*course(24, 18), *(week(i, 18.0) for i in range(24, 32))]
    assert told([*better, *(week(i, 18.0) for i in range(32, 36))], reopened)
    assert told([*better, *(week(i, 26.0) for i in range(32, 34)), week(34, 18.0), week(35, 18.0)], reopened)
    assert not told([*better, *(week(i, 26.0) for i in range(32, 36))], reopened)


def test_one_alone_is_not_told() -> None:
    assert told(course(24, 18), course(4, 4, 2)) == ()
    assert told(course(24, 18), course(7, 4, 2)) == ()
    assert told(course(24, 24), course(4, 7, 2)) == ()
    assert told(course(18, 24), course(4, 7, 2)) == ()


def test_few_weeks_few_cases_and_cut_weeks_tell_nothing() -> None:
    hours, reopened = course(24, 18), course(4, 7, 2)
    assert told(hours[5:], reopened) == ()
    assert told(hours, reopened[:19]) == ()
    small = [week(i, 7.0 if i >= 12 else 4.0, n=4) for i in range(24)]
    cut = [week(i, 7.0 if i >= 12 else 4.0, complete=i < 12) for i in range(24)]
    assert told(hours, small) == told(hours, cut) == ()


def test_a_week_in_which_the_start_lies_belongs_to_neither_side() -> None:
    hours, reopened = course(24, 18), course(4, 7, 2)
    shifted = START + timedelta(days=2)
    (found,) = watch((HOURS, hours), [(REOPENED, reopened)], shifted)
    after = [r.result.amount for r in hours[13:] if hasattr(r.result, "amount")]
    assert found.targeted.since == np.median(after)


def test_context_is_never_a_target_nor_a_counter_metric() -> None:
    assert watch((VOLUME, course(24, 18)), [(REOPENED, course(4, 7, 2))], START) == ()
    known = {each.key: each for each in (HOURS, REOPENED, VOLUME)}
    assert REOPENED in counter_metrics(HOURS, known)
    assert VOLUME not in counter_metrics(HOURS, known)


def test_the_worst_counter_metric_comes_first_and_they_share_the_level() -> None:
    strong, weak = course(4, 9, 2), course(4, 5.2, 3)
    found = watch((HOURS, course(24, 18)), [(REOPENED, weak), (metric("ping_pong_share"), strong)], START)
    assert [each.counter.metric.key for each in found] == ["ping_pong_share", "reopen_share"]
    assert [each.counter.p for each in found] == sorted(each.counter.p for each in found)


def test_noise_alone_seldom_tells_even_where_the_targeted_metric_did_improve() -> None:
    improved = course(24, 18)
    found = sum(bool(told(improved, course(4, 4, seed))) for seed in range(400))
    assert 2 <= found <= 36
    both = sum(bool(told(course(24, 24, 1000 + seed), course(4, 4, seed))) for seed in range(400))
    assert both <= 6
