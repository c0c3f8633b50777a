"""Who is told: by a real mail server and a real web server on loopback, tried again, and every try kept."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hoshin.apps.accounts.models import Person
from hoshin.apps.obligations import checking, jobs, posting, queries, telling
from hoshin.apps.obligations.actions import subscriptions as actions
from hoshin.apps.obligations.models import Delivery, Obligation, Progress, State, Subscription, Watch
from hoshin.apps.scorecards.selection import Selection
from hoshin.pipeline.read import Reader
from tests.apps import small_desk
from tests.apps.obligations.listening import Letterbox, Mailbox, mail_server, web_server

pytestmark = pytest.mark.django_db
SECRET = "a secret that both know"
TASK = "hoshin.apps.obligations.posting.deliver"


@pytest.fixture
def mails(settings: Settings) -> Iterator[Mailbox]:
    """A mail server, and Hoshin set up to use it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.HOSHIN_URL = "https://hoshin.example.org"
    with mail_server() as box:
        settings.EMAIL_PORT = box.port
        yield box


@pytest.fixture
def posts() -> Iterator[Letterbox]:
    """Another system."""
    with web_server() as box:
        yield box


def work() -> None:
    """What the worker would do with the messages that are due."""
    for delivery in Delivery.objects.filter(progress=Progress.WAITING):
        posting.deliver.call(delivery.pk)


def test_a_mail_says_what_fired_and_where_to_answer(
    mails: Mailbox, vera: Person, reader: Reader, today: datetime
) -> None:
    actions.subscribe(vera, "vera@example.org")
    found = checking.check(reader, today)
    work()
    [(sender, recipients, text)] = mails.mails
    assert recipients == ["<vera@example.org>"]
    assert sender == "<hoshin@localhost>"
    mail = email.message_from_string(text, policy=email.policy.default)
    assert mail["Subject"] == f"Hoshin: {len(found.opened)} signals to explain"
    body = mail.get_content()
    for each in found.opened:
        assert each.words in body
        assert f"https://hoshin.example.org/signals/{each.pk}/" in body
    [delivery] = Delivery.objects.all()
    assert delivery.progress == Progress.SENT
    assert [a.sent for a in delivery.attempts.all()] == [True]


def test_a_mail_names_so_many_and_says_how_many_more(reader: Reader, today: datetime, settings: Settings) -> None:
    found = checking.check(reader, today).opened * 60
    text = telling.mail(telling.OPENED, found)
    assert text.count("To be answered") == telling.MOST
    assert f"And {len(found) - telling.MOST:,} more: {settings.HOSHIN_URL}/signals/" in text
    assert "more:" not in telling.mail(telling.OPENED, found[: telling.MOST])


def test_the_list_shows_the_beginning_of_a_long_message(
    client: Client, mails: Mailbox, vera: Person, reader: Reader, today: datetime
) -> None:
    actions.subscribe(vera, "vera@example.org")
    checking.check(reader, today)
    Delivery.objects.update(body="x" * (queries.BEGINNING + 5))
    client.force_login(vera)
    page = client.get(reverse("obligations:subscriptions")).content.decode()
    assert page.count("x" * queries.BEGINNING) == Delivery.objects.count()
    assert "x" * (queries.BEGINNING + 1) not in page
    assert f"The first {queries.BEGINNING} of {queries.BEGINNING + 5} characters." in page


def test_nobody_is_told_twice(mails: Mailbox, vera: Person, reader: Reader, today: datetime) -> None:
    actions.subscribe(vera, "vera@example.org")
    actions.subscribe(vera, "vera@example.org")
    checking.check(reader, today)
    checking.check(reader, today + timedelta(days=1))
    work()
    work()
    assert len(mails.mails) == 1


def test_a_webhook_gets_what_scripts_get(posts: Letterbox, alice: Person, reader: Reader, today: datetime) -> None:
    hook = actions.add_webhook(alice, posts.url, secret=SECRET, private=True)
    found = checking.check(reader, today)
    work()
    [(_, headers, body)] = posts.posts
    said = json.loads(body)
    assert said["event"] == "signals.opened"
    assert [each["number"] for each in said["signals"]] == [o.pk for o in found.opened]
    first = found.opened[0]
    assert said["signals"][0]["words"] == first.words
    assert said["signals"][0]["due"] == str(first.due)
    assert headers["Hoshin-Delivery"] == str(hook.deliveries.get().pk)


def test_what_is_not_taken_is_tried_again_with_growing_pauses(
    posts: Letterbox, alice: Person, today: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts.status = 500
    hook = actions.add_webhook(alice, posts.url, secret=SECRET, private=True)
    delivery = posting.send(hook, telling.TRIAL, [], today)
    now, waits = today, []
    while True:
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        posting.deliver.call(delivery.pk)
        posting.deliver.call(delivery.pk)  # before its time nothing happens
        delivery.refresh_from_db()
        if delivery.next_at is None:
            break
        waits.append(delivery.next_at - now)
        now = delivery.next_at
    assert waits == list(posting.PAUSES)
    assert delivery.progress == Progress.FAILED
    assert len(posts.posts) == delivery.attempts.count() == 6
    assert {body for _, _, body in posts.posts} == {delivery.body.encode()}
    assert "500" in delivery.attempts.all()[0].said
    # Each try was left to the worker for its time.
    planned = sorted(t.run_after for t in DBTaskResult.objects.filter(task_path=TASK) if t.run_after.year < 9999)
    assert [b - a for a, b in pairwise(planned)][-4:] == list(posting.PAUSES[1:])
    posts.status = 200
    posting.try_again(delivery, now)
    posting.deliver.call(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.progress == Progress.SENT


def test_a_mail_that_is_refused_says_why_and_waits(mails: Mailbox, vera: Person, today: datetime) -> None:
    mails.refuses = "550 no such user here"
    delivery = posting.send(actions.subscribe(vera, "nobody@example.org"), telling.TRIAL, [], today)
    posting.deliver.call(delivery.pk)
    [attempt] = delivery.attempts.all()
    assert not attempt.sent
    assert "no such user here" in attempt.said
    delivery.refresh_from_db()
    assert (delivery.progress, delivery.next_at) == (Progress.WAITING, today + posting.PAUSES[0])


def test_without_a_mail_server_it_is_said(vera: Person, today: datetime, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    delivery = posting.send(actions.subscribe(vera, "vera@example.org"), telling.TRIAL, [], today)
    posting.deliver.call(delivery.pk)
    assert "HOSHIN_SMTP_URL" in delivery.attempts.get().said


@pytest.mark.parametrize(
    ("host", "said"), [("", "kept; nothing goes out until a mail server is named"), ("127.0.0.1", "told from now on")]
)
def test_a_subscription_promises_what_can_be_sent(
    client: Client, vera: Person, settings: Settings, host: str, said: str
) -> None:
    settings.EMAIL_HOST = host
    client.force_login(vera)
    given = {"address": "vera@example.org", "metric": "", "scope": ""}
    page = client.post(reverse("obligations:subscribe"), given, follow=True)
    assert [said in str(each) for each in page.context["messages"]] == [True]


def test_what_a_dead_worker_left_is_handed_on(alice: Person, today: datetime, posts: Letterbox) -> None:
    hook = actions.add_webhook(alice, posts.url, private=True)
    posting.send(hook, telling.TRIAL, [], today - timedelta(hours=1))
    fresh = posting.send(hook, telling.TRIAL, [], today)
    DBTaskResult.objects.all().delete()
    jobs.check.call()
    again = DBTaskResult.objects.filter(task_path=TASK)
    assert [t.args_kwargs["args"] for t in again] == [[fresh.pk - 1]]


@pytest.mark.parametrize(
    ("metric", "scope", "told"),
    [
        ("", Selection(), True),
        ("time_to_resolve_median", Selection(), True),
        ("backlog", Selection(), False),
        ("", Selection(desk=small_desk.DESK), True),
        ("", Selection(desk="elsewhere"), False),
        ("", Selection(desk=small_desk.DESK, dimension="group", value="Depots"), True),
        ("", Selection(dimension="group", value="Network"), False),
        ("backlog", Selection(dimension="group", value="Depots"), False),
    ],
)
def test_a_subscription_is_about_what_it_says(vera: Person, metric: str, scope: Selection, told: bool) -> None:
    watch = Watch(metric="time_to_resolve_median", desk=small_desk.DESK, dimension="group", value="Depots")
    subscription = actions.subscribe(vera, "vera@example.org", metric=metric, scope=scope)
    assert subscription.is_about(Obligation(watch=watch)) == told


def test_what_is_overdue_is_told_once(mails: Mailbox, vera: Person, reader: Reader, today: datetime) -> None:
    found = checking.check(reader, today)
    actions.subscribe(vera, "vera@example.org")
    Obligation.objects.filter(pk=found.opened[0].pk).update(state=State.EXPLAINED)
    for days in (14, 15, 16):
        checking.check(reader, today + timedelta(days=days))
    [delivery] = Delivery.objects.all()
    assert delivery.subject.endswith("overdue")
    assert delivery.at == today + timedelta(days=15)
    assert found.opened[0].words not in delivery.body.split("answered for")[0]
    assert delivery.body.count("To be answered by") == len(found.opened) - 1


def test_who_ended_it_is_told_no_more(posts: Letterbox, alice: Person, reader: Reader, today: datetime) -> None:
    hook = actions.add_webhook(alice, posts.url, private=True)
    waiting = posting.send(hook, telling.TRIAL, [], today)
    actions.end(alice, hook)
    checking.check(reader, today)
    work()
    waiting.refresh_from_db()
    assert (posts.posts, waiting.progress) == ([], Progress.FAILED)
    assert Delivery.objects.count() == 1


def test_an_error_of_its_own_is_kept_as_a_try(
    mails: Mailbox, vera: Person, today: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = posting.send(actions.subscribe(vera, "vera@example.org"), telling.TRIAL, [], today)
    # No action writes such a subject; Django refuses to send it.
    Delivery.objects.filter(pk=delivery.pk).update(subject="one\nBcc: two@example.org")
    posting.deliver.call(delivery.pk)
    [attempt] = delivery.attempts.all()
    assert "BadHeaderError" in attempt.said
    assert "error of Hoshin's own" in caplog.text
    assert mails.mails == []


def test_who_may_not_sign_in_any_more_is_told_nothing(
    mails: Mailbox, vera: Person, reader: Reader, today: datetime
) -> None:
    actions.subscribe(vera, "vera@example.org")
    vera.is_active = False
    vera.save()
    assert checking.check(reader, today).opened
    work()
    assert mails.mails == []


# --- pages -----------------------------------------------------------------------------------------------------------


def test_everybody_subscribes_for_themselves(client: Client, vera: Person, max_: Person, today: datetime) -> None:
    client.force_login(vera)
    client.post(reverse("obligations:subscribe"), {"address": "vera@example.org", "metric": "", "scope": ""})
    own = Subscription.objects.get()
    assert (own.person, own.channel) == (vera, "mail")
    assert "vera@example.org" in client.get(reverse("obligations:subscriptions")).content.decode()
    client.force_login(max_)
    assert "vera@example.org" not in client.get(reverse("obligations:subscriptions")).content.decode()
    for name in ("trial", "end-subscription"):
        assert client.post(reverse(f"obligations:{name}", args=[own.pk])).status_code == 404
    client.force_login(vera)
    assert client.post(reverse("obligations:trial", args=[own.pk])).status_code == 302
    assert Delivery.objects.count() == 1
    client.post(reverse("obligations:end-subscription", args=[own.pk]))
    own.refresh_from_db()
    assert own.ended
    for wrong in ("", "not an address", "a@b\nBcc: c@d.org"):
        page = client.post(reverse("obligations:subscribe"), {"address": wrong})
        assert page.status_code == 200
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize("who", ["vera", "max_", "lena", "alice"])
def test_webhooks_are_the_administrators(
    client: Client, alice: Person, today: datetime, request: pytest.FixtureRequest, who: str
) -> None:
    hook = actions.add_webhook(alice, "https://example.org/hook", secret=SECRET, private=False)
    given_up = posting.send(hook, telling.TRIAL, [], today)
    Delivery.objects.filter(pk=given_up.pk).update(progress=Progress.FAILED, next_at=None)
    client.force_login(request.getfixturevalue(who))
    may = who == "alice"
    assert client.get(reverse("obligations:webhooks")).status_code == (200 if may else 403)
    given = {"url": "https://example.org/other", "private": "on"}
    assert client.post(reverse("obligations:add-webhook"), given).status_code == (302 if may else 403)
    for name, pk in (("trial", hook.pk), ("retry", given_up.pk), ("end-subscription", hook.pk)):
        address = reverse(f"obligations:{name}", args=[pk])
        assert client.get(address).status_code == 405
        assert client.post(address).status_code == (302 if may else 404), name
    shown = client.get(reverse("obligations:subscriptions")).content.decode()
    assert SECRET not in shown
    assert Subscription.objects.filter(address="https://example.org/other", private=True).exists() == may


def test_a_webhook_without_a_secret_gets_one_and_wrong_ones_are_refused(client: Client, alice: Person) -> None:
    client.force_login(alice)
    for wrong in ({"url": "file:///etc/passwd"}, {"url": "https://example.org/", "secret": "short"}, {"url": ""}):
        assert client.post(reverse("obligations:add-webhook"), wrong).status_code == 200
    assert not Subscription.objects.exists()
    client.post(reverse("obligations:add-webhook"), {"url": "https://example.org/"})
    assert len(Subscription.objects.get().secret) >= 32
    assert Subscription.objects.get().secret in client.get(reverse("obligations:webhooks")).content.decode()


def test_the_log_shows_every_try(client: Client, alice: Person, posts: Letterbox, today: datetime) -> None:
    posts.status = 503
    hook = actions.add_webhook(alice, posts.url, private=True)
    posting.deliver.call(posting.send(hook, telling.TRIAL, [], today).pk)
    client.force_login(alice)
    page = client.get(reverse("obligations:webhooks")).content.decode()
    assert "127.0.0.1 answered 503 Service Unavailable: not now" in page
    assert "waiting" in page
