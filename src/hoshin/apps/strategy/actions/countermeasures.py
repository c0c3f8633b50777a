"""Writes of countermeasures."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import Countermeasure, KeyResult


@transaction.atomic
def write_countermeasure(
    person: Person | None,
    key_result: KeyResult,
    *,
    month: date,
    cause: str,
    action: str,
    owner: Person,
    due: date,
    done_on: date | None = None,
    effect: str = "",
    countermeasure: Countermeasure | None = None,
    after: int | None = None,
) -> Countermeasure:
    """Open a countermeasure to a month of a key result, or write ``countermeasure`` anew.

    ``after`` is the edition that was changed; None asks for no check. Raises Meanwhile.
    """
    if countermeasure:
        found = held(countermeasure, after, counter="edition", subject=key_result.title)
    else:
        found = Countermeasure(key_result=key_result, edition=0)
    was_done = found.done_on
    before = _said(found) if countermeasure else {}
    found.month, found.cause, found.action, found.owner = month.replace(day=1), cause, action, owner
    found.due, found.done_on, found.effect = due, done_on, effect
    found.edition += 1
    found.save()
    if countermeasure is None:
        words = f"{month:%B %Y}: {cause} → {action} by {due} ({owner.name})"
        record(person, "opened a countermeasure", key_result.title, words)
    else:
        said = "finished a countermeasure" if done_on and not was_done else "changed a countermeasure"
        record(person, said, key_result.title, f"{month:%B %Y}", changes=changed(before, _said(found)))
    return found


def _said(found: Countermeasure) -> dict[str, object]:
    """What a countermeasure says, field by field."""
    return {
        "behind it": found.cause,
        "done about it": found.action,
        "owner": found.owner,
        "by": found.due,
        "done on": found.done_on,
        "what came of it": found.effect,
    }
