"""Large workbooks written in the background: ten thousand rows take longer than anybody waits for a page."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.workbooks import actions
from hoshin.apps.workbooks.confirming import confirm
from hoshin.apps.workbooks.models import Stage, Workbook
from hoshin.apps.workbooks.reports import preview
from hoshin.eventlog.refused import Refused

LARGE = 50_000
"""Bytes from which the worker writes a workbook: some five hundred rows."""


def ask(person: Person, workbook: Workbook, *, seen: str) -> None:
    """Have the worker write a workbook, as it was seen. Raises Busy where it does already."""
    with transaction.atomic():
        actions.hand_over(person, workbook, seen, timezone.now())
        take_in.enqueue(workbook.pk)


@task()
def take_in(pk: int) -> None:
    """Write a workbook that was handed over; does nothing where it is gone, or written."""
    found = Workbook.objects.select_related("person").filter(pk=pk, stage=Stage.HANDED_OVER).first()
    if found is None:
        return
    try:
        with readers.if_published() as reader:
            done = confirm(
                found.person,
                bytes(found.content),
                found.name,
                reader,
                seen=found.seen,
                tell=lambda step: actions.tell(found, step, timezone.now()),
            )
    except Refused as refusal:
        actions.ended(found, Stage.REFUSED, str(refusal))
    except Exception as error:
        words = f"Nothing is written: Hoshin met an error of its own ({type(error).__name__}: {error})."
        actions.ended(found, Stage.REFUSED, words)
        raise
    else:
        counted = preview.counted(done)
        actions.ended(found, Stage.REST if counted.rejected else Stage.WRITTEN, f"Written: {counted.written}.")
