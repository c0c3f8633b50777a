"""How far each signed target was reached, as a picture: from the baseline to what was signed, and where it ended. Pure.

Targets of unlike metrics stand on one scale: 0 is the baseline, 1 is what both signed. So a row reads alike whether
hours fall or shares rise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hoshin.apps.strategy.reports.negotiated import Outcome
from hoshin.apps.strategy.status import progress

LEAST, MOST = -1.0, 3.0
"""The part of the scale that is drawn at most; what lies beyond stands at its edge."""


@dataclass(frozen=True)
class Row:
    """One signed target: places from 0 to 100, left to right; ``actual`` is None where there is no number yet."""

    outcome: Outcome
    baseline: float
    asked: float
    signed: float
    actual: float | None
    words: str

    @property
    def way(self) -> tuple[float, float]:
        """Where the bar from the baseline to the signed target begins, and how long it is."""
        return self.baseline, round(self.signed - self.baseline, 1)


def picture(outcomes: Iterable[Outcome]) -> tuple[Row, ...]:
    """The rows of all targets whose date has come, on one scale."""
    found = [each for each in outcomes if each.over]
    spots = [_spots(each) for each in found]
    known = [spot for each in spots for spot in each if spot is not None]
    low, high = max(min([0.0, *known]), LEAST), min(max([1.0, *known]), MOST)

    def place(spot: float) -> float:
        return round(4 + 92 * (min(max(spot, low), high) - low) / (high - low), 1)

    return tuple(
        Row(
            each,
            place(0.0),
            place(asked),
            place(1.0),
            None if actual is None else place(actual),
            _words(each),
        )
        for each, (asked, actual) in zip(found, spots, strict=True)
    )


def _spots(found: Outcome) -> tuple[float, float | None]:
    """Where the first asked target and the outcome lie between baseline, 0, and signed target, 1."""
    start, signed = found.key_result.baseline, found.agreed.target
    asked = progress(start, signed, found.asked.target)
    return asked, None if found.actual is None else progress(start, signed, found.actual)


def _words(found: Outcome) -> str:
    """The row for whoever cannot see it."""
    return (
        f"{found.key_result.title}: from {found.baseline_words}, {found.asked_words} was asked, {found.agreed_words} "
        f"was signed, it was {found.actual_words}: {found.word}"
    )
