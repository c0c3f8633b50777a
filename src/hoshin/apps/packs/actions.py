"""Writes of editions."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.agreements import readers
from hoshin.apps.packs.models import Edition, State
from hoshin.apps.packs.reports import board_pack
from hoshin.eventlog.refused import Refused
from hoshin.pipeline import packs
from hoshin.pipeline.home import Home


@transaction.atomic
def announce(person: Person | None, title: str, as_of: date) -> Edition:
    """Record that an edition is to be made."""
    record(person, "began a board pack", title)
    return Edition.objects.create(title=title, as_of=as_of, person=person)


def make(edition: Edition) -> Edition:
    """Freeze what is known, render it in every form, and record the edition. Raises Refused, recorded as well."""
    home = Home.from_environment()
    try:
        with readers.opened() as reader:
            snapshot = board_pack.compose(board_pack.gather(reader, edition.as_of), edition.title)
        issued = packs.issue(home, snapshot)
    except Refused as refusal:
        edition.state, edition.error = State.FAILED, str(refusal)
        edition.save(update_fields=["state", "error"])
        raise
    with transaction.atomic():
        edition.state, edition.number = State.ISSUED, issued.number
        edition.snapshot, edition.generation = issued.identity, issued.generation or ""
        edition.save()
        record(edition.person, "issued a board pack", edition.title, f"edition {issued.number}: {issued.identity}")
    return edition
