"""Writes of objectives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.keeping import keep, told
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person, Team, Unit
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.actions.refusals import NotAbove, StillMeasured
from hoshin.apps.strategy.models import Level, Objective, Theme, Vision


@transaction.atomic
def write_objective(
    person: Person | None,
    *,
    title: str,
    why: str,
    owner: Person | None,
    first: date,
    last: date,
    team: Team | None = None,
    level: str = "",
    parent: Objective | None = None,
    weight: int = 3,
    theme: Theme | None = None,
    unit: Unit | None = None,
    confidential: bool | None = None,
    named: Iterable[Person] = (),
    objective: Objective | None = None,
    after: int | None = None,
    vision: Vision | None = None,
) -> Objective:
    """Write a new objective under the vision as it stands, or ``objective`` anew.

    Without ``level`` it is the team's, or IT's where there is no team. ``weight``, 0 to 5, is its impact on ``parent``.
    Without ``confidential``, unit and who may see it stay as they are. ``vision`` is the one that stands, where the
    caller knows it. ``after`` is the edition that was changed; None asks for no check. Raises Meanwhile and NotAbove.
    """
    if objective:
        found = held(objective, after, counter="edition")
    else:
        found = Objective(vision=vision or queries.vision(), edition=0)
    before = _told(found) if objective else {}
    found.title, found.why, found.owner, found.team, found.first, found.last = title, why, owner, team, first, last
    found.level = level or (Level.TEAM if team else Level.IT)
    found.parent, found.weight, found.theme = parent, weight, theme
    check_parent(found, parent)
    found.edition += 1
    found.save()
    if confidential is not None:
        keep(person, found, unit=unit, confidential=confidential, named=named)
    if objective:
        record(person, "changed an objective", title, changes=changed(before, _told(found)))
    else:
        detail = f"contributes to: {parent.title} (impact {weight} of 5)" if parent else ""
        record(person, "wrote an objective", title, detail)
    return found


def _told(found: Objective) -> dict[str, object]:
    return {
        "title": found.title,
        "why": found.why,
        "whose": Level(found.level).label,
        "owner": found.owner,
        "team": found.team,
        "contributes to": found.parent,
        "impact there": found.weight if found.parent_id else None,
        "theme": found.theme,
        "from": found.first,
        "to": found.last,
        **told(found),
    }


def check_parent(objective: Objective, parent: Objective | None) -> None:
    """Raise NotAbove where ``parent`` stands below the objective: by its level, or in the tree."""
    if parent is None:
        return
    levels = list(Level)
    if levels.index(Level(parent.level)) > levels.index(Level(objective.level)):
        raise NotAbove(
            f"'{parent.title}' is an objective of {Level(parent.level).label.lower()}, below this one: an objective "
            "contributes to one of its own level or above."
        )
    seen: Objective | None = parent
    while seen is not None:
        if seen.pk == objective.pk:
            raise NotAbove(f"'{parent.title}' contributes to this objective already: choose one that does not.")
        seen = seen.parent


@transaction.atomic
def drop_objective(person: Person, objective: Objective) -> None:
    """Remove an objective that nothing measures and nothing contributes to. Raises StillMeasured."""
    if objective.key_results.exists():
        raise StillMeasured(f"'{objective.title}' has key results: remove them first.")
    if objective.children.exists():
        raise StillMeasured(f"Other objectives contribute to '{objective.title}': give them another parent first.")
    record(person, "removed an objective", objective.title, objective.why)
    objective.delete()
