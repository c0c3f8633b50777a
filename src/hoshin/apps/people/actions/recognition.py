"""Writes of recognition, and of who read what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models import AccessLine, Evaluation, Read, Recognition
from hoshin.apps.portfolios.models import Initiative
from hoshin.eventlog.refused import Refused


class NoGround(Refused):
    """Recognition without a behaviour or a proven result."""


@transaction.atomic
def recognise(
    by: Person, person: Person, on: date, *, reason: str, behaviour: str = "", proven: Initiative | None = None
) -> Recognition:
    """Thank somebody, for a behaviour or for an initiative that is ``proven``. Raises NoGround."""
    if by.pk == person.pk:
        raise NoGround("Nobody thanks themselves: choose somebody else.")
    if not behaviour.strip() and proven is None:
        raise NoGround("Name the behaviour, or choose a proven result: thanks without a ground teach nobody anything.")
    found = Recognition.objects.create(
        person=person, by=by, on=on, behaviour=behaviour.strip(), initiative=proven, reason=reason.strip()
    )
    record(by, "recognised a person", person.name, behaviour.strip() or str(proven))
    return found


@transaction.atomic
def note(
    reader: Person, people: Collection[Person], read: Read, on: date, evaluation: Evaluation | None = None
) -> None:
    """Write down that somebody read what is kept of others; once a day for each thing, and never of oneself."""
    lines = [
        AccessLine(person=each, reader=reader, read=read, evaluation=evaluation, on=on)
        for each in people
        if each.pk != reader.pk
    ]
    AccessLine.objects.bulk_create(lines, ignore_conflicts=True)
