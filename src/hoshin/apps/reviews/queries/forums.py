"""Reads of forums: their meetings, past and ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

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
        if self.review:
            return self.review.start
        return datetime.combine(self.on, self.forum.time, ZoneInfo(self.forum.zone))


def meetings(forum: Forum, since: date, until: date) -> list[Meeting]:
    """The days from ``since`` to ``until`` by the forum's rule, and all days on which it met apart from it.

    A review that was moved stands on its new day, and one that was called off stands nowhere.
    """
    set_for = {each.first_on for each in forum.reviews.filter(first_on__range=(since, until))}
    held = forum.reviews.select_related("forum").filter(on__range=(since, until), why_off="")
    begun = {each.on: each for each in held}
    by_rule = [] if forum.ended else cadence.occurrences(forum.rule, forum.first, since, until)
    free = [on for on in by_rule if on not in set_for]
    return [Meeting(forum, on, begun.get(on)) for on in sorted({*free, *begun})]


def next_meeting(forum: Forum, today: date) -> Meeting | None:
    """The open review, else the next day by the rule that has no review yet; None where the rule has ended."""
    return next_of(forum, held([forum])[forum.pk], today)


def held(forums: Iterable[Forum]) -> dict[int, list[Review]]:
    """The reviews of each forum by its number, the newest first, in one query."""
    found: dict[int, list[Review]] = {each.pk: [] for each in forums}
    for review in Review.objects.filter(forum__in=found).order_by("-on", "-pk"):
        found[review.forum_id].append(review)
    return found


def next_of(forum: Forum, reviews: Sequence[Review], today: date) -> Meeting | None:
    """``next_meeting`` of a forum whose reviews are known, the newest first."""
    waiting = [each for each in reviews if each.is_open]
    if waiting:
        return Meeting(forum, waiting[-1].on, waiting[-1])
    if forum.ended:
        return None
    held = (day for each in reviews for day in (each.on, each.first_on) if day)
    after = max([today - timedelta(days=1), *held])
    on = cadence.following(forum.rule, forum.first, after)
    return Meeting(forum, on, None) if on else None


def reviews(person: Person) -> QuerySet[Review]:
    """The reviews of the forums that somebody may see, newest first, with their agendas."""
    found = Review.objects.filter(forum__in=access.forums(person).values("pk"))
    return found.select_related("forum", "minutes").prefetch_related("items")


def last_review(forum: Forum, before: date) -> Review | None:
    """The newest closed review before a day."""
    return forum.reviews.filter(closed_at__isnull=False, why_off="", on__lt=before).order_by("-on").first()


def feed_of(forum: Forum, person: Person) -> CalendarFeed | None:
    """The address that a person made of a forum's calendar; None where there is none yet."""
    return CalendarFeed.objects.filter(forum=forum, person=person).first()


def seen_by(person: Person) -> list[Forum]:
    """The forums that meet and that somebody may see."""
    return list(access.forums(person).filter(ended=False))
