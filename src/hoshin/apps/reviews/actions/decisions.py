"""Writes of decisions, and of what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.confidence import Eyes, sees
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.actions.meetings import still_open
from hoshin.apps.reviews.models import (
    AgendaItem,
    AmendedField,
    Amendment,
    Decision,
    DecisionOption,
    Outcome,
    Result,
    Review,
)
from hoshin.apps.strategy.models import KeyResult
from hoshin.eventlog.refused import Refused
from hoshin.reporting.wording import day


class NotADecision(Refused):
    """A decision that nobody could check later."""


class NotAnOutcome(Refused):
    """What is said of a decision's result does not say enough."""


@transaction.atomic
def decide(
    person: Person | None,
    review: Review,
    *,
    title: str,
    reason: str,
    expected: str,
    due: date,
    others: Iterable[str] = (),
    item: AgendaItem | None = None,
    key_result: KeyResult | None = None,
    initiative: Initiative | None = None,
    decides: Person | None = None,
) -> Decision:
    """Write down what was decided; ``others`` are the options that were not chosen. Raises Closed and NotADecision."""
    found = still_open(review)
    _checkable(due, found.on)
    _sealed(initiative)
    decision = Decision.objects.create(
        forum=found.forum,
        review=found,
        item=item,
        title=title,
        reason=reason,
        expected=expected,
        key_result=key_result,
        initiative=initiative,
        person=decides,
        on=found.on,
        due=due,
    )
    _options(decision, others)
    detail = f"{reason} Expected: {expected} To be checked on {day(due)}."
    record(person, "decided", title, detail)
    return decision


@transaction.atomic
def change(
    person: Person,
    decision: Decision,
    *,
    version: int,
    now: datetime,
    title: str,
    reason: str,
    expected: str,
    due: date | None = None,
    others: Iterable[str] = (),
    key_result: KeyResult | None = None,
    initiative: Initiative | None = None,
    decides: Person | None = None,
    why: str = "",
) -> Decision:
    """Correct a decision while its review is open; afterwards the change is an amendment, which says ``why``.

    A decision that is settled has no day any more, whatever ``due`` says. Raises NotADecision and Meanwhile.
    """
    found = held(decision, version)
    before = said(found)
    is_open = found.review.is_open
    if not is_open and not why.strip():
        raise NotADecision("Say why it is amended: the reason stands beside the minutes, which stay as they are.")
    if found.due is not None:
        _checkable(due, found.on)
        found.due = due
    _sealed(initiative)
    found.title, found.reason, found.expected = title, reason, expected
    found.key_result, found.initiative, found.person = key_result, initiative, decides
    found.version += 1
    found.save()
    found.options.all().delete()
    _options(found, others)
    changes = changed(before, said(found))
    if not is_open:
        if not changes:
            raise NotADecision("Nothing is different yet: change what has to be amended.")
        amendment = Amendment.objects.create(decision=found, why=why.strip(), person=person, at=now)
        AmendedField.objects.bulk_create(
            AmendedField(amendment=amendment, field=each.field, before=each.before, after=each.after)
            for each in changes
        )
    record(person, "corrected a decision" if is_open else "amended a decision", title, why, changes=changes)
    return found


def said(found: Decision) -> dict[str, object]:
    """What a decision says, field by field, in the words that its page uses."""
    return {
        "decided": found.title,
        "because": found.reason,
        "expected": found.expected,
        "other options": "; ".join(found.options.filter(chosen=False).values_list("words", flat=True)),
        "shown by": _shown_by(found),
        "who decided": found.person or "together",
        "checked on": found.due,
    }


def _shown_by(found: Decision) -> str:
    """By what it is shown: in words that whoever sees the forum may read, for an amendment stands on its page."""
    if found.key_result:
        seen = sees(Eyes.EVERYBODY, found.key_result.objective)
        return str(found.key_result) if seen else "a confidential key result"
    return portfolios.title_for_all(found.initiative) if found.initiative else ""


def _checkable(due: date | None, on: date) -> None:
    if due is None or due <= on:
        raise NotADecision(f"Check it after {day(on)}, when something can have come of it.")


def _sealed(initiative: Initiative | None) -> None:
    if initiative is not None and not initiative.sealed:
        raise NotADecision(f"Nothing is sealed of '{initiative.title}': seal its claim, or choose a key result.")


def _options(decision: Decision, others: Iterable[str]) -> None:
    options = [(decision.title, True), *((each, False) for each in others)]
    DecisionOption.objects.bulk_create(
        DecisionOption(decision=decision, words=words[:300], chosen=chosen) for words, chosen in options
    )


@transaction.atomic
def take_back(person: Person, decision: Decision) -> None:
    """Remove a decision while its review is open; the audit trail keeps it. Raises Closed."""
    still_open(decision.review)
    record(person, "took back a decision", decision.title, decision.reason)
    decision.delete()


@transaction.atomic
def settle(
    person: Person | None,
    decision: Decision,
    *,
    result: str,
    sentence: str,
    seen: str,
    now: datetime,
    again: date | None = None,
) -> Outcome:
    """Record how a decision came out. ``seen`` is what number or verdict says now; ``again`` has it checked once more.

    It is noted in the forum's open review, where there is one. Raises NotAnOutcome.
    """
    found = Decision.objects.select_for_update().get(pk=decision.pk)
    if not sentence.strip():
        raise NotAnOutcome("Say in a sentence what came of it.")
    if again is not None and again <= now.date():
        raise NotAnOutcome(f"Look again after today, {day(now.date())}, or leave it empty.")
    outcome = Outcome.objects.create(
        decision=found,
        review=Review.objects.filter(forum=found.forum, closed_at=None).first(),
        result=Result(result),
        sentence=sentence.strip(),
        seen=seen,
        again=again,
        person=person,
        at=now,
    )
    before, found.due = found.due, again
    found.save(update_fields=["due"])
    changes = changed({"checked on": before}, {"checked on": again})
    record(person, "checked a decision", found.title, f"{Result(result).label}: {sentence}", changes=changes)
    return outcome
