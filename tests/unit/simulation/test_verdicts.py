"""The verdicts that the planted initiatives get: in the demonstration, and whatever seed is drawn."""

from __future__ import annotations

from collections import Counter

import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.kind import VerdictKind
from hoshin.impact.staggered_verdict import BY_LOT, StaggeredVerdict, judge_staggered
from hoshin.impact.verdict import Verdict, judge
from hoshin.simulation.organisation import Demonstration, InitiativeStory, Truth
from hoshin.simulation.registry import demonstration
from tests.unit.simulation.conftest import told_by
from tests.unit.simulation.panels import in_turn, panel
from tests.unit.simulation.reading import Exported

FITTING = {
    Truth.WORKS: {VerdictKind.PROVEN, VerdictKind.LIKELY},
    Truth.NOTHING: {VerdictKind.NO_VISIBLE_EFFECT, VerdictKind.CANNOT_TELL},
    Truth.HARMS: {VerdictKind.HARMFUL},
}


def verdict(story: Demonstration, desk: Exported, found: InitiativeStory) -> Verdict | StaggeredVerdict:
    """As Hoshin would judge it: by the lot where the lot drew its starts."""
    claim = Claim(found.metric, Direction(found.towards), found.size)
    if found.draw:
        one, drawn = in_turn(story, desk, found)
        return judge_staggered(one, claim, drawn)
    return judge(panel(story, desk, found), claim)


TITLES = [each.title for each in demonstration("global-logistics").initiatives]


@pytest.mark.parametrize("title", TITLES)
def test_the_demonstration_shows_each_verdict(story: Demonstration, desk: Exported, title: str) -> None:
    [told] = [each for each in story.initiatives if each.title == title]
    found = verdict(story, desk, told)
    assert found.kind in FITTING[told.truth]
    assert found.effect is not None
    assert found.effect.relative is not None
    assert len(found.comparison if isinstance(found, StaggeredVerdict) else found.used) >= 6
    assert (found.estimator == BY_LOT) == (told.draw is not None)


def test_other_seeds_show_them_too(story: Demonstration) -> None:
    """At least eight of ten for each, so that no seed was picked. Seeds 1 to 5 are those of the other tests."""
    fitting: Counter[str] = Counter()
    for seed in range(1, 11):
        fitting.update(
            each.title for each in story.initiatives if verdict(story, told_by(seed), each).kind in FITTING[each.truth]
        )
    assert min(fitting[title] for title in TITLES) >= 8, fitting
