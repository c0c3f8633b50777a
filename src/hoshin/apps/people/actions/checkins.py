"""Writes of check-ins and blockers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.actions.goals import NotOpen, NotYours
from hoshin.apps.people.measured import Measured
from hoshin.apps.people.models import Blocker, CheckIn, Goal
from hoshin.eventlog.refused import Refused

CLOCK = timedelta(days=7)
"""How long a blocker may stand."""


class SaidAlready(Refused):
    """There is a check-in of this day, and what was said stays."""


@dataclass(frozen=True)
class Said:
    """What a check-in says: confidence from 0 to 10, and, where something stands in the way, what and who is asked."""

    confidence: int
    note: str = ""
    blocker: str = ""
    asked: Person | None = None


@transaction.atomic
def check_in(by: Person, goal: Goal, said: Said, on: date, *, measured: Measured | None = None) -> CheckIn:
    """Say how a goal stands; what its metric reads is kept with it. Raises NotYours, NotOpen and SaidAlready."""
    found = Goal.objects.select_for_update().select_related("person__manager").get(pk=goal.pk)
    if by.pk != found.person_id:
        raise NotYours("Only the one who answers for a goal says how it stands.")
    if found.outcome or found.in_force is None:
        raise NotOpen("Check-ins begin once both sides have signed, and end when the goal is closed.")
    if found.check_ins.filter(on=on).exists():
        raise SaidAlready(
            f"There is a check-in of {on} already, and it stays as it is: the next one can be made tomorrow."
        )
    read = measured if measured and measured.level is not None and measured.reading else None
    written = CheckIn.objects.create(
        goal=found,
        person=by,
        on=on,
        confidence=said.confidence,
        note=said.note,
        value=read.level if read else None,
        until=read.reading.period.last if read and read.reading else None,
        n=read.reading.result.n if read and read.reading else None,
        generation=read.reading.generation if read and read.reading else "",
        definition=read.reading.definition if read and read.reading else "",
    )
    if said.blocker:
        asked = said.asked or found.person.manager or by
        Blocker.objects.create(goal=found, words=said.blocker, asked=asked, opened_on=on, due=on + CLOCK)
    record(by, "checked in on a goal", f"goal {found.pk}")
    return written


@transaction.atomic
def solve(by: Person, blocker: Blocker, on: date, *, solution: str) -> None:
    """Say how a blocker was removed. Raises NotOpen, with what was said, where somebody else did so before."""
    found = Blocker.objects.select_for_update(of=("self",)).select_related("solved_by").get(pk=blocker.pk)
    if found.solved_on is not None:
        who = found.solved_by.name if found.solved_by else "Somebody"
        raise NotOpen(
            f"{who} has called it solved on {found.solved_on}: “{found.solution}”. You wrote: “{solution}”. Say it in "
            "the next check-in if it matters."
        )
    found.solved_on, found.solved_by, found.solution = on, by, solution
    found.save(update_fields=["solved_on", "solved_by", "solution"])
    changes = changed({"solved on": None}, {"solved on": on})
    record(by, "removed a blocker", f"goal {found.goal_id}", changes=changes)
