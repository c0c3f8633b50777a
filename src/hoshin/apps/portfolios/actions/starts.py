"""Writes of who starts when, day by day or drawn by lot."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.actions.refusals import NotARollOut, Sealed
from hoshin.apps.portfolios.models import Draw, Initiative, InitiativeValue
from hoshin.reporting.wording import day


@transaction.atomic
def plan_starts(
    person: Person | None, initiative: Initiative, starts: Mapping[str, date], *, version: int | None = None
) -> Initiative:
    """Have the values of a draft, as it was seen in ``version``, start one after the other, each on its day.

    Raises Sealed, Meanwhile, and NotARollOut where not every value has a day or all have the same.
    """
    found = _draft(initiative, version)
    if set(starts) != set(found.scope_values):
        raise NotARollOut(f"Name a day for each of {', '.join(found.scope_values)}, and for nothing else.")
    if len(set(starts.values())) < 2:
        raise NotARollOut(
            f"All of '{found.title}' would start on one day. Choose another day for some, or let all start together."
        )
    _set_starts(found, tuple(starts.items()))
    record(person, "planned who starts when", found.title, in_words(starts.items()))
    return found


@transaction.atomic
def draw_starts(
    person: Person | None,
    initiative: Initiative,
    *,
    first: date,
    weeks: int,
    waves: int,
    now: datetime,
    seed: str | None = None,
    version: int | None = None,
) -> Draw:
    """Draw by lot who of a draft starts when: in so many waves, so many weeks apart, the first on ``first``.

    The seed is made here, so that nobody can choose it; only a demonstration brings its own, for its tickets follow
    the order, and the claim that it seals says for ever that it is one. Each draw stays, with its seed, in the audit
    trail and with the initiative, so that everybody sees how often it was drawn. ``version`` is
    that in which the draft was seen. Raises Sealed, Meanwhile and NotARollOut.
    """
    found = _draft(initiative, version)
    many = len(found.scope_values)
    if not 2 <= waves <= many:
        raise NotARollOut(f"'{found.title}' has {many} to start, in {waves} waves: choose from 2 to {many} waves.")
    if weeks < 1:
        raise NotARollOut("From one start to the next it takes at least one week.")
    if first.weekday() or first <= now.date():
        raise NotARollOut(f"{day(first)} cannot be the first start: choose a Monday after today.")
    drawn = Draw.objects.create(
        initiative=found,
        seed=seed or secrets.token_hex(16),
        first=first,
        weeks=weeks,
        waves=waves,
        person=person,
        at=now.astimezone(UTC).replace(microsecond=0),
    )
    order = drawn.order(found.scope_values)
    _set_starts(found, order)
    times = Draw.objects.filter(initiative=found).count()
    again = f"draw {times}; " if times > 1 else ""
    record(person, "drew who starts when", found.title, f"{again}seed: {drawn.seed}; {in_words(order)}")
    return drawn


def _draft(initiative: Initiative, version: int | None) -> Initiative:
    """The initiative as it is stored, to be changed. Raises Sealed and Meanwhile."""
    found = held(initiative, version)
    if found.sealed:
        raise Sealed(f"The claim of '{found.title}' is sealed, so who starts when stays as it is.")
    return found


def _set_starts(found: Initiative, starts: tuple[tuple[str, date], ...]) -> None:
    before_the_end(found.title, starts, found.end)
    found.start = min(on for _, on in starts)
    found.version += 1
    found.save(update_fields=["start", "version"])
    say_where(found, [value for value, _ in starts], dict(starts))


def say_where(found: Initiative, values: Iterable[str], starts: Mapping[str, date]) -> None:
    """Write the values of an initiative anew, each with its start where it has one of its own."""
    found.values.all().delete()
    InitiativeValue.objects.bulk_create(
        InitiativeValue(initiative=found, value=value, start=starts.get(value)) for value in values
    )


def before_the_end(title: str, starts: Iterable[tuple[str, date]], end: date | None) -> None:
    """Raises NotARollOut where a value would start on the last day or later."""
    late = [f"{value} on {day(on)}" for value, on in starts if end and on >= end]
    if end and late:
        raise NotARollOut(f"'{title}' ends on {day(end)}, before all have started: {', '.join(late)}.")


def in_words(starts: Iterable[tuple[str, date]]) -> str:
    """Values and their starts in one line, the first start first."""
    return ", ".join(f"{value} {on}" for value, on in sorted(starts, key=lambda each: (each[1], each[0])))
