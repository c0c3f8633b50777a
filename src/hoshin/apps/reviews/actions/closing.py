"""Closes a review: its minutes are frozen, and go by mail to the members who gave an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import posting
from hoshin.apps.reviews.actions.meetings import still_open
from hoshin.apps.reviews.models import Minutes, Review
from hoshin.reporting.snapshot import Snapshot


@transaction.atomic
def close(person: Person | None, review: Review, write: Callable[[Review], Snapshot], now: datetime) -> Minutes:
    """Freeze the minutes that ``write`` makes, and have them sent where a mail server is set up. Raises Closed.

    They are written once nobody can add to the review any more, so that no note is left out.
    """
    found = still_open(review)
    snapshot = write(found)
    minutes = Minutes.objects.create(
        review=found, text=snapshot.canonical.decode(), identity=snapshot.identity, person=person, at=now
    )
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    record(person, "closed a review", str(found), f"minutes {snapshot.identity}")
    if settings.EMAIL_HOST:
        for member in found.forum.members.exclude(address=""):
            posting.send_minutes(member.address, minutes, now)
    return minutes
