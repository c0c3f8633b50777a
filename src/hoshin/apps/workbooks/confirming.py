"""Confirms a workbook: what was seen is written, or, where it is no longer what would be written, nothing is."""

from __future__ import annotations

from django.db import transaction

from hoshin.apps.accounts.models import Person
from hoshin.apps.workbooks import actions
from hoshin.apps.workbooks.plan import Plan
from hoshin.apps.workbooks.planning import plan
from hoshin.pipeline.read import Reader


@transaction.atomic
def confirm(person: Person | None, data: bytes, name: str, reader: Reader | None, *, seen: str) -> Plan:
    """Write all accepted rows of a workbook. ``seen`` is the digest of the plan that the person saw.

    Raises Moved where the same workbook would do something else by now; then nothing is written.
    """
    found = plan(person, data, name, reader)
    if found.digest != seen:
        raise actions.Moved(
            "Somebody changed what these rows change, or new tickets came in, since you looked. Nothing is written: "
            "look at it again as it stands now, and confirm that."
        )
    if found.writes:
        actions.write(person, found, name)
    return found
