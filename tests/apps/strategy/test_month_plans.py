"""A key result planned month by month: what is stored, what is judged by it, two editors, nothing lost."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.strategy import actions, queries, way
from hoshin.apps.strategy.models import KeyResult, MonthPlan
from hoshin.apps.strategy.reports import bowling
from hoshin.apps.strategy.reports.bowling import Pin
from hoshin.metrics.registry import metric
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import HELPED
from tests.apps.strategy.written import key_result, objective

MEDIAN = metric("time_to_resolve_median")
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


@pytest.fixture
def found(reader: Reader, lena: Person, today: datetime) -> KeyResult:
    return key_result(reader, lena, objective(lena), scope=(("group", HELPED),))


def test_a_month_is_judged_by_its_own_plan_and_all_others_by_the_straight_way(
    found: KeyResult, reader: Reader, lena: Person
) -> None:
    readings = bowling.gather(reader, found)
    usual = {each.first: each for each in bowling.compose(MEDIAN, found, readings).months}
    actual = usual[AUGUST].actual
    assert actual is not None
    for amount, pin in ((actual, Pin.MET), (actual - 0.1, Pin.MISSED)):
        plans = {AUGUST: amount}
        months = {each.first: each for each in bowling.compose(MEDIAN, found, readings, plans=plans).months}
        assert (months[AUGUST].plan, months[AUGUST].pin) == (amount, pin)
        assert {k: v for k, v in months.items() if k != AUGUST} == {k: v for k, v in usual.items() if k != AUGUST}


def test_the_column_stores_what_is_not_the_straight_way(client: Client, found: KeyResult, lena: Person) -> None:
    address = reverse("strategy:plan-months", args=[found.pk])
    client.force_login(lena)
    form = client.get(address).context["form"]
    assert [each.month for each in form.cells] == list(way.months(found.start, found.due))[:-1]
    typed = {cell.field.html_name: cell.field.value() for cell in form.cells} | {"after": form["after"].value()}
    client.post(address, typed)
    assert not MonthPlan.objects.exists()
    found.refresh_from_db()
    refused = client.post(address, typed | {"after": found.edition, "month-2026-08": "much", "month-2026-09": "9.25"})
    assert "Type a number, or leave it empty" in refused.content.decode()
    assert "9.25" in refused.content.decode()
    sent = typed | {"after": found.edition, "month-2026-08": "", "month-2026-09": "9.25"}
    assert client.post(address, sent).status_code == 302
    assert queries.month_plans(found) == {SEPTEMBER: 9.25}
    assert [(each.field, each.before, each.after) for each in AuditLine.objects.latest("id").changes.all()] == [
        ("September 2026", "", "9.2 h")
    ]
    page = client.get(reverse("strategy:key-result", args=[found.pk])).content.decode()
    assert "what a leader planned for the end of each month" in page


def test_two_plan_at_once_and_nothing_is_lost(client: Client, found: KeyResult, lena: Person) -> None:
    address = reverse("strategy:plan-months", args=[found.pk])
    client.force_login(lena)
    form = client.get(address).context["form"]
    typed = {cell.field.html_name: cell.field.value() for cell in form.cells} | {"after": form["after"].value()}
    actions.plan_months(lena, found, {SEPTEMBER: 9.0}, after=found.edition)
    page = client.post(address, typed | {"month-2026-09": "8.5"})
    assert "Saved now: 9.0. You wrote: 8.5." in page.content.decode()
    assert queries.month_plans(found) == {SEPTEMBER: 9.0}
    client.post(address, typed | {"month-2026-09": "8.5", "after": page.context["after"]})
    assert queries.month_plans(found) == {SEPTEMBER: 8.5}
    with pytest.raises(Meanwhile):
        actions.plan_months(lena, found, {}, after=1)


def test_who_does_not_lead_does_not_plan(client: Client, found: KeyResult, max_: Person) -> None:
    client.force_login(max_)
    assert client.get(reverse("strategy:plan-months", args=[found.pk])).status_code == 403
