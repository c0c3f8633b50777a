"""Writes of what is shown instead of a derived status, of risks, and of who answers for what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import Meanwhile, held
from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.models import Decision, Forum, Part, Responsibility, Risk, RiskKind, StatusOverride
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import Status
from hoshin.eventlog.refused import Refused
from hoshin.reporting.wording import day

LONGEST = timedelta(days=92)
"""How long an override may hold: a quarter, then somebody has to say it again."""


class NotAnOverride(Refused):
    """An override without a reason, or without an end that is near enough."""


class NotARisk(Refused):
    """A risk or exception that would never be looked at again."""


@transaction.atomic
def override(
    person: Person | None,
    thing: Objective | Initiative,
    *,
    shown: str,
    reason: str,
    until: date,
    now: datetime,
) -> StatusOverride:
    """Show another status than the derived one, with a reason and an end; an empty ``shown`` lifts it.

    Raises NotAnOverride.
    """
    today = now.date()
    if not reason.strip():
        raise NotAnOverride("Say why: the reason stands beside the status.")
    if shown and not today < until <= today + LONGEST:
        raise NotAnOverride(f"It ends after today and by {day(today + LONGEST)}: a quarter, then it is said again.")
    named = {"objective": thing} if isinstance(thing, Objective) else {"initiative": thing}
    before = StatusOverride.objects.filter(**named).last()
    found = StatusOverride.objects.create(
        objective=thing if isinstance(thing, Objective) else None,
        initiative=thing if isinstance(thing, Initiative) else None,
        shown=Status(shown) if shown else "",
        reason=reason.strip(),
        until=until,
        person=person,
        at=now,
    )
    changes = changed(
        {"shown as": before.shown if before else "", "until": before.until if before and before.shown else None},
        {"shown as": found.shown, "until": until if shown else None},
    )
    record(person, "overrode a status" if shown else "lifted an override", thing.title, reason, changes=changes)
    return found


@transaction.atomic
def write_risk(
    person: Person | None,
    forum: Forum,
    *,
    kind: str,
    title: str,
    words: str,
    answer: str,
    owner: Person,
    likelihood: int,
    impact: int,
    expires: date,
    today: date,
    unit: Unit | None = None,
    risk: Risk | None = None,
    version: int = 0,
) -> Risk:
    """Write a risk or exception, or ``risk`` anew, which was seen as of ``version``.

    Raises NotARisk and Meanwhile.
    """
    found = held(risk, version) if risk else Risk()
    if expires <= today:
        raise NotARisk("It expires on a day ahead: then it is looked at again.")
    before = risk_words(found) if risk else {}
    found.forum, found.kind, found.title, found.words, found.answer = forum, RiskKind(kind), title, words, answer
    found.owner, found.unit, found.likelihood, found.impact, found.expires = owner, unit, likelihood, impact, expires
    found.version = found.version + 1 if risk else 1
    found.save()
    if risk:
        record(person, "changed a risk", title, changes=changed(before, risk_words(found)))
    else:
        record(person, "wrote a risk", title, f"forum: {forum.name}")
    return found


def risk_words(found: Risk) -> dict[str, object]:
    """What a risk says, field by field, for the audit trail."""
    return {
        "forum": found.forum,
        "kind": RiskKind(found.kind).label,
        "title": found.title,
        "what may happen": found.words,
        "what is done about it": found.answer,
        "owner": found.owner,
        "unit": found.unit,
        "likelihood": found.likelihood,
        "impact": found.impact,
        "expires": found.expires,
    }


@transaction.atomic
def close_risk(person: Person, risk: Risk, *, reason: str, today: date) -> None:
    """Say that it is over, and why. Raises NotARisk."""
    if not reason.strip():
        raise NotARisk("Say why it is over.")
    found = Risk.objects.select_for_update().get(pk=risk.pk)
    found.closed_on, found.why_closed, found.version = today, reason.strip(), found.version + 1
    found.save(update_fields=["closed_on", "why_closed", "version"])
    record(person, "closed a risk", found.title, reason, changes=changed({"over on": None}, {"over on": today}))


def parts_of(
    *, practice: str = "", objective: Objective | None = None, decision: Decision | None = None
) -> list[Responsibility]:
    """Who has which part in one thing."""
    found = Responsibility.objects.filter(practice=practice, objective=objective, decision=decision)
    return list(found.select_related("person"))


def state(parts: Iterable[Responsibility]) -> str:
    """The parts as one word, by which a change in the meantime is noticed."""
    return " ".join(sorted(f"{each.part}{each.person_id}" for each in parts))


@transaction.atomic
def assign(
    person: Person | None,
    parts: Iterable[tuple[Person, str]],
    *,
    practice: str = "",
    objective: Objective | None = None,
    decision: Decision | None = None,
    seen: str | None = None,
) -> None:
    """Say who has which part in one thing; what was there before goes, and the audit trail keeps it.

    ``seen`` is the state that the change was made from; None does not look. Raises Meanwhile.
    """
    held = parts_of(practice=practice, objective=objective, decision=decision)
    title = practice or str(objective or decision)
    if seen is not None and state(held) != seen:
        raise Meanwhile(title, 0)
    before = words(held)
    Responsibility.objects.filter(pk__in=[each.pk for each in held]).delete()
    new = Responsibility.objects.bulk_create(
        Responsibility(practice=practice, objective=objective, decision=decision, person=each, part=Part(part))
        for each, part in parts
    )
    record(person, "said who answers", title, changes=changed({"parts": before}, {"parts": words(new)}))


def words(parts: Iterable[Responsibility]) -> str:
    """The parts in words."""
    return ", ".join(f"{each.person.name} {each.get_part_display().lower()}" for each in parts) or "nobody"
