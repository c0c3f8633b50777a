"""Every demonstration's story agrees with its desk, with the metrics, and with itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.lot import can_judge
from hoshin.impact.rollout import draw
from hoshin.metrics.own.specification import as_json
from hoshin.metrics.own.validation import specified
from hoshin.metrics.registry import METRICS
from hoshin.simulation.organisation import Demonstration, Truth
from hoshin.simulation.registry import (
    DEMONSTRATIONS,
    DuplicateDemonstration,
    UnknownDemonstration,
    collect,
    demonstration,
)
from tests.unit.simulation.reading import Exported

every = pytest.mark.parametrize("told", DEMONSTRATIONS.values(), ids=DEMONSTRATIONS)


@every
def test_people_have_roles_and_teams(told: Demonstration) -> None:
    assert len({each.username for each in told.people}) == len(told.people)
    assert {each.role for each in told.people} == {"administrator", "leader", "member", "viewer"}
    assert told.people[0].role == "administrator"
    assert {each.team for each in told.people} <= set(told.teams)


@every
def test_key_results_can_be_measured(told: Demonstration) -> None:
    usernames = {each.username for each in told.people}
    found = [each for objective in told.objectives for each in objective.key_results]
    assert len({each.title for each in found}) == len(found)
    for objective in told.objectives:
        assert objective.owner in usernames
        assert objective.first < objective.last
        assert objective.key_results
    for each in found:
        assert each.metric in METRICS
        assert told.plan.first <= each.baseline[0] < each.baseline[1] <= told.plan.last
        assert each.baseline[1] < each.start < each.due
        assert (each.factor > 1) == (METRICS[each.metric].direction.value == "higher")
        values = {"group": {group.name for group in told.plan.groups}}
        assert all(value in values[dimension] for dimension, value in each.scope)


@every
def test_initiatives_can_be_judged(told: Demonstration) -> None:
    """Sealed before they start by somebody who may, with a long history before and months after, nowhere twice."""
    roles = {each.username: each.role for each in told.people}
    titles = {each.title for objective in told.objectives for each in objective.key_results}
    for each in told.initiatives:
        assert each.key_result in titles
        assert each.owner in roles
        assert roles[each.sealed_by] in ("administrator", "leader")
        assert each.sealed_on < each.start
        for _, start in each.acting:
            assert told.plan.first + timedelta(weeks=40) <= start <= told.plan.last - timedelta(weeks=16)
        assert set(each.groups) <= {group.name for group in told.plan.groups}
        assert each.metric in METRICS
        Claim(each.metric, Direction(each.towards), each.size)
    for one, other in combinations(told.initiatives, 2):
        assert not set(one.groups) & set(other.groups)
    assert {each.truth for each in told.initiatives} == set(Truth)


@every
def test_the_truth_is_what_the_plan_plants(told: Demonstration) -> None:
    planted = {group: effect for effect in told.plan.effects for group in effect.groups}
    assert len(planted) == sum(len(effect.groups) for effect in told.plan.effects)
    assert planted.keys() == {group for each in told.initiatives for group in each.groups}
    for each in told.initiatives:
        for group, start in each.acting:
            effect = planted[group]
            assert (effect.first, effect.last) == (start, told.plan.last)
            sizes = (effect.times, effect.arrivals, effect.strays, effect.reopens)
            assert {
                Truth.WORKS: effect.times < 0.8 and each.towards == "down",
                Truth.NOTHING: sizes == (1.0, 1.0, 1.0, 1.0),
                Truth.HARMS: effect.times > 1.25 and each.towards == "down",
            }[each.truth]


@every
def test_starts_are_those_that_the_lot_draws(told: Demonstration) -> None:
    for each in told.initiatives:
        if each.draw is None:
            assert not each.starts
            continue
        days = tuple(each.draw.first + timedelta(weeks=each.draw.weeks * wave) for wave in range(each.draw.waves))
        drawn = draw(each.groups, tuple(day.toordinal() for day in days), each.draw.seed)
        assert {group: start.toordinal() for group, start in each.starts} == drawn.starts
        assert (each.start, each.draw.on) == (days[0], min(each.draw.on, each.sealed_on))
        assert can_judge(len(each.groups), each.draw.waves)


@every
def test_own_metrics_are_sound(told: Demonstration) -> None:
    practices = {metric.practice for metric in METRICS.values()}
    for each in told.own_metrics:
        assert specified(as_json(each), practices=practices, metrics=METRICS) == each
        words = [value for condition in each.filter if condition.field == "service" for value in condition.values]
        assert set(words) <= {service.name for service in told.plan.services}


@every
def test_scorecard_targets_name_metrics(told: Demonstration) -> None:
    assert {key for key, _ in told.targets} <= set(METRICS)
    assert all(METRICS[key].unit != "share" or 0 < amount < 1 for key, amount in told.targets)


def test_enough_groups_are_left_to_compare_with(story: Demonstration, desk: Exported) -> None:
    """Six or more that no initiative touches, with 15 tickets or more resolved in the median week."""
    touched = {group for each in story.initiatives for group in each.groups}
    clean = [each.name for each in story.plan.groups if each.name not in touched]
    # 2024-11-04 was a Monday.
    week = (desk.resolved - np.datetime64("2024-11-04", "s")) / np.timedelta64(7, "D")
    for name in clean:
        counts = np.histogram(week[desk.within((name,)) & ~np.isnat(desk.resolved)], np.arange(2, 104))[0]
        assert np.median(counts) >= 15, name
    assert len(clean) >= 6


def test_a_demonstration_is_found_by_its_key() -> None:
    assert demonstration("global-logistics").organisation
    with pytest.raises(UnknownDemonstration, match="Did you mean global-logistics"):
        demonstration("global-logistic")


def test_two_of_one_key_are_refused() -> None:
    told = demonstration("global-logistics")
    with pytest.raises(DuplicateDemonstration, match="'global-logistics'"):
        collect((told, replace(told, organisation="Another")))
