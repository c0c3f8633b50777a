"""The addresses of what a key result plans month by month."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from ninja import Field, Router, Schema

from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.problems import Wrong, unfit
from hoshin.apps.rest.root import Body
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.way import months, straight

router = Router(tags=["direction"])
READ, WRITE = Bearer(Scope(Area.DIRECTION)), Bearer(Scope(Area.DIRECTION, writing=True))


class PlannedMonthOut(Schema):
    """What shall be reached by the end of a month, of a count per four weeks; ``own``: not by the straight way."""

    month: date
    amount: float
    own: bool


class MonthPlanOut(Schema):
    """A key result month by month from its start to its due date; the last month ends at the target."""

    key_result: int
    months: list[PlannedMonthOut]


class PlannedMonthIn(Body):
    """The first day of a month and what shall be reached by its end, in the metric's unit, of a count per four weeks.

    The metric's unit: a share from 0 to 1, a time in hours.
    """

    month: date
    amount: float = Field(allow_inf_nan=False)


class MonthPlanIn(Body):
    """All months that are planned otherwise than by the straight way; the others follow it, and the last is the target.

    An empty list takes the plan away.
    """

    months: list[PlannedMonthIn]


@router.get("/key-results/{pk}/months", response=MonthPlanOut, auth=READ)
def month_plan(request: TokenRequest, pk: int, response: HttpResponse) -> MonthPlanOut:
    """The plan of a key result by month, with the ETag that a change of it names."""
    said = _month_plan(access.key_result(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/key-results/{pk}/months", response=MonthPlanOut, auth=WRITE)
def plan_months(request: TokenRequest, pk: int, body: MonthPlanIn, response: HttpResponse) -> MonthPlanOut:
    """Plan a key result by month, in place of what was planned. Its status follows the plan. Needs If-Match."""
    found = access.key_result(request.auth.person, pk, to_change=True)
    require_current(request, _month_plan(found))
    actions.plan_months(request.auth.person, found, _amounts(found, body), after=found.edition)
    return month_plan(request, pk, response)


def _amounts(found: KeyResult, body: MonthPlanIn) -> dict[date, float]:
    """The amounts by month. Raises ``Problem`` 422 for months that are none of it, or that are named twice."""
    free, said, wrong = months(found.start, found.due)[:-1], {}, []
    for place, each in enumerate(body.months):
        where = f"/months/{place}/month"
        if each.month not in free:
            between = f"from {free[0]} to {free[-1]}" if free else "of which this key result has none to plan"
            wrong.append(Wrong(where, f"{each.month} cannot be planned: give the first day of a month {between}."))
        elif each.month in said:
            wrong.append(Wrong(where, f"{each.month} is planned twice: give it once."))
        said[each.month] = each.amount
    if wrong:
        raise unfit(*wrong)
    return said


def _month_plan(found: KeyResult) -> MonthPlanOut:
    every, plans = months(found.start, found.due), queries.month_plans(found)
    return MonthPlanOut(
        key_result=found.pk,
        months=[
            PlannedMonthOut(
                month=each,
                amount=found.target if each == every[-1] else plans.get(each, straight(found, each)),
                own=each in plans,
            )
            for each in every
        ],
    )
