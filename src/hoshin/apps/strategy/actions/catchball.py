"""Writes of catchball: a proposal, a counter-proposal, a signature, taking a side over, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.actions.key_results import check_target, promised
from hoshin.apps.strategy.actions.refusals import NotYourTurn
from hoshin.apps.strategy.capacity import Capacity
from hoshin.apps.strategy.level import level_words
from hoshin.apps.strategy.models import Catchball, KeyResult, Proposal, ProposalCapacity, Side, Signature, TakeOver
from hoshin.reporting.wording import day


@dataclass(frozen=True)
class Evidence:
    """What the forecast said of a proposal: a probability (None: there was none), in words, and by which tickets.

    ``capacity`` is what the plans said of the team's people.
    """

    forecast: float | None = None
    words: str = ""
    generation: str = ""
    capacity: tuple[Capacity, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What is proposed: ``target`` in the metric's unit, by ``due``, for a reason, with what it takes."""

    target: float
    due: date
    reason: str
    resources: str = ""


@transaction.atomic
def throw(
    person: Person,
    key_result: KeyResult,
    answering: Person,
    terms: Terms,
    evidence: Evidence,
    *,
    until: date,
    at: datetime | None = None,
) -> Catchball:
    """Open a catchball with its first proposal. Raises NotYourTurn where one is open already, and NoChange."""
    if any(each.open for each in key_result.catchballs.all()):
        raise NotYourTurn("A catchball on this key result is open already: answer that one, or take it back.")
    if answering == person:
        raise NotYourTurn("Nobody throws the ball to themselves: choose who answers for the team.")
    at = at or timezone.now()
    found = Catchball.objects.create(key_result=key_result, asking=person, answering=answering, until=until, at=at)
    _propose(found, 1, Side.ASKING, person, terms, evidence, at)
    return found


@transaction.atomic
def counter(
    person: Person, catchball: Catchball, terms: Terms, evidence: Evidence, *, after: int, at: datetime | None = None
) -> Proposal:
    """Answer the proposal numbered ``after`` with another one. Raises Meanwhile, NotYourTurn and NoChange."""
    side = _to_answer(person, catchball, after)
    return _propose(catchball, after + 1, side, person, terms, evidence, at or timezone.now())


@transaction.atomic
def sign(person: Person, catchball: Catchball, *, after: int, at: datetime | None = None) -> Signature:
    """Agree to the proposal of that number. With both signatures its target and date are what the key result promises.

    Raises Meanwhile and NotYourTurn.
    """
    side = _to_answer(person, catchball, after)
    proposal = catchball.latest
    if any(each.side == side for each in proposal.signatures.all()):
        raise NotYourTurn("You have signed this proposal already: the other side has still to sign it.")
    signature = Signature.objects.create(proposal=proposal, side=side, person=person, at=at or timezone.now())
    words = _words(catchball.key_result, proposal)
    record(person, "signed a proposal", catchball.key_result.title, words)
    if Signature.objects.filter(proposal=proposal).count() == len(Side):
        key_result = catchball.key_result
        before = promised(key_result)
        key_result.target, key_result.due = proposal.target, proposal.due
        key_result.edition += 1
        key_result.save(update_fields=["target", "due", "edition"])
        changes = changed(before, promised(key_result))
        detail = f"{words}, signed by {catchball.names}"
        record(person, "agreed on a key result", key_result.title, detail, changes=changes)
    return signature


@transaction.atomic
def withdraw(person: Person, catchball: Catchball, why: str, *, at: datetime | None = None) -> None:
    """Take an open catchball back; what was proposed stays readable. Raises NotYourTurn."""
    if not catchball.open:
        raise NotYourTurn("This catchball is closed.")
    catchball.withdrawn_at, catchball.withdrawn_why = at or timezone.now(), why
    catchball.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record(person, "took a catchball back", catchball.key_result.title, why)


@transaction.atomic
def take_over(
    by: Person, catchball: Catchball, side: Side, person: Person, why: str, *, at: datetime | None = None
) -> TakeOver:
    """Let ``person`` speak for a side from now on. Raises NotYourTurn.

    Whoever speaks for the side hands it over; once they cannot sign in any more, a leader does.
    """
    speaks, other = catchball.person_of(side), catchball.person_of(_other(side))
    if not catchball.open:
        raise NotYourTurn("This catchball is closed: nobody has to speak for it any more.")
    if by.pk != speaks.pk and (speaks.is_active or not by.may_lead):
        raise NotYourTurn(f"{speaks.name} can still sign in, so only {speaks.name} hands this side over.")
    if person.pk == other.pk:
        raise NotYourTurn(f"{person.name} speaks for the other side already: nobody agrees with themselves.")
    if person.pk == speaks.pk or not person.is_active:
        raise NotYourTurn("Choose somebody else who can sign in.")
    taken = TakeOver.objects.create(
        catchball=catchball, side=side, person=person, by=by, at=at or timezone.now(), why=why
    )
    record(
        by,
        "handed a side of a catchball over",
        catchball.key_result.title,
        why,
        changes=changed({f"who {side.label}": speaks.name}, {f"who {side.label}": person.name}),
    )
    return taken


def _other(side: Side) -> Side:
    return Side.ANSWERING if side is Side.ASKING else Side.ASKING


def _to_answer(person: Person, catchball: Catchball, after: int) -> Side:
    side = catchball.side(person)
    if side is None:
        raise NotYourTurn(f"Only {catchball.names} answer here.")
    if not catchball.open:
        raise NotYourTurn("This catchball is closed: what was signed stays. Open a new one to change the target.")
    latest = catchball.latest
    if latest.number != after:
        raise Meanwhile(
            catchball.key_result.title,
            latest.number,
            f"{latest.person.name} wrote proposal {latest.number} in the meantime: "
            f"{_words(catchball.key_result, latest)}. Nothing of yours is lost; read it before you answer.",
        )
    return side


def _propose(
    catchball: Catchball, number: int, side: Side, person: Person, terms: Terms, evidence: Evidence, at: datetime
) -> Proposal:
    key_result = catchball.key_result
    check_target(definitions.catalogue().metric(key_result.metric), key_result.baseline, terms.target)
    found = Proposal.objects.create(
        catchball=catchball,
        number=number,
        side=side,
        person=person,
        at=at,
        target=terms.target,
        due=terms.due,
        reason=terms.reason,
        resources=terms.resources,
        forecast=evidence.forecast,
        evidence=evidence.words[:300],
        generation=evidence.generation,
    )
    ProposalCapacity.objects.bulk_create(ProposalCapacity(proposal=found, **vars(each)) for each in evidence.capacity)
    record(person, "proposed a target", key_result.title, f"{_words(key_result, found)}: {terms.reason}")
    return found


def _words(key_result: KeyResult, proposal: Proposal) -> str:
    metric = definitions.catalogue().metric(key_result.metric)
    return f"{level_words(metric, proposal.target)} by {day(proposal.due)}"
