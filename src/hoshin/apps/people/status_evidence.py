"""What goals know of the objective that they hang below: confidence, when somebody spoke last, open blockers.

Only goals that everybody may see are asked, those of teams and those that are shared: the status of an objective tells
nothing of a goal between a person and a manager.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from hoshin.apps.people.models import SURE, Goal, Outcome
from hoshin.apps.strategy.beside_numbers import Kind, Known, Subject
from hoshin.apps.strategy.status import Evidence


def known(today: date) -> Known:
    """The evidence of all open goals that hold and have begun, by objective, in a fixed number of queries."""
    found: dict[Subject, Evidence] = {}
    open_to_all = Goal.objects.filter(Q(team__isnull=False) | Q(shared=True), outcome=Outcome.OPEN)
    below = open_to_all.filter(objective__isnull=False).prefetch_related("terms__signatures", "check_ins", "blockers")
    for goal in below:
        if goal.objective_id and goal.in_force and goal.in_force.first <= today:
            subject = (Kind.OBJECTIVE, goal.objective_id)
            found[subject] = found.get(subject, Evidence()) | _of(goal, goal.in_force.first)
    return Known(found)


def _of(goal: Goal, first: date) -> Evidence:
    """What one goal says; where nobody has checked in yet, the last word is its beginning."""
    said = list(goal.check_ins.all())
    return Evidence(
        confidence=(tuple(each.confidence / SURE for each in said),) if said else (),
        heard=said[-1].on if said else first,
        blocked=min((each.due for each in goal.blockers.all() if each.solved_on is None), default=None),
    )
