"""Commitments and their ladder, and decisions that come back, by a real mail server where mails go out."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import jobs, ladder, posting
from hoshin.apps.reviews.actions import commitments as actions
from hoshin.apps.reviews.actions import decisions, forums
from hoshin.apps.reviews.models import Commitment, Forum, Letter, LetterState, Outcome, Review
from hoshin.apps.reviews.queries import outcomes
from tests.apps.obligations.listening import Mailbox, mail_server

DUE = date(2026, 12, 15)


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
def commitment(forum: Forum, max_: Person) -> Commitment:
    """Max promised to count the scanners."""
    return actions.promise(max_, forum, words="Count the scanners", owner=max_, due=DUE, on=date(2026, 12, 1))


def work() -> None:
    for letter in Letter.objects.filter(state=LetterState.WAITING):
        posting.deliver.call(letter.pk)


@given(due=st.dates(date(2026, 1, 1), date(2026, 12, 31)), days=st.integers(-40, 400))
def test_the_ladder_only_climbs(due: date, days: int) -> None:
    order = [None, *ladder.Rung]
    today, tomorrow = due + timedelta(days=days), due + timedelta(days=days + 1)
    assert order.index(ladder.rung(due, today)) <= order.index(ladder.rung(due, tomorrow))
    assert (ladder.rung(due, today) is None) == (today < due)
    assert (ladder.rung(due, today) is ladder.Rung.CHAIR) == (days >= 14)


@pytest.mark.django_db
def test_each_step_is_taken_once_and_the_chair_comes_last(
    mails: Mailbox, commitment: Commitment, lena: Person, vera: Person, today: datetime
) -> None:
    commitment.forum.members.filter(person=lena).update(address="lena@example.org")
    forums.seat(lena, commitment.forum, vera, "vera@example.org")
    told = {}
    for days in range(-2, 20):
        now = datetime.combine(DUE + timedelta(days=days), today.time(), today.tzinfo)
        jobs.climb(now)
        jobs.climb(now)
        before = len(mails.mails)
        Letter.objects.filter(state=LetterState.WAITING).update(next_at=today)
        work()
        if new := mails.mails[before:]:
            told[days] = sorted(recipient.strip("<>") for _, recipients, _ in new for recipient in recipients)
    assert told == {
        0: ["max@example.org"],
        1: ["max@example.org"],
        3: ["max@example.org"],
        7: ["lena@example.org", "max@example.org", "vera@example.org"],
        14: ["lena@example.org", "max@example.org"],
    }
    assert [each.rung for each in commitment.reminders.all()] == list(ladder.Rung)
    body = email.message_from_string(mails.mails[-1][2], policy=email.policy.default).get_content()
    assert f"https://hoshin.example.org/reviews/commitments/{commitment.pk}/" in body


@pytest.mark.django_db
def test_a_move_begins_the_ladder_anew_and_stays(commitment: Commitment, max_: Person, today: datetime) -> None:
    late = datetime.combine(DUE + timedelta(days=8), today.time(), today.tzinfo)
    assert [each.rung for each in jobs.climb(late)] == [ladder.Rung.WEEK]
    actions.move(max_, commitment, to=date(2027, 1, 10), reason="Scanners are at sea.", version=1, now=late)
    assert jobs.climb(late) == []
    moved = commitment.moves.get()
    assert (moved.before, moved.after) == (DUE, date(2027, 1, 10))
    with pytest.raises(IntegrityError, match="a move of a commitment"), transaction.atomic():
        moved.delete()
    kept = Commitment.objects.get()
    actions.keep(max_, kept, on=date(2027, 1, 9), version=2)
    record = outcomes.record_of(Commitment.objects.all(), date(2027, 1, 9))
    assert (record.kept_in_time, record.kept_late, record.moved) == (0, 1, 1)


@pytest.mark.django_db
def test_two_change_one_commitment(client: Client, commitment: Commitment, max_: Person, lena: Person) -> None:
    client.force_login(lena)
    page = reverse("reviews:commitment", args=[commitment.pk])
    assert client.post(f"{page}keep/", {"on": "2026-12-10", "version": 1}).status_code == 302
    client.force_login(max_)
    answer = client.post(f"{page}move/", {"to": "2027-01-10", "reason": "At sea.", "version": 1})
    text = answer.content.decode()
    assert "Lena saved" in text
    assert "Saved now: kept on 10 Dec 2026. You wrote: to 10 Jan 2027: At sea.." in text
    assert Commitment.objects.get().kept_on == date(2026, 12, 10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "typed", "says"),
    [
        ("move", {"to": "2026-12-01", "reason": "x"}, "a move leads to a later day"),
        ("move", {"to": "2027-01-10", "reason": ""}, "Say why it is moved"),
        ("keep", {"on": "2026-11-01"}, "It was promised on 1 Dec 2026"),
        ("withdraw", {"reason": ""}, "Say why"),
    ],
)
def test_what_cannot_be_is_refused(
    client: Client, commitment: Commitment, max_: Person, path: str, typed: dict[str, str], says: str
) -> None:
    client.force_login(max_)
    page = client.post(reverse(f"reviews:{path}", args=[commitment.pk]), typed | {"version": 1})
    assert says in page.content.decode()
    assert Commitment.objects.get().is_open


@pytest.mark.django_db
def test_the_page_of_a_person_keeps_confidential_forums_to_themselves(
    client: Client, commitment: Commitment, max_: Person, vera: Person, today: datetime
) -> None:
    client.force_login(vera)
    page = reverse("reviews:person", args=[max_.pk])
    assert "Count the scanners" in client.get(page).content.decode()
    Forum.objects.update(confidential=True)
    assert "Count the scanners" not in client.get(page).content.decode()
    assert client.get(reverse("reviews:commitment", args=[commitment.pk])).status_code == 404


@pytest.mark.django_db
def test_whoever_promises_is_reminded_tomorrow(client: Client, review: Review, max_: Person, today: datetime) -> None:
    client.force_login(max_)
    typed = {"words": "Call the vendor", "owner": max_.pk, "due": "2026-12-20"}
    for _ in range(2):
        client.post(reverse("reviews:promise", args=[review.pk]), typed)
    [waiting] = DBTaskResult.objects.filter(task_path=jobs.remind.module_path)
    assert waiting.run_after == datetime(2026, 11, 24, 5, 30, tzinfo=today.tzinfo)


@pytest.mark.django_db
def test_minutes_go_by_mail(mails: Mailbox, client: Client, review: Review, lena: Person) -> None:
    work()
    mails.mails.clear()  # the invitation
    client.force_login(lena)
    client.post(reverse("reviews:close", args=[review.pk]))
    work()
    [(_, recipients, text)] = mails.mails
    assert recipients == ["<max@example.org>"]
    mail = email.message_from_string(text, policy=email.policy.default)
    assert [each.get_filename() for each in mail.iter_attachments()] == [
        f"minutes-2026-12-08-{review.pk}.docx",
        f"minutes-2026-12-08-{review.pk}.pdf",
    ]
    assert review.minutes.identity in mail.as_string()


@pytest.mark.django_db
def test_a_letter_that_is_refused_is_tried_again_and_given_up(
    mails: Mailbox, commitment: Commitment, today: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails.refuses = "550 nobody here"
    letter = posting.send_reminder("gone@example.org", commitment, "due today", today)
    for _ in range(8):
        Letter.objects.filter(state=LetterState.WAITING).update(next_at=today)
        work()
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (LetterState.FAILED, 6)
    assert "nobody here" in letter.said


@pytest.mark.django_db
def test_a_decision_comes_back_and_its_outcome_stays(
    client: Client, forum: Forum, review: Review, lena: Person, today: datetime
) -> None:
    decision = decisions.decide(
        lena, review, title="Stop it", reason="Harm.", expected="No more harm.", due=date(2026, 12, 9)
    )
    client.force_login(lena)
    client.post(reverse("reviews:close", args=[review.pk]))
    client.post(reverse("reviews:begin", args=[forum.pk]), {"on": "2027-01-12"})
    following = Review.objects.get(closed_at=None)
    item = following.items.get(source="decision")
    assert (item.title, item.word) == ("Stop it", "to check")
    assert "Expected: No more harm." in item.detail
    client.post(
        reverse("reviews:settle", args=[decision.pk]), {"result": "partly", "sentence": "Half of it.", "again": ""}
    )
    outcome = Outcome.objects.get()
    assert (outcome.result, outcome.review) == ("partly", following)
    decision.refresh_from_db()
    assert decision.due is None
    with pytest.raises(IntegrityError, match="outcome of a decision"), transaction.atomic():
        outcome.delete()
    client.post(reverse("reviews:close", args=[following.pk]))
    assert "Half of it." in client.get(reverse("reviews:minutes", args=[following.pk])).content.decode()
