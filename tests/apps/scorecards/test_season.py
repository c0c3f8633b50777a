"""What the season explains is calm on the scorecard too, in the words in which the register holds it back."""

from __future__ import annotations

import pytest

from hoshin.apps.obligations import wording
from hoshin.apps.obligations.models import Obligation, State
from hoshin.apps.scorecards.reports import control, scorecard
from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.query import Query
from hoshin.metrics.registry import metric
from hoshin.reporting.blocks import Tone
from hoshin.signals.firing import SEASON, fired
from tests.unit.signals.weeks import weeks

HOURS = metric("time_to_resolve_median")
YEAR = [12.0, 10.0] * 20 + [20.0] * 4 + [12.0, 10.0] * 4


@pytest.mark.parametrize(
    ("autumn", "held", "tone", "word", "says"),
    [
        (20.0, SEASON, Tone.NEUTRAL, "worse, as last year", "Nothing stands out that the season does not explain."),
        (40.0, "", Tone.BAD, "worse", "Worse than usual: time to resolve (median)."),
    ],
)
def test_the_scorecard_says_of_the_season_what_the_register_does(
    autumn: float, held: str, tone: Tone, word: str, says: str
) -> None:
    readings = weeks([*YEAR, *YEAR[:40], *[autumn] * 4])
    assert fired(readings, HOURS)[-1].held == held
    first, last = readings[0].period.first, readings[-1].period.last
    [course] = control.courses([HOURS], readings, {}, {}, first)
    gathered = scorecard.Gathered((course,), Query(), (first, last), "g", Selection())
    card = scorecard.card(course, gathered)
    assert (course.tone, card.tone, card.word) == (tone, tone, word)
    assert ("the season explains it" in card.summary) == bool(held)
    assert scorecard.says(gathered).title == says
    one = Obligation(meaning="worse", held=held, state=State.HELD if held else State.OPEN)
    assert (wording.meaning_tone(one), wording.meaning_word(one)) == (tone, word)
