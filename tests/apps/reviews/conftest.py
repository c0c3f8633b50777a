"""A forum that meets each second Tuesday at ten in Berlin, with Lena in the chair and Max on a seat."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.actions import forums, meetings
from hoshin.apps.reviews.models import Forum, Review

FIRST = date(2026, 9, 8)
ON = date(2026, 12, 8)


@pytest.fixture
def forum(lena: Person, max_: Person) -> Forum:
    """The service review."""
    found = forums.write_forum(
        lena,
        name="Service review",
        purpose="Is it working, and what do we change?",
        chair=lena,
        rule="FREQ=MONTHLY;BYDAY=2TU",
        first=FIRST,
        time=time(10),
        zone="Europe/Berlin",
        standing=["Safety first", "Word from the depots"],
    )
    forums.seat(lena, found, max_, "max@example.org")
    return found


@pytest.fixture
def review(forum: Forum, lena: Person, today: datetime) -> Review:
    """A review that was begun without looking at any data."""
    return meetings.begin(lena, forum, ON, [], today)
