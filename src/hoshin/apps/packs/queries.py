"""Reads of issued editions: their rows, their files, what they say, and whether they still compute."""

from __future__ import annotations

from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from hoshin.apps.agreements import queries as agreements
from hoshin.apps.packs.models import Edition
from hoshin.eventlog.refused import Refused
from hoshin.pipeline import packs
from hoshin.pipeline.home import Home
from hoshin.pipeline.packs import Form, Verification
from hoshin.reporting.snapshot import loads
from hoshin.warehouse import generations
from hoshin.warehouse.errors import NothingPublished


def editions() -> QuerySet[Edition]:
    """All editions, newest first."""
    return Edition.objects.select_related("person")


def proposed_title() -> str:
    """What the next edition is probably called."""
    return f"IT services, {timezone.localdate():%B %Y}"


def something_to_show() -> bool:
    """Whether there are tickets to make a pack from."""
    try:
        generations.current(Home.from_environment().warehouse)
    except NothingPublished:
        return False
    return True


def file_of(edition: Edition, form: str) -> Path | None:
    """The edition's file in one form; None where it has none."""
    if edition.number is None or form not in {each.value for each in Form}:
        return None
    folder = packs.edition(Home.from_environment(), edition.number).folder
    path = folder / Form(form).file
    return path if path.is_file() else None


def contents(edition: Edition) -> dict[str, object]:
    """What an issued edition says: its frozen snapshot and its files; nothing while it is being made."""
    if edition.number is None:
        return {}
    try:
        found = packs.edition(Home.from_environment(), edition.number)
        snapshot = loads((found.folder / "snapshot.json").read_bytes())
    except (Refused, OSError) as error:
        return {"damage": str(error)}
    forms = [each.value for each in Form if file_of(edition, each.value)]
    return {"snapshot": snapshot, "forms": forms, "identity": found.identity}


def verification(edition: Edition) -> Verification:
    """Compute every number of an issued edition again and compare."""
    home = Home.from_environment()
    assert edition.number is not None
    snapshot = packs.edition(home, edition.number).folder / "snapshot.json"
    return packs.verify(home, snapshot, agreements.catalogue())
