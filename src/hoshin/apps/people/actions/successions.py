"""Writes of successions: an evaluation goes on with another manager."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.machine import OPEN, Actor, NotNow
from hoshin.apps.people.models import Evaluation, Succession
from hoshin.eventlog.refused import Refused


class NotTheManager(Refused):
    """Somebody cannot go on as the manager of an evaluation."""


@transaction.atomic
def succeed(
    by: Person, evaluation: Evaluation, actor: Actor, manager: Person, on: date, *, why: str, before: int
) -> Succession:
    """Let ``manager`` go on with an evaluation; ``before`` is the id of the manager whom the reader saw.

    Steps that were done stay with whoever did them; drafts of the one before are removed. Raises NotNow and
    NotTheManager.
    """
    found = Evaluation.objects.select_for_update().select_related("manager", "person").get(pk=evaluation.pk)
    if actor is not Actor.HR:
        raise NotNow("Only human resources hand an evaluation to another manager.")
    if found.stage not in OPEN:
        raise NotNow("The final words are written: there is nothing left for a manager to do.")
    if found.manager_id != before:
        raise NotTheManager(f"{found.manager.name} is its manager since a moment ago: look at it again.")
    if manager.pk in (found.person_id, found.manager_id) or not manager.is_active:
        raise NotTheManager(f"Choose somebody else than {found.person.name} and {found.manager.name}, who can sign in.")
    was = found.manager
    found.drafts.filter(person=was).delete()
    found.manager = manager
    found.save(update_fields=["manager"])
    written = Succession.objects.create(evaluation=found, before=was, manager=manager, by=by, on=on, why=why.strip())
    changes = changed({"manager": was.name}, {"manager": manager.name})
    record(by, "handed an evaluation to another manager", f"evaluation {found.pk}", changes=changes)
    return written
