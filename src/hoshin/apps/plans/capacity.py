"""What the approved plans leave of a team's people: asked by whoever negotiates a target with that team."""

from __future__ import annotations

from datetime import date

from hoshin.apps.accounts.models import Team
from hoshin.apps.plans import queries


def of_team(team: Team, first: date, last: date) -> list[tuple[str, float, float]]:
    """The quarters that touch the days from ``first`` to ``last``, each with the people there are and those asked for.

    People are full time. A quarter is taken from the latest round that covers it and whose plan is approved.
    """
    found: dict[date, tuple[str, float, float]] = {}
    for planned in queries.rounds():
        decision = queries.approved(planned)
        if decision is None:
            continue
        loads = decision.scenario.loads.filter(team=team.name)
        for load in loads:
            begins, ends = planned.begins(load.quarter), planned.begins(load.quarter + 1)
            if begins <= last and first < ends:
                found.setdefault(begins, (planned.quarter(load.quarter), load.there, load.asked))
    return [found[begins] for begins in sorted(found)]
