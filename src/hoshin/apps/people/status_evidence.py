"""What goals know of the objective that they hang below: confidence, when somebody spoke last, open blockers.

Only goals that everybody may see are asked, those of teams and those that are shared: the status of an objective tells
nothing of a goal between a person and a manager.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Count, Q, QuerySet

from hoshin.apps.people.models import SURE, Blocker, CheckIn, Goal, Outcome, Side, Terms
from hoshin.apps.strategy.beside_numbers import Asked, Kind, Known
from hoshin.apps.strategy.status import Evidence


def known(today: date, of: Asked) -> Known:
    """The evidence of the open goals that hold and have begun, by objective, in four queries.

    Thousands of goals may hang below one objective, so they are read as rows of values, not as models.
    """
    open_to_all = Goal.objects.filter(Q(team__isnull=False) | Q(shared=True), outcome=Outcome.OPEN)
    below = open_to_all.filter(objective__in=of.objectives)
    began = _began(below, today)
    confidence: dict[int, list[float]] = defaultdict(list)
    heard = dict(began)
    for goal, on, sure in CheckIn.objects.filter(goal__in=below).values_list("goal", "on", "confidence"):
        confidence[goal].append(sure / SURE)
        heard[goal] = on
    blocked: dict[int, list[date]] = defaultdict(list)
    for goal, due in Blocker.objects.filter(goal__in=below, solved_on=None).values_list("goal", "due"):
        blocked[goal].append(due)
    goals: dict[int, list[int]] = defaultdict(list)
    for goal, objective in below.values_list("pk", "objective"):
        if goal in began and objective is not None:
            goals[objective].append(goal)
    return Known(
        {
            (Kind.OBJECTIVE, objective): Evidence(
                confidence=tuple(tuple(confidence[each]) for each in some if each in confidence),
                heard=max(heard[each] for each in some),
                blocked=min((due for each in some for due in blocked[each]), default=None),
            )
            for objective, some in goals.items()
        }
    )


def _began(goals: QuerySet[Goal], today: date) -> dict[int, date]:
    """The first day of the terms in force of each goal that has begun; it is the last word where nobody checked in."""
    agreed = Terms.objects.filter(goal__in=goals).annotate(signed=Count("signatures")).filter(signed=len(Side))
    newest = dict(agreed.order_by("goal", "number").values_list("goal", "first"))
    return {goal: first for goal, first in newest.items() if first <= today}
