"""Promised, kept and late over time: the months hold what the rows say, and the columns are as high as their counts."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.models import Commitment, Forum
from hoshin.apps.reviews.queries import promises
from tests.apps.reviews.test_many import promises as promised

pytestmark = pytest.mark.django_db


def test_months_hold_what_the_rows_say(forum: Forum, lena: Person, max_: Person, today: datetime) -> None:
    day = today.date()
    promised(forum, [lena, max_], day, 300)
    found = promises.over_time(Commitment.objects.all(), day)
    assert [each.name for each in found] == ["Lena", "Max"]
    shown = promises.months(day)
    for each in found:
        own = list(Commitment.objects.filter(owner=each.person))
        for month in each.months:
            rows = [e for e in own if (e.first_due.year, e.first_due.month) == (month.first.year, month.first.month)]
            assert month.record.promised == len(rows)
            assert month.record.late == sum(e.is_late(day) for e in rows)
            assert month.record.kept_in_time == sum(bool(e.kept_on and e.kept_on <= e.first_due) for e in rows)
        assert [m.first for m in each.months] == shown
        assert each.share == pytest.approx(each.in_time / each.due)
    most = promises.highest(found)
    for each in found:
        for x, month in enumerate(each.months):
            column = [bar for bar in promises.bars(each, most) if bar.x == x]
            whole = month.record.promised - month.record.withdrawn
            assert sum(bar.height for bar in column) == pytest.approx(100 * whole / most, abs=0.05)
            assert all(0 <= bar.y <= 100 for bar in column)


def test_the_page_draws_them_and_says_them(
    client: Client, forum: Forum, lena: Person, max_: Person, vera: Person, today: datetime
) -> None:
    for due, kept in (
        (date(2026, 10, 10), date(2026, 10, 9)),
        (date(2026, 10, 20), date(2026, 11, 1)),
        (date(2026, 11, 9), None),
    ):
        Commitment.objects.create(
            forum=forum, words="x", owner=max_, promised_on=due.replace(day=1), first_due=due, due=due, kept_on=kept
        )
    client.force_login(vera)
    page = client.get(reverse("reviews:commitments")).content.decode()
    assert "1 of 3 in time" in page
    assert "1 of 2" in page
    assert "0 of 1, 1 late" in page
    assert client.get(reverse("reviews:person", args=[lena.pk])).status_code == 200
