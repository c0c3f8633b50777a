"""Whom to remind of a check-in, and in which words: on its day, and once more when the goal has become silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from hoshin.apps.accounts import mailing
from hoshin.apps.accounts.queries import organisation_name
from hoshin.apps.people import queries
from hoshin.apps.people.health import Course, due, is_silent
from hoshin.apps.people.models import Goal, Reminder
from hoshin.reporting.wording import day


@dataclass(frozen=True)
class Due:
    """A check-in to remind somebody of."""

    goal: Goal
    on: date
    late: bool


def awaited(today: date) -> list[Due]:
    """The check-ins that are due today or before and of which nobody was reminded yet, of people with an address."""
    found = []
    told = set(Reminder.objects.filter(sent=True).values_list("goal_id", "due", "late"))
    for goal in queries.goals().filter(outcome="", person__is_active=True).exclude(person__email=""):
        terms = goal.in_force
        if terms is None or today < terms.first:
            continue
        said = [(each.on, each.confidence) for each in goal.check_ins.all()]
        course = Course(terms.first, terms.last, terms.cadence, agreed=True, said=said)
        each = Due(goal, due(course), is_silent(course, today))
        if each.on <= today and (goal.pk, each.on, each.late) not in told:
            found.append(each)
    return found


def remind(each: Due, now: datetime) -> Reminder:
    """Send one reminder and write down how that went; one that was not taken is tried again the next day."""
    defaults = {"at": now, **mailing.reminded(subject(each), body(each), each.goal.person.email)}
    return each.goal.reminders.update_or_create(due=each.on, late=each.late, defaults=defaults)[0]


def subject(each: Due) -> str:
    """The subject of the mail."""
    return mailing.on_one_line(f"Hoshin: how does it stand? {each.goal.shown.title}")


def body(each: Due) -> str:
    """The text of the mail."""
    silent = "Since then nobody has said how it stands, so it shows as silent.\n" if each.late else ""
    address = f"{settings.HOSHIN_URL}{reverse('people:goal', args=[each.goal.pk])}#check-in"
    return (
        f"A check-in on your goal at {organisation_name()} was due on {day(each.on)}:\n\n"
        f"  {each.goal.shown.title}\n\n{silent}A number from 0 to 10 and a sentence are enough: {address}\n"
    )
