"""Goals as people would write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.actions import goals as actions
from hoshin.apps.people.actions.goals import Draft
from hoshin.apps.people.models import Goal

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)


def draft(title: str = "Depots know what to do when scanners fail", **said: Any) -> Draft:
    """A goal in words."""
    usual: dict[str, Any] = {
        "first": FIRST,
        "last": LAST,
        "cadence": 14,
        "done_when": "Every depot has walked through the card once.",
    }
    return Draft(title=title, **usual | said)


def proposed(person: Person, **said: Any) -> Goal:
    """A goal that the person has proposed."""
    given = {key: said.pop(key) for key in ("team", "objective", "parent", "shared") if key in said}
    return actions.propose(person, draft(**said), NOW, person=person, **given)


def agreed(person: Person, **said: Any) -> Goal:
    """A goal that both have signed."""
    goal = proposed(person, **said)
    assert person.manager is not None
    actions.sign(person.manager, goal, NOW, after=1)
    return Goal.objects.get(pk=goal.pk)
