"""Whom to remind of a catchball or a countermeasure: shortly before its day, and once more when the day is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from hoshin.apps.accounts import mailing
from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.queries import organisation_name
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.models import Catchball, Countermeasure, Reminder, Side
from hoshin.reporting.wording import day

SOON = timedelta(days=2)
"""So long before its day somebody is reminded first."""


@dataclass(frozen=True)
class Due:
    """Something to remind one person of."""

    about: Catchball | Countermeasure
    person: Person
    on: date
    late: bool


def awaited(today: date) -> list[Due]:
    """What is due soon or over its day, by person, and not told yet; of people with an address who can sign in.

    Whoever has the ball is reminded, and once its time is over both sides are.
    """
    found = []
    for ball in queries.open_catchballs(Eyes.MACHINE):
        late = ball.until < today
        people = [ball.person_of(side) for side in Side] if late else [ball.person_of(ball.turn)]
        found += [Due(ball, person, ball.until, late) for person in people]
    measures = queries.countermeasures(Eyes.MACHINE).filter(done_on=None, due__lte=today + SOON)
    found += [Due(each, each.owner, each.due, each.due < today) for each in measures]
    told = {
        (each.catchball_id, each.countermeasure_id, each.person_id, each.due, each.late)
        for each in Reminder.objects.filter(sent=True)
    }
    return [
        each
        for each in found
        if each.on <= today + SOON
        and each.person.is_active
        and each.person.email
        and (*_keys(each), each.person.pk, each.on, each.late) not in told
    ]


def _keys(each: Due) -> tuple[int | None, int | None]:
    return (each.about.pk, None) if isinstance(each.about, Catchball) else (None, each.about.pk)


def remind(each: Due, now: datetime) -> Reminder:
    """Send one reminder and write down how that went; one that was not taken is tried again the next day."""
    defaults = {"at": now, **mailing.reminded(subject(each), body(each), each.person.email)}
    sort = each.about.reminders
    return sort.update_or_create(person=each.person, due=each.on, late=each.late, defaults=defaults)[0]


def subject(each: Due) -> str:
    """The subject of the mail."""
    asked = "agree on a target" if isinstance(each.about, Catchball) else "what came of the countermeasure?"
    return mailing.on_one_line(f"Hoshin: {asked} {each.about.key_result.title}")


def body(each: Due) -> str:
    """The text of the mail."""
    when = f"{'was' if each.late else 'is'} due on {day(each.on)}"
    if isinstance(each.about, Catchball):
        address = reverse("strategy:catchball", args=[each.about.pk])
        holder = each.about.person_of(each.about.turn).name
        turn = "You have the ball" if holder == each.person.name else f"{holder} has the ball"
        asked = f"{turn}: sign the proposal, or answer it with another one."
        what = "The target of this key result is still being negotiated, and an agreement"
    else:
        address = reverse("strategy:change-countermeasure", args=[each.about.pk])
        asked = f"{each.about.action}\n\nSay what came of it, or move its day."
        what = "A countermeasure of yours"
    return (
        f"{what} {when} at {organisation_name()}:\n\n  {each.about.key_result.title}\n\n{asked}\n"
        f"{settings.HOSHIN_URL}{address}\n"
    )
