"""Writes of commitments: promised, kept, moved, withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.actions.meetings import still_open
from hoshin.apps.reviews.models import AgendaItem, Commitment, CommitmentMove, Decision, Forum, Review
from hoshin.apps.strategy.models import Objective
from hoshin.eventlog.refused import Refused
from hoshin.reporting.wording import day


class NotACommitment(Refused):
    """A promise without a day ahead, or one that has ended."""


@transaction.atomic
def promise(
    person: Person | None,
    forum: Forum,
    *,
    words: str,
    owner: Person,
    due: date,
    on: date,
    review: Review | None = None,
    item: AgendaItem | None = None,
    decision: Decision | None = None,
    objective: Objective | None = None,
    initiative: Initiative | None = None,
) -> Commitment:
    """Write down what ``owner`` promised on a day to do by ``due``. Raises Closed and NotACommitment."""
    if review is not None:
        still_open(review)
    if due < on:
        raise NotACommitment(f"It cannot be due before it is promised on {day(on)}: choose a later day.")
    found = Commitment.objects.create(
        forum=forum,
        review=review,
        item=item,
        decision=decision,
        words=words,
        owner=owner,
        promised_on=on,
        first_due=due,
        due=due,
        objective=objective,
        initiative=initiative,
    )
    record(person, "wrote down a commitment", words, f"{owner.name}, by {day(due)}")
    return found


@transaction.atomic
def keep(person: Person | None, commitment: Commitment, *, on: date, version: int) -> None:
    """Say that it was kept on a day. Raises NotACommitment and Meanwhile."""
    found = _open(commitment, version)
    if on < found.promised_on:
        raise NotACommitment(f"It was promised on {day(found.promised_on)}: it cannot have been kept before.")
    found.kept_on = on
    _save(found)
    detail = f"{found.owner.name}, due {day(found.due)}"
    record(person, "kept a commitment", found.words, detail, changes=changed({"kept on": None}, {"kept on": on}))


@transaction.atomic
def move(person: Person | None, commitment: Commitment, *, to: date, reason: str, version: int, now: datetime) -> None:
    """Move its day; the move stays to be read. Raises NotACommitment and Meanwhile."""
    found = _open(commitment, version)
    if to <= found.due:
        raise NotACommitment(f"It is due on {day(found.due)}: a move leads to a later day.")
    if not reason.strip():
        raise NotACommitment("Say why it is moved: the reason stands beside it.")
    CommitmentMove.objects.create(
        commitment=found, before=found.due, after=to, reason=reason.strip(), person=person, at=now
    )
    before, found.due = found.due, to
    _save(found)
    record(person, "moved a commitment", found.words, reason, changes=changed({"due": before}, {"due": to}))


@transaction.atomic
def withdraw(person: Person | None, commitment: Commitment, *, reason: str, version: int, on: date) -> None:
    """End it without having kept it, and say why. Raises NotACommitment and Meanwhile."""
    found = _open(commitment, version)
    if not reason.strip():
        raise NotACommitment("Say why it is withdrawn: the reason stands beside it.")
    found.withdrawn_on, found.why_withdrawn = on, reason.strip()
    _save(found)
    changes = changed({"withdrawn on": None}, {"withdrawn on": on})
    record(person, "withdrew a commitment", found.words, reason, changes=changes)


def _open(commitment: Commitment, version: int) -> Commitment:
    found = held(commitment, version)
    if not found.is_open:
        raise NotACommitment(
            f"'{found.words}' has ended: {state(found)}. Promise it anew where it is still to be done."
        )
    return found


def state(found: Commitment) -> str:
    """How a commitment stands, in words."""
    if found.kept_on:
        return f"kept on {day(found.kept_on)}"
    if found.withdrawn_on:
        return f"withdrawn on {day(found.withdrawn_on)}: {found.why_withdrawn}"
    return f"due {day(found.due)}"


def _save(found: Commitment) -> None:
    found.version += 1
    found.save()
