"""Reminders: through a real mail server on loopback, once for a day, tried again when not taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hoshin.apps.accounts.models import Person
from hoshin.apps.people import jobs
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.models import Reminder
from tests.apps.obligations.listening import Mailbox, mail_server
from tests.apps.people.goals import FIRST, agreed, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(settings: Settings) -> Iterator[Mailbox]:
    """A mail server, and Hoshin set up to use it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as box:
        settings.EMAIL_PORT = box.port
        yield box


def on(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the worker does so many days after the goal's first day."""
    now = datetime.combine(FIRST + timedelta(days=days), time(6), UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    jobs.remind.call()


def test_a_check_in_is_called_for_on_its_day_and_once_more_in_silence(
    mails: Mailbox, paul: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = agreed(paul, title="Cards\nfor scanners")
    counts = []
    for day in (13, 14, 15, 17, 18, 19):
        on(day, monkeypatch)
        counts.append(len(mails.mails))
    assert counts == [0, 1, 1, 1, 2, 2]
    _, recipients, text = mails.mails[0]
    assert recipients == ["<paul@example.org>"]
    assert f"/goals/{goal.pk}/" in text
    assert "silent" not in text
    assert "silent" in mails.mails[1][2]
    checkins.check_in(paul, goal, checkins.Said(7), FIRST + timedelta(days=19))
    on(33, monkeypatch)
    assert len(mails.mails) == 3


def test_nobody_is_reminded_of_what_does_not_hold(
    mails: Mailbox, paul: Person, lena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(paul)
    on(60, monkeypatch)
    assert mails.mails == []


def test_what_was_not_taken_is_tried_again_the_next_day(
    settings: Settings, paul: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = ""
    agreed(paul)
    on(14, monkeypatch)
    [told] = Reminder.objects.all()
    assert not told.sent
    assert "HOSHIN_SMTP_URL" in told.said
    on(15, monkeypatch)
    again = Reminder.objects.get()
    assert again.at > told.at


def test_each_look_plans_the_next_and_the_worker_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("remind_people")
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()  # the worker has taken it
    on(1, monkeypatch)
    on(1, monkeypatch)
    planned = [each.run_after.date() for each in DBTaskResult.objects.all() if each.run_after.year < 9999]
    assert planned.count(FIRST + timedelta(days=2)) == 1
