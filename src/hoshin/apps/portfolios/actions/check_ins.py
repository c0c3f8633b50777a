"""Writes of what people say of an initiative while it runs."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.actions.refusals import NotSaid
from hoshin.apps.portfolios.models import Initiative, InitiativeCheckIn


@transaction.atomic
def check_in(
    person: Person | None, initiative: Initiative, *, confidence: int, note: str, now: datetime, done: bool = False
) -> InitiativeCheckIn:
    """Say how the work of an initiative stands. Raises NotSaid before its start, and where the confidence is none."""
    if not 0 <= confidence <= 10:
        raise NotSaid(f"A confidence of {confidence} is none: give 0 (it will not be) to 10 (it is certain).")
    if now.astimezone(UTC).date() < initiative.start:
        raise NotSaid(f"'{initiative.title}' starts on {initiative.start}: say how it stands from then on.")
    row = InitiativeCheckIn.objects.create(
        initiative=initiative, person=person, at=now, confidence=confidence, done=done, note=note
    )
    over = "; the work is done" if done else ""
    record(person, "checked in on an initiative", initiative.title, f"confidence {confidence} of 10{over}; {note}")
    return row
