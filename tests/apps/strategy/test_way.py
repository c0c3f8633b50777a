"""What is due of a key result on a day: by the plan of its months, on its page, by the API, in its status."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy import actions, queries
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.status import Status, elapsed, status
from hoshin.apps.strategy.way import expected, months, straight
from hoshin.pipeline.read import Reader
from tests.apps.rest.test_tokens import bearer, secret
from tests.apps.small_desk import HELPED
from tests.apps.strategy.written import key_result, objective

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(-1000, 1000).map(lambda n: n / 8)


@st.composite
def planned(draw: st.DrawFn) -> tuple[KeyResult, dict[date, float]]:
    """A key result and a plan of some of its months."""
    start = draw(DAYS)
    due = start + timedelta(days=draw(st.integers(1, 700)))
    baseline = draw(AMOUNTS)
    found = KeyResult(start=start, due=due, baseline=baseline, target=draw(AMOUNTS.filter(lambda n: n != baseline)))
    free = months(start, due)[:-1]
    plans = draw(st.dictionaries(st.sampled_from(free), AMOUNTS)) if free else {}
    return found, plans


@given(planned(), DAYS)
def test_what_is_due_lies_on_the_line_through_the_ends_of_the_months(
    case: tuple[KeyResult, dict[date, float]], on: date
) -> None:
    found, plans = case
    *free, _ = months(found.start, found.due)
    ends = [(each.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) for each in free]
    knots = {found.start.toordinal(): found.baseline}
    # Who begins on the last day of a month has no way left in it: what is due then is where it starts from.
    knots |= {
        end.toordinal(): plans.get(each, straight(found, each))
        for each, end in zip(free, ends, strict=True)
        if end > found.start
    }
    knots |= {found.due.toordinal(): found.target}
    said = np.interp(on.toordinal(), list(knots), list(knots.values()))
    assert expected(found, plans, on) == pytest.approx(said)


@given(planned(), DAYS)
def test_without_a_plan_the_way_is_straight(case: tuple[KeyResult, dict[date, float]], on: date) -> None:
    found, _ = case
    way = found.target - found.baseline
    assert expected(found, {}, on) == pytest.approx(found.baseline + way * elapsed(found.start, found.due, on))


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-2, 2), DAYS, st.integers(1, 900), DAYS)
def test_more_progress_is_never_worse_by_any_plan(
    one: float, other: float, due_today: float, start: date, days: int, today: date
) -> None:
    order, due = list(Status), start + timedelta(days=days)
    less, more = (order.index(status(each, start, due, today, planned=due_today)) for each in sorted((one, other)))
    assert more <= less


@pytest.mark.parametrize(
    ("gone", "due_today", "said"),
    [
        (0.0, 0.0, Status.ON_TRACK),
        (-0.1, 0.0, Status.AT_RISK),
        (-0.1, -0.2, Status.ON_TRACK),
        (-0.3, -0.2, Status.AT_RISK),
        (0.2, 0.2, Status.ON_TRACK),
        (0.13, 0.2, Status.AT_RISK),
        (0.1, 0.2, Status.OFF_TRACK),
    ],
)
def test_the_rule_by_a_plan(gone: float, due_today: float, said: Status) -> None:
    assert status(gone, date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1), planned=due_today) is said


@pytest.fixture
def found(reader: Reader, lena: Person, today: datetime) -> KeyResult:
    return key_result(reader, lena, objective(lena), scope=(("group", HELPED),))


@pytest.fixture
def leading(lena: Person) -> dict[str, str]:
    """The header of a token with which Lena may change direction."""
    return bearer(secret(lena, Scope(Area.DIRECTION, writing=True)))


@pytest.mark.django_db
def test_the_status_follows_the_plan(found: KeyResult, reader: Reader, lena: Person) -> None:
    def standing() -> progress.Standing:
        [one] = progress.gather(reader, queries.objectives(lena), timezone.localdate())
        return one.key_results[0]

    gone = standing().gone
    assert gone is not None
    way = (found.target - found.baseline) * gone * 2
    KeyResult.objects.update(target=found.baseline + way)  # so that half of the way is done
    usual = standing()
    assert usual.gone == pytest.approx(0.5)
    free = months(found.start, found.due)[:-1]
    for share, said in ((0.5, Status.ON_TRACK), (0.7, Status.AT_RISK), (9.0, Status.OFF_TRACK)):
        found = KeyResult.objects.get()
        plan = dict.fromkeys(free, found.baseline + share * way)
        actions.plan_months(lena, found, plan, after=found.edition)
        now = standing()
        assert now.by_numbers is said
        assert f"{round(100 * share)} % is due by the plan of its months." in now.way
        assert now.progress_words.endswith("due by the plan")


@pytest.mark.django_db
def test_months_are_read_and_replaced(client: Client, found: KeyResult, leading: dict[str, str]) -> None:
    address = f"/api/v1/key-results/{found.pk}/months"

    def send(body: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        answer = client.put(address, body, content_type="application/json", headers=leading | headers)
        return answer.status_code, answer.json()

    read = client.get(address, headers=leading)
    every = read.json()["months"]
    assert [each["month"] for each in every] == [str(each) for each in months(found.start, found.due)]
    assert [each["own"] for each in every] == [False] * len(every)
    assert every[-1]["amount"] == found.target
    mine, plan = {"If-Match": read.headers["ETag"]}, {"months": [{"month": every[0]["month"], "amount": 9.5}]}
    status_, now = send(plan, mine)
    assert (status_, now["months"][0]) == (200, {"month": every[0]["month"], "amount": 9.5, "own": True})
    assert send(plan, mine)[0] == 412
    assert send(plan, {})[0] == 428
    twice = {"months": [*plan["months"], *plan["months"], {"month": every[-1]["month"], "amount": 1}]}
    status_, said = send(twice, {"If-Match": "*"})
    assert (status_, [each["pointer"] for each in said["errors"]]) == (422, ["/months/1/month", "/months/2/month"])
    assert send({"months": []}, {"If-Match": "*"})[1]["months"] == every
