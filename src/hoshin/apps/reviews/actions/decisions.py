"""Writes of decisions, and of what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.actions.meetings import still_open
from hoshin.apps.reviews.models import AgendaItem, Decision, DecisionOption, Outcome, Result, Review
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
    if due <= found.on:
        raise NotADecision(f"Check it after {day(found.on)}, when something can have come of it.")
    if initiative is not None and not initiative.sealed:
        raise NotADecision(f"Nothing is sealed of '{initiative.title}': seal its claim, or choose a key result.")
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
    options = [(title, True), *((each, False) for each in others)]
    DecisionOption.objects.bulk_create(
        DecisionOption(decision=decision, words=words[:300], chosen=chosen) for words, chosen in options
    )
    detail = f"{reason} Expected: {expected} To be checked on {day(due)}."
    record(person, "decided", title, detail)
    return decision


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
    found.due = again
    found.save(update_fields=["due"])
    record(person, "checked a decision", found.title, f"{Result(result).label}: {sentence}")
    return outcome
