"""Reads of forums: their meetings, past and ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import access, cadence
from hoshin.apps.reviews.models import CalendarFeed, Forum, Review

PAST, AHEAD = timedelta(days=92), timedelta(days=400)
"""How far a calendar reaches."""


@dataclass(frozen=True)
class Meeting:
    """A day on which a forum meets, and the review that was begun for it, if any."""

    forum: Forum
    on: date
    review: Review | None

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.on, self.forum.time, ZoneInfo(self.forum.zone))


def meetings(forum: Forum, since: date, until: date) -> list[Meeting]:
    """The days from ``since`` to ``until`` by the forum's rule, and all days on which it met apart from it."""
    begun = {each.on: each for each in forum.reviews.filter(on__gte=since, on__lte=until)}
    by_rule = [] if forum.ended else cadence.occurrences(forum.rule, forum.first, since, until)
    return [Meeting(forum, on, begun.get(on)) for on in sorted({*by_rule, *begun})]


def next_meeting(forum: Forum, today: date) -> Meeting | None:
    """The open review, else the next day by the rule that has no review yet; None where the rule has ended."""
    waiting = forum.reviews.filter(closed_at=None).order_by("on").first()
    if waiting:
        return Meeting(forum, waiting.on, waiting)
    if forum.ended:
        return None
    held = forum.reviews.order_by("-on").values_list("on", flat=True).first()
    after = max(today - timedelta(days=1), held) if held else today - timedelta(days=1)
    on = cadence.following(forum.rule, forum.first, after)
    return Meeting(forum, on, None) if on else None


def last_review(forum: Forum, before: date) -> Review | None:
    """The newest closed review before a day."""
    return forum.reviews.filter(closed_at__isnull=False, on__lt=before).order_by("-on").first()


def feed_of(forum: Forum, person: Person) -> CalendarFeed | None:
    """The address that a person made of a forum's calendar; None where there is none yet."""
    return CalendarFeed.objects.filter(forum=forum, person=person).first()


def seen_by(person: Person) -> list[Forum]:
    """The forums that meet and that somebody may see."""
    return list(access.forums(person).filter(ended=False))
