"""Writes of ideas: proposing one, taking it into a round, saying why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.plans.actions.candidates import write_candidate
from hoshin.apps.plans.actions.refusals import Answered
from hoshin.apps.plans.models import Candidate, Idea, PlanningRound


@dataclass(frozen=True)
class Said:
    """What an idea says: what should be done, which trouble it ends, what one would see, its kind."""

    title: str
    trouble: str
    hope: str
    category: str


@transaction.atomic
def propose(
    person: Person,
    said: Said,
    *,
    now: datetime,
    found: Idea | None = None,
    seen: int | None = None,
) -> Idea:
    """Propose an idea, or change ``found``, one's own, as it was in version ``seen``. Raises Meanwhile and Answered."""
    row = held(found, seen) if found else Idea(proposer=person, at=now, version=0)
    if found:
        _open(row)
    before = _said(row) if found else {}
    row.title, row.trouble, row.hope, row.category = said.title, said.trouble, said.hope, said.category
    row.version += 1
    row.save()
    action = "changed an idea" if found else "proposed an idea"
    record(person, action, row.title, changes=changed(before, _said(row)) if found else ())
    return row


def _said(row: Idea) -> dict[str, object]:
    return {"title": row.title, "trouble": row.trouble, "hope": row.hope, "kind": row.get_category_display()}


@transaction.atomic
def take_in(person: Person, found: Idea, of: PlanningRound, *, now: datetime) -> Candidate:
    """Take an idea into a round as a candidate, to be estimated. Raises Answered."""
    row = _open(Idea.objects.select_for_update().get(pk=found.pk))
    same = of.candidates.filter(title=row.title).first()
    if same:
        raise Answered(
            f"{of.title} has a candidate “{row.title}” already: change that one, and say so to the proposer."
        )
    description = "\n\n".join(filter(None, (row.trouble, row.hope)))
    fields = {"title": row.title, "description": description, "category": row.category, "owner": row.proposer}
    row.candidate = write_candidate(person, of, fields, {})
    _answer(person, row, now)
    record(person, "accepted an idea", row.title, f"round: {of.title}; proposed by {row.proposer.name}")
    return row.candidate


@transaction.atomic
def decline(person: Person, found: Idea, *, why: str, now: datetime) -> Idea:
    """Say why an idea is not taken up; whoever proposed it reads that. Raises Answered."""
    row = _open(Idea.objects.select_for_update().get(pk=found.pk))
    row.declined = why
    _answer(person, row, now)
    record(person, "declined an idea", row.title, why)
    return row


@transaction.atomic
def reopen(person: Person, found: Idea) -> Idea:
    """Have a declined idea wait for an answer again."""
    row = Idea.objects.select_for_update().get(pk=found.pk)
    before, row.declined, row.answered_by, row.answered_at = row.declined, "", None, None
    row.version += 1
    row.save()
    record(person, "took up an idea again", row.title, changes=changed({"declined": before}, {"declined": ""}))
    return row


def _open(row: Idea) -> Idea:
    if not row.open:
        raise Answered(f"“{row.title}” was answered already; open it anew to see how.")
    return row


def _answer(person: Person, row: Idea, now: datetime) -> None:
    row.answered_by, row.answered_at, row.version = person, now, row.version + 1
    row.save()
