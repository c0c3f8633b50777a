"""The verdicts that the planted initiatives get: in the demonstration, and whatever seed is drawn."""

from __future__ import annotations

from collections import Counter

import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.kind import VerdictKind
from hoshin.impact.verdict import Verdict, judge
from hoshin.simulation.organisation import Demonstration, Truth
from tests.unit.simulation.conftest import told_by
from tests.unit.simulation.panels import panel
from tests.unit.simulation.reading import Exported

FITTING = {
    Truth.WORKS: {VerdictKind.PROVEN, VerdictKind.LIKELY},
    Truth.NOTHING: {VerdictKind.NO_VISIBLE_EFFECT, VerdictKind.CANNOT_TELL},
    Truth.HARMS: {VerdictKind.HARMFUL},
}


def verdicts(story: Demonstration, desk: Exported) -> dict[Truth, Verdict]:
    return {
        each.truth: judge(panel(story, desk, each), Claim(each.metric, Direction(each.towards), each.size))
        for each in story.initiatives
    }


@pytest.mark.parametrize("truth", list(Truth))
def test_the_demonstration_shows_each_verdict(story: Demonstration, desk: Exported, truth: Truth) -> None:
    found = verdicts(story, desk)[truth]
    assert found.kind in FITTING[truth]
    assert found.effect is not None
    assert found.effect.relative is not None
    assert len(found.used) >= 6


def test_other_seeds_show_them_too(story: Demonstration) -> None:
    """At least eight of ten for each, so that no seed was picked. Seeds 1 to 5 are those of the other tests."""
    fitting: Counter[Truth] = Counter()
    for seed in range(1, 11):
        found = verdicts(story, told_by(seed))
        fitting.update(truth for truth, verdict in found.items() if verdict.kind in FITTING[truth])
    assert min(fitting[truth] for truth in Truth) >= 8, fitting
