"""Board packs are made in the background: rendering takes some seconds."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts.models import Person
from hoshin.apps.packs import actions
from hoshin.apps.packs.models import Edition, State
from hoshin.eventlog.refused import Refused


def start(person: Person, title: str) -> Edition:
    """Have an edition made by the worker."""
    with transaction.atomic():
        edition = actions.announce(person, title, timezone.localdate())
        make_edition.enqueue(edition.pk)
    return edition


@task()
def make_edition(pk: int) -> None:
    """Make one edition; a second call for the same one does nothing."""
    edition = Edition.objects.select_related("person").get(pk=pk)
    if edition.state == State.WAITING:
        with suppress(Refused):  # the edition's page says why
            actions.make(edition)
