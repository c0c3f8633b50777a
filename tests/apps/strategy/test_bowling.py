"""The bowling chart month by month, and countermeasures to the months that missed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.strategy import actions, way
from hoshin.apps.strategy.models import Countermeasure, KeyResult
from hoshin.apps.strategy.reports import bowling
from hoshin.apps.strategy.reports.bowling import Pin
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import HARMED, HELPED
from tests.apps.strategy.written import key_result, objective

MEDIAN = metric("time_to_resolve_median")


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(1, 900))
def test_every_day_lies_in_one_month_of_the_chart(start: date, days: int) -> None:
    due = start + timedelta(days=days)
    wanted = sorted({(start + timedelta(days=n)).replace(day=1) for n in range(days + 1)})
    assert list(way.months(start, due)) == wanted


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    days=st.integers(40, 900),
    baseline=st.floats(-100, 100),
    target=st.floats(-100, 100),
)
def test_the_plan_goes_straight_from_the_baseline_to_the_target(
    start: date, days: int, baseline: float, target: float
) -> None:
    """The oracle walks day by day with equal steps."""
    due = start + timedelta(days=days)
    found = KeyResult(start=start, due=due, baseline=baseline, target=target)
    level, steps = baseline, {start: baseline}
    for n in range(1, days + 1):
        level += (target - baseline) / days
        steps[start + timedelta(days=n)] = level
    for first in way.months(start, due):
        inside = [day for day in steps if day.replace(day=1) == first]
        assert way.straight(found, first) == pytest.approx(steps[max(inside)], abs=1e-6)
    assert way.straight(found, due.replace(day=1)) == pytest.approx(target, abs=1e-9)


def test_months_are_read_and_judged(reader: Reader, lena: Person, today: datetime) -> None:
    found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
    months = bowling.compose(MEDIAN, found, bowling.gather(reader, found)).months
    assert [each.first for each in months] == list(way.months(found.start, found.due))
    for each in months[:5]:
        last = (each.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        [reading] = reader.read([found.metric], Query(Grain.ALL, None, each.first, last, found.where))
        assert isinstance(reading.result, Value)
        assert each.actual == reading.result.amount
        assert each.pin is (Pin.MET if reading.result.amount <= each.plan else Pin.MISSED)
    # The small desk ends within November, so that month is not over.
    assert {each.pin for each in months[5:]} == {Pin.TO_COME}
    assert bowling.compose(MEDIAN, found, {}).summary == "No month of it is over yet."


def test_a_red_month_opens_a_countermeasure(
    client: Client, reader: Reader, lena: Person, max_: Person, vera: Person, today: datetime
) -> None:
    of = objective(lena)
    found = key_result(reader, lena, of, scope=(("group", HARMED),))
    address = reverse("strategy:open-countermeasure", args=[found.pk, 2026, 8])
    client.force_login(vera)
    assert address not in client.get(reverse("strategy:key-result", args=[found.pk])).content.decode()
    assert client.get(address).status_code == 403
    client.force_login(max_)
    assert address in client.get(reverse("strategy:key-result", args=[found.pk])).content.decode()
    answers = {
        "cause": "Tickets wait for the board.",
        "action": "Release them every hour.",
        "owner": str(max_.pk),
        "due": "2026-11-01",
        "done_on": "",
        "effect": "",
    }
    told = client.post(address, answers | {"action": ""}).content.decode()
    assert "required" in told
    assert "Tickets wait for the board." in told
    client.post(address, answers)
    made = Countermeasure.objects.get()
    assert made.month == date(2026, 8, 1)
    page = client.get(reverse("strategy:key-result", args=[found.pk])).content.decode()
    assert "1 countermeasure" in page
    assert "late" in page
    assert "Release them every hour." in client.get(reverse("strategy:objective", args=[of.pk])).content.decode()
    change = reverse("strategy:change-countermeasure", args=[made.pk])
    told = client.post(change, answers | {"done_on": "2026-11-10", "after": "1"}).content.decode()
    assert "Say what came of it" in told
    client.post(change, answers | {"done_on": "2026-11-10", "effect": "Half the wait.", "after": "1"})
    assert AuditLine.objects.latest("id").action == "finished a countermeasure"
    late = client.post(change, answers | {"after": "1"}).content.decode()
    assert "Saved now: Half the wait.. You wrote: nothing." in late
    made.refresh_from_db()
    assert made.effect == "Half the wait."
    assert client.get(reverse("strategy:open-countermeasure", args=[found.pk, 2026, 13])).status_code == 404
    with pytest.raises(actions.Signed, match="has countermeasures"):
        actions.drop_key_result(lena, found)


def test_without_tickets_the_months_are_to_come(client: Client, reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), desk="")
    assert bowling.gather(None, found) == {}
    client.force_login(lena)
    assert client.get(reverse("strategy:key-result", args=[found.pk])).status_code == 200
    assert client.get(reverse("strategy:key-result", args=[999])).status_code == 404
