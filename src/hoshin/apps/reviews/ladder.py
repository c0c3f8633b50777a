"""The ladder that a commitment is taken up once its day has come: who is reminded when. Pure.

On the day itself and the day after, its owner is reminded. Three days are grace; then the owner is told that it is
late, and a week after the day once more, with the members of the forum knowing. Two weeks after the day it goes to the
forum's chair. A commitment that is moved begins at the bottom again, and the move stays to be read.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Rung(StrEnum):
    """One step of the ladder, from the bottom."""

    DUE = "due"
    DAY_AFTER = "day after"
    GRACE = "grace over"
    WEEK = "a week"
    CHAIR = "chair"


DAYS = {Rung.DUE: 0, Rung.DAY_AFTER: 1, Rung.GRACE: 3, Rung.WEEK: 7, Rung.CHAIR: 14}
"""So many days after the promised one each step is taken."""
WORDS = {
    Rung.DUE: "due today",
    Rung.DAY_AFTER: "due yesterday",
    Rung.GRACE: "late: the three days of grace are over",
    Rung.WEEK: "a week late",
    Rung.CHAIR: "two weeks late, and with the chair now",
}


def rung(due: date, today: date) -> Rung | None:
    """The step that is reached today; None before the day has come.

    >>> rung(date(2026, 11, 10), date(2026, 11, 9)), rung(date(2026, 11, 10), date(2026, 11, 18))
    (None, <Rung.WEEK: 'a week'>)
    """
    reached = [each for each in Rung if (today - due).days >= DAYS[each]]
    return reached[-1] if reached else None


def to_chair(step: Rung) -> bool:
    """Whether the forum's chair is told as well."""
    return step is Rung.CHAIR
