"""Confirms a workbook: what was seen is written, or, where it is no longer what would be written, nothing is."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from hoshin.apps.accounts import trail
from hoshin.apps.accounts.models import Person
from hoshin.apps.workbooks import actions
from hoshin.apps.workbooks.plan import Plan
from hoshin.apps.workbooks.planning import plan
from hoshin.pipeline.read import Reader


def confirm(
    person: Person | None,
    data: bytes,
    name: str,
    reader: Reader | None,
    *,
    seen: str,
    tell: Callable[[str], None] = lambda step: None,
) -> Plan:
    """Write all accepted rows of a workbook. ``seen`` is the digest of the plan that the person saw.

    ``tell`` is told what is done now. Raises Moved where the same workbook would do something else by now; then
    nothing is written.
    """
    tell("looking at the rows once more")
    before = trail.latest()
    found = plan(person, data, name, reader)
    _check(found, seen)
    tell(f"writing {len(found.writes):,} rows, all of them or none")
    with transaction.atomic():
        # Others wait while this transaction writes: so it plans again only where somebody wrote since.
        if trail.latest() != before:
            found = plan(person, data, name, reader)
            _check(found, seen)
        if found.writes:
            actions.write(person, found, name)
    return found


def _check(found: Plan, seen: str) -> None:
    if found.digest != seen:
        raise actions.Moved(
            "Somebody changed what these rows change, or new tickets came in, since you looked. Nothing is written: "
            "look at it again as it stands now, and confirm that."
        )
