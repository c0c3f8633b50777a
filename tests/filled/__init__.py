"""An installation with as many of everything as is asked for: to count what a page asks, and to time long lists."""

from __future__ import annotations

from hoshin.apps.accounts.models import Person
from tests.filled import direction, governance, people, signals


def fill(many: int, person: Person) -> None:
    """Add ``many`` of each thing that has a list; a third of what belongs to another thing belongs to its first one.

    It writes past the actions, in bulk: rules of more than one row are kept, but nothing stands in the audit trail
    for it, which is filled by itself. ``person`` leads and owns a few of them.
    """
    crowd = people.crowd(many, person)
    objectives, key_results = direction.objectives(many, crowd, person)
    initiatives = direction.initiatives(many, crowd, key_results)
    direction.beside(many, crowd, key_results, person)
    direction.planned(many, crowd)
    people.goals(many, crowd, objectives, person)
    people.thanked(many, crowd, person)
    governance.forums(many, crowd, objectives, initiatives, person)
    signals.fired(many, person)
    signals.recorded(many, person)
