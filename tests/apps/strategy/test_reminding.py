"""Reminders of catchballs and countermeasures: through a real mail server, once for a day, and on the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy import access, actions, jobs
from hoshin.apps.strategy.actions import Evidence, Terms
from hoshin.apps.strategy.models import Catchball, Countermeasure, KeyResult, Reminder, Side
from hoshin.pipeline.read import Reader
from tests.apps.obligations.listening import Mailbox, mail_server
from tests.apps.small_desk import HELPED, TODAY
from tests.apps.strategy.written import DUE, key_result, objective

UNTIL = TODAY + timedelta(days=10)


@pytest.fixture
def mails(settings: Settings) -> Iterator[Mailbox]:
    """A mail server, and Hoshin set up to use it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as box:
        settings.EMAIL_PORT = box.port
        yield box


@pytest.fixture
def promised(reader: Reader, lena: Person, max_: Person, today: datetime) -> KeyResult:
    """A key result; Lena and Max have mail."""
    for person in (lena, max_):
        person.email = f"{person.username}@example.org"
        person.save()
    return key_result(reader, lena, objective(lena), scope=(("group", HELPED),), title="A fifth\nsooner")


@pytest.fixture
def ball(promised: KeyResult, lena: Person, max_: Person) -> Catchball:
    """Lena asks, Max has the ball."""
    return actions.throw(lena, promised, max_, Terms(8.0, DUE, "Depots wait."), Evidence(), until=UNTIL)


def measure(of: KeyResult, owner: Person, due: date) -> Countermeasure:
    return actions.write_countermeasure(
        owner, of, month=date(2026, 9, 1), cause="Queues.", action="Pull work.", owner=owner, due=due
    )


def on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the worker does on a day."""
    now = datetime.combine(day, time(6), UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    jobs.remind.call()


def test_who_has_the_ball_is_told_before_its_day_and_both_once_it_is_over(
    mails: Mailbox, ball: Catchball, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for days in (-3, -2, -1, 0, 1, 2):
        on(UNTIL + timedelta(days=days), monkeypatch)
        counts.append(len(mails.mails))
    assert counts == [0, 1, 1, 1, 3, 3]
    recipients = [sorted(each) for _, each, _ in mails.mails]
    assert recipients[0] == ["<max@example.org>"]
    assert sorted(recipients[1:]) == [["<lena@example.org>"], ["<max@example.org>"]]
    assert f"/objectives/catchball/{ball.pk}/" in mails.mails[0][2]
    assert "You have the ball" in mails.mails[0][2]


def test_whoever_took_over_is_told(
    mails: Mailbox, ball: Catchball, max_: Person, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.email = "alice@example.org"
    alice.save()
    actions.take_over(max_, access.catchball(max_, ball.pk), Side.ANSWERING, alice, "I leave.")
    on(UNTIL, monkeypatch)
    assert [recipients for _, recipients, _ in mails.mails] == [["<alice@example.org>"]]


def test_a_countermeasure_is_called_for_until_it_is_done(
    mails: Mailbox, promised: KeyResult, max_: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = measure(promised, max_, UNTIL)
    on(UNTIL, monkeypatch)
    on(UNTIL + timedelta(days=1), monkeypatch)
    assert len(mails.mails) == 2
    assert f"/objectives/countermeasures/{found.pk}/" in mails.mails[1][2]
    moved = UNTIL + timedelta(days=30)
    actions.write_countermeasure(
        max_, promised, month=found.month, cause=found.cause, action=found.action, owner=max_, due=moved,
        countermeasure=found,
    )  # fmt: skip
    on(moved, monkeypatch)
    assert len(mails.mails) == 3
    found.done_on = moved
    found.save()
    on(moved + timedelta(days=1), monkeypatch)
    assert len(mails.mails) == 3


def test_what_was_not_taken_is_tried_again_and_who_left_is_not_told(
    settings: Settings, ball: Catchball, max_: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_HOST = ""
    on(UNTIL, monkeypatch)
    on(UNTIL, monkeypatch)
    [told] = Reminder.objects.all()
    assert (told.sent, "HOSHIN_SMTP_URL" in told.said, told.catchball) == (False, True, ball)
    max_.is_active = False
    max_.save()
    Reminder.objects.all().delete()
    on(UNTIL, monkeypatch)
    assert not Reminder.objects.exists()


def test_the_worker_looks_every_morning(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("remind_of_targets")
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()  # the worker has taken it
    on(TODAY, monkeypatch)
    on(TODAY, monkeypatch)
    planned = [each.run_after.date() for each in DBTaskResult.objects.all() if each.run_after.year < 9999]
    assert planned.count(TODAY + timedelta(days=1)) == 1


def test_home_names_what_is_overdue_and_whose_turn_it_is(
    client: Client, ball: Catchball, promised: KeyResult, max_: Person, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure(promised, max_, TODAY + timedelta(days=3))

    def attention(person: Person) -> list[tuple[str, str]]:
        client.force_login(person)
        found = client.get(reverse("home")).context["matters"]
        return [(each.word, each.href) for each in found if "/catchball/" in each.href or "measure" in each.title]

    measured = reverse("strategy:change-countermeasure", args=[Countermeasure.objects.get().pk])
    catchball = reverse("strategy:catchball", args=[ball.pk])
    assert attention(max_) == [("your turn", catchball), ("soon due", measured)]
    assert attention(vera) == []
    monkeypatch.setattr(timezone, "localdate", lambda: UNTIL + timedelta(days=1))
    assert attention(vera) == [("overdue", catchball), ("late", reverse("strategy:key-result", args=[promised.pk]))]
