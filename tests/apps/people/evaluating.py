"""Evaluations as people would go through them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hoshin.apps.accounts.models import Person
from hoshin.apps.people import access
from hoshin.apps.people.actions.evaluations import Days, open_cycle, step
from hoshin.apps.people.machine import Act
from hoshin.apps.people.models import Cycle, Evaluation

OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAYS = Days(
    date(2026, 7, 1), date(2026, 12, 31), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 20), date(2026, 12, 4)
)
TODAY = date(2026, 11, 23)
WAY = (
    (Act.SELF, "person", None),
    (Act.PROPOSED, "manager", 3),
    (Act.MOVED, "hr", 4),
    (Act.CALIBRATED, "hr", None),
    (Act.FINAL, "manager", None),
    (Act.APPEALED, "person", None),
    (Act.ANSWERED, "hr", 4),
)
"""One whole way through the machine."""


def opened(hr: Person, *people: Person) -> Cycle:
    """A cycle of these people."""
    return open_cycle(hr, "Second half of 2026", DAYS, people, OPENED)


def walked(evaluation: Evaluation, hr: Person, until: Act, today: date = TODAY) -> Evaluation:
    """The evaluation after the steps up to ``until``, that one included."""
    who = {"person": evaluation.person, "manager": evaluation.manager, "hr": hr}
    for number, (act, side, rating) in enumerate(WAY):
        by = who[side]
        actor = access.side(by, evaluation)
        assert actor is not None
        step(by, evaluation, actor, act, today, words=f"Words of {act}.", rating=rating, after=number)
        if act is until:
            break
    return Evaluation.objects.get(pk=evaluation.pk)
