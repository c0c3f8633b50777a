"""A forum's calendar, read back by a library that knows nothing of ours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import feed
from hoshin.apps.reviews.actions import forums
from hoshin.apps.reviews.models import Forum, Review

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=300)


@given(title=TEXT, text=st.lists(TEXT, max_size=4).map("\n".join), room=TEXT, minutes=st.integers(5, 1440))
def test_any_words_come_back(title: str, text: str, room: str, minutes: int) -> None:
    start = datetime(2026, 12, 8, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    meeting = feed.Meeting("forum-1@example.org", start, minutes, title, text, "https://example.org/x", room)
    found = feed.calendar("Service review", [meeting], NOW)
    lines = found.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in found.replace(b"\r\n", b"")
    [event] = icalendar.Calendar.from_ical(found.decode()).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert str(event.get("DESCRIPTION", "")) == text
    assert str(event.get("LOCATION", "")) == room
    assert event.decoded("DTSTART") == start
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=minutes)


@pytest.mark.django_db
def test_whoever_has_the_address_reads_the_meetings(
    client: Client, forum: Forum, max_: Person, review: Review, today: datetime
) -> None:
    secret = forums.follow(max_, forum).secret
    answer = client.get(reverse("reviews:feed", args=[secret]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content.decode())
    days = [each.decoded("DTSTART").astimezone(ZoneInfo("Europe/Berlin")) for each in read.walk("VEVENT")]
    assert [d.date() for d in days][:4] == [date(2026, 9, 8), date(2026, 10, 13), date(2026, 11, 10), date(2026, 12, 8)]
    assert {d.hour for d in days} == {10}  # before and after the clocks change
    urls = {each.decoded("DTSTART").date(): str(each["URL"]) for each in read.walk("VEVENT")}
    assert urls[review.on].endswith(reverse("reviews:review", args=[review.pk]))
    assert len({str(each["UID"]) for each in read.walk("VEVENT")}) == len(days)


@pytest.mark.django_db
def test_an_address_ends(client: Client, forum: Forum, max_: Person, vera: Person) -> None:
    old = forums.follow(vera, forum).secret
    new = forums.follow(vera, forum).secret
    assert client.get(reverse("reviews:feed", args=[old])).status_code == 404
    assert client.get(reverse("reviews:feed", args=[new])).status_code == 200
    forum.confidential = True
    forum.save()
    assert client.get(reverse("reviews:feed", args=[new])).status_code == 404
    own = forums.follow(max_, forum).secret
    assert client.get(reverse("reviews:feed", args=[own])).status_code == 200
    max_.is_active = False
    max_.save()
    assert client.get(reverse("reviews:feed", args=[own])).status_code == 404
