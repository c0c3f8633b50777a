"""What was planted is there, and nothing else: recovered from the exported file alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from hoshin.simulation.desk import Simulation, simulate
from hoshin.simulation.organisation import Demonstration, InitiativeStory, Truth
from hoshin.simulation.plan import Happening
from tests.unit.simulation.conftest import told_by
from tests.unit.simulation.reading import Exported
from tests.unit.simulation.small import FIRST, small

SEEDS = range(1, 6)


def initiative(story: Demonstration, truth: Truth) -> InitiativeStory:
    return next(each for each in story.initiatives if each.truth is truth)


def change(desk: Exported, groups: tuple[str, ...], start: InitiativeStory, weeks: int) -> float:
    """Difference of the mean logarithm of hours, after against before the start; each group counts alike."""
    differences = []
    for group in groups:
        before, after = (
            np.log(desk.hours[desk.within((group,)) & desk.resolved_between(start.start, each)]).mean()
            for each in (-weeks, weeks)
        )
        differences.append(after - before)
    return float(np.mean(differences))


def untouched(story: Demonstration) -> tuple[str, ...]:
    touched = {group for each in story.initiatives for group in each.groups}
    return tuple(each.name for each in story.plan.groups if each.name not in touched)


def planted(story: Demonstration, found: InitiativeStory) -> float:
    return float(np.log(np.prod([each.times for each in story.plan.effects if set(each.groups) == set(found.groups)])))


@pytest.fixture(scope="module")
def desks() -> list[Exported]:
    return [told_by(seed) for seed in SEEDS]


@pytest.mark.parametrize("truth", list(Truth))
def test_the_planted_effect_is_recovered(story: Demonstration, desks: list[Exported], truth: Truth) -> None:
    """Difference in differences of logarithms over half a year, averaged over five seeds.

    Wrongly routed tickets take longer too, so what strays less or more adds a little to the planted times.
    """
    found = initiative(story, truth)
    effects = [change(desk, found.groups, found, 26) - change(desk, untouched(story), found, 26) for desk in desks]
    assert np.mean(effects) == pytest.approx(planted(story, found), abs=0.1)


def test_before_and_after_alone_praises_what_does_nothing(story: Demonstration, desks: list[Exported]) -> None:
    """It falls by a sixth at least in every desk: and just as much where nothing was done."""
    found = initiative(story, Truth.NOTHING)
    alone = [change(desk, found.groups, found, 12) for desk in desks]
    elsewhere = [change(desk, untouched(story), found, 12) for desk in desks]
    assert max(alone) < np.log(1 - 1 / 6)
    assert np.mean(alone) == pytest.approx(np.mean(elsewhere), abs=0.08)


def test_without_effects_only_the_scopes_differ(story: Demonstration, simulated: Simulation) -> None:
    """The same chances, without what was planted: the same tickets, and the same fate outside the scopes."""
    without = simulate(replace(story.plan, effects=()), story.seed)
    for column in ("opened", "group", "site", "service", "category", "priority", "channel", "problem"):
        assert np.array_equal(getattr(without.came, column), getattr(simulated.came, column)), column
    names = [each.name for each in story.plan.groups]
    outside = np.isin(without.came.group, [names.index(name) for name in untouched(story)])
    assert np.array_equal(without.went.ended[outside], simulated.went.ended[outside])
    for truth, sign in ((Truth.WORKS, -1), (Truth.HARMS, 1), (Truth.NOTHING, 0)):
        found = initiative(story, truth)
        own = np.isin(without.came.group, [names.index(name) for name in found.groups])
        late = own & (without.came.opened >= (found.start - story.plan.first).days * 86_400)
        longer = simulated.went.ended[late] - without.went.ended[late]
        assert (np.sign(longer) == sign).mean() > 0.97
        assert np.array_equal(without.went.ended[own & ~late], simulated.went.ended[own & ~late])


@pytest.mark.parametrize("what", ["times", "strays", "reopens", "arrivals"])
def test_a_happening_multiplies_what_it_says(what: str) -> None:
    """Twice as much from the thirtieth day on, in one group; the other teams of the second line stay as they were."""
    first, last = FIRST + timedelta(days=30), FIRST + timedelta(days=59)
    sizes = {size: 2.0 if size == what else 1.0 for size in ("times", "arrivals", "strays", "reopens")}
    effect = Happening("double", first, last, ("Team West",), **sizes, gradual=False)
    with_it, without = (simulate(small(60, 20_000, effects=effects), 5) for effects in ((effect,), ()))

    def measure(desk: Simulation, group: int) -> float:
        mine = (desk.came.group == group) & (desk.came.day >= 30)
        took = np.median(desk.went.ended[mine] - desk.came.opened[mine])
        strays, reopens = ((column[mine] >= 0).mean() for column in (desk.went.strayed, desk.went.reopened))
        share = mine.sum() / (desk.came.day < 30).sum()
        return float({"times": took, "strays": strays, "reopens": reopens, "arrivals": share}[what])

    assert measure(with_it, 2) / measure(without, 2) == pytest.approx(2.0, abs=0.25)
    assert measure(with_it, 3) / measure(without, 3) == pytest.approx(1.0, abs=0.15)
