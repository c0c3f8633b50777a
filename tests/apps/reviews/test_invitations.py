"""Invitations to reviews, handed to a real mail server and read back by a library that knows nothing of ours."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.reviews.actions import forums, meetings
from hoshin.apps.reviews.models import Forum, Review
from hoshin.apps.reviews.queries import forums as queries
from tests.apps.obligations.listening import Mailbox
from tests.apps.reviews.conftest import ON
from tests.apps.reviews.test_commitments import mails, work

__all__ = ["mails"]
pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def told(box: Mailbox) -> Iterator[tuple[str, EmailMessage, icalendar.Component]]:
    """Each mail since the last look: to whom, as it is, and the one event of its calendar."""
    work()
    for _, recipients, text in box.mails:
        mail = email.message_from_string(text, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        [part] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        read = icalendar.Calendar.from_ical(part.get_content())
        assert part.get_param("method") == str(read["METHOD"])  # RFC 6047, 2.4
        [event] = read.walk("VEVENT")
        yield recipients[0].strip("<>"), mail, read
        assert {"UID", "DTSTAMP", "DTSTART", "ORGANIZER", "SEQUENCE"} <= set(event)
    box.mails.clear()


def event(read: icalendar.Component) -> icalendar.Component:
    [found] = read.walk("VEVENT")
    return found


def attendees(read: icalendar.Component) -> list[object]:
    found = event(read)["ATTENDEE"]
    return list(found) if isinstance(found, list) else [found]


def test_members_are_asked_told_anew_and_called_off(
    mails: Mailbox, forum: Forum, lena: Person, today: datetime
) -> None:
    forums.seat(lena, forum, lena, "lena@example.org")
    review = meetings.begin(lena, forum, ON, [], today)
    asked = {to: (mail, read) for to, mail, read in told(mails)}
    assert set(asked) == {"lena@example.org", "max@example.org"}
    mail, read = asked["max@example.org"]
    assert (str(read["METHOD"]), str(event(read)["SEQUENCE"])) == ("REQUEST", "0")
    assert mail["Subject"] == "Invitation: Service review, 8 Dec 2026, 10:00 Europe/Berlin"
    assert event(read).decoded("DTSTART") == datetime(2026, 12, 8, 10, tzinfo=BERLIN)
    assert {str(each) for each in attendees(read)} == {"mailto:lena@example.org", "mailto:max@example.org"}
    assert str(event(read)["ORGANIZER"]) == "mailto:lena@example.org"
    assert reverse("reviews:review", args=[review.pk]) in str(event(read)["URL"])
    uid = str(event(read)["UID"])

    assert meetings.move(lena, review, on=ON + timedelta(days=2), at=time(14, 30), now=today) == 2
    for _, mail, read in told(mails):
        assert mail["Subject"].startswith("Moved: Service review, 10 Dec 2026, 14:30")
        assert (str(read["METHOD"]), str(event(read)["SEQUENCE"]), str(event(read)["UID"])) == ("REQUEST", "1", uid)
        assert event(read).decoded("DTSTART") == datetime(2026, 12, 10, 14, 30, tzinfo=BERLIN)
    moved = AuditLine.objects.get(action="moved a review")
    assert [(c.field, c.before, c.after) for c in moved.changes.all()] == [
        ("day", "2026-12-08", "2026-12-10"),
        ("time", "10:00:00", "14:30:00"),
    ]

    review.refresh_from_db()
    assert meetings.call_off(lena, review, why="The depots are at their peak.", now=today) == 2
    for _, mail, read in told(mails):
        assert "at their peak" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert (str(read["METHOD"]), str(event(read)["SEQUENCE"]), str(event(read)["UID"])) == ("CANCEL", "2", uid)
        assert str(event(read)["STATUS"]) == "CANCELLED"


def test_the_forum_and_its_seats_change_while_a_review_is_set(
    mails: Mailbox, forum: Forum, review: Review, lena: Person, vera: Person, today: datetime
) -> None:
    list(told(mails))
    seat = forums.seat(lena, forum, vera, "vera@example.org", today)
    assert [(to, str(read["METHOD"])) for to, _, read in told(mails)] == [("vera@example.org", "REQUEST")]
    usual = {
        "name": forum.name,
        "purpose": forum.purpose,
        "chair": lena,
        "rule": forum.rule,
        "first": forum.first,
        "time": forum.time,
        "zone": forum.zone,
        "standing": ["Safety first", "Word from the depots"],
    }
    written = forums.write_forum(lena, **usual, forum=forum, version=forum.version, now=today)  # type: ignore[arg-type]
    assert list(told(mails)) == []  # nothing that a guest has to know
    forums.write_forum(lena, **usual | {"room": "4.12"}, forum=written, version=written.version, now=today)  # type: ignore[arg-type]
    rooms = {(to, str(event(read)["LOCATION"]), str(event(read)["SEQUENCE"])) for to, _, read in told(mails)}
    assert rooms == {("max@example.org", "4.12", "1"), ("vera@example.org", "4.12", "1")}
    forums.unseat(lena, seat, today)
    assert [(to, str(read["METHOD"])) for to, _, read in told(mails)] == [("vera@example.org", "CANCEL")]


def test_what_is_past_or_without_a_mail_server_tells_nobody(
    mails: Mailbox, forum: Forum, lena: Person, today: datetime
) -> None:
    meetings.begin(lena, forum, date(2026, 11, 10), [], today)
    assert list(told(mails)) == []


def test_a_moved_review_takes_its_day_along(forum: Forum, review: Review, lena: Person, today: datetime) -> None:
    meetings.move(lena, review, on=ON + timedelta(days=2), at=forum.time, now=today)
    days = [each.on for each in queries.meetings(forum, date(2026, 12, 1), date(2027, 1, 31))]
    assert days == [date(2026, 12, 10), date(2027, 1, 12)]
    review.refresh_from_db()
    meetings.call_off(lena, review, why="Peak.", now=today)
    days = [each.on for each in queries.meetings(forum, date(2026, 12, 1), date(2027, 1, 31))]
    assert days == [date(2027, 1, 12)]
    again = meetings.begin(lena, forum, ON + timedelta(days=2), [], today)
    assert again.first_on == date(2026, 12, 10)  # the day is free again


def test_pages_move_and_call_off_and_say_why_not(
    client: Client, forum: Forum, review: Review, lena: Person, max_: Person, vera: Person, today: datetime
) -> None:
    page = reverse("reviews:move-review", args=[review.pk])
    client.force_login(vera)
    assert client.post(page, {"on": "2026-12-10", "at": "10:00"}).status_code == 403
    client.force_login(max_)
    same = client.post(page, {"on": "2026-12-08", "at": "10:00"}).content.decode()
    assert "choose another day or time" in same
    early = client.post(page, {"on": "2026-11-01", "at": "10:00"}).content.decode()
    assert "choose a later day" in early
    assert 'value="2026-11-01"' in early  # what was typed still stands there
    moved = client.post(page, {"on": "2026-12-10", "at": "09:00"}, follow=True).content.decode()
    assert "The review is moved. No mail was sent" in moved
    item = review.items.create(source="added", subject="added 1", title="Doors", place=1, notes="They jam.")
    off = reverse("reviews:call-off", args=[review.pk])
    assert "close it, so that the minutes keep that" in client.post(off, {"why": "Peak."}).content.decode()
    item.delete()
    assert "the members read it" in client.post(off, {"why": ""}).content.decode()
    assert "10 Dec 2026 was called off: Peak." in client.post(off, {"why": "Peak."}, follow=True).content.decode()
    assert client.get(reverse("reviews:review", args=[review.pk])).status_code == 302
