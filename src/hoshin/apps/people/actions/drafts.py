"""Writes of drafts: words for a step of an evaluation that are kept and not sent yet."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.people import machine
from hoshin.apps.people.machine import Act, Actor
from hoshin.apps.people.models import Evaluation, StepDraft
from hoshin.eventlog.refused import Refused


class SavedElsewhere(Refused):
    """The same person kept other words in another window."""


@transaction.atomic
def keep_draft(
    by: Person,
    evaluation: Evaluation,
    actor: Actor,
    act: Act,
    today: date,
    *,
    words: str,
    rating: int | None = None,
    edition: int,
    at: datetime | None = None,
) -> StepDraft:
    """Keep the words for a step; ``edition`` is that of the draft that was read, 0 for none.

    Nobody but the writer reads them. Raises SavedElsewhere, and NotNow where the machine does not allow the step.
    """
    found = Evaluation.objects.select_for_update().select_related("cycle").get(pk=evaluation.pk)
    machine.check(found.done, act, actor, found.cycle.clock, today)
    draft = found.drafts.filter(person=by, act=act).first()
    if (draft.edition if draft else 0) != edition:
        said = f"“{draft.words}”" if draft else "that it was sent or discarded"
        raise SavedElsewhere(
            f"You kept this draft in another window meanwhile; it says {said}. What you wrote here is still below: "
            "take over what you need, then keep it again."
        )
    draft = draft or StepDraft(evaluation=found, person=by, act=act, edition=0)
    draft.words, draft.rating, draft.at = words.strip(), rating, at or timezone.now()
    draft.edition += 1
    draft.save()
    record(by, "kept a draft in an evaluation", f"evaluation {found.pk}")
    return draft
