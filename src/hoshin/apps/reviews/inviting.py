"""Invitations to reviews: who is asked to come, told anew when a review is moved, and told when it is called off.

They go by mail to members who gave an address, while the meeting lies ahead and a mail server is set up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from hoshin.apps.reviews import feed, posting
from hoshin.apps.reviews.feed import Guest, Method
from hoshin.apps.reviews.models import Forum, ForumMember, Review
from hoshin.reporting.wording import day


def host() -> str:
    """The host of this installation: what makes the names of its meetings the only ones in the world."""
    return str(settings.HOSHIN_URL).partition("//")[2].partition("/")[0].partition(":")[0]


def meeting(review: Review) -> feed.Meeting:
    """A review as an event of calendars. Its name is that of the day for which it was set, wherever it is moved."""
    where = f"{settings.HOSHIN_URL}{reverse('reviews:review', args=[review.pk])}"
    forum = review.forum
    return feed.Meeting(
        uid=f"forum-{forum.pk}-{review.first_on:%Y%m%d}@{host()}",
        start=review.start,
        minutes=forum.minutes,
        title=forum.name,
        text=f"{forum.purpose}\nAgenda: {where}",
        address=where,
        room=forum.room,
        sequence=review.sequence,
    )


def ask(review: Review, now: datetime, members: Iterable[ForumMember] | None = None) -> int:
    """Ask the members to a review, or tell them anew how it stands; says how many. Call it inside the transaction."""
    return _send(review, Method.REQUEST, now, members)


def call_off(review: Review, now: datetime, members: Iterable[ForumMember] | None = None) -> int:
    """Tell the members that a review, or their seat in it, is called off; says how many."""
    return _send(review, Method.CANCEL, now, members)


def open_review(forum: Forum) -> Review | None:
    """The review to which members of a forum are asked at present; None where none is set."""
    return forum.reviews.select_related("forum__chair").filter(closed_at=None).first()


def _send(review: Review, method: Method, now: datetime, members: Iterable[ForumMember] | None) -> int:
    if not settings.EMAIL_HOST or review.start <= now:
        return 0
    seats = list(review.forum.members.exclude(address="").select_related("person"))
    told = [each for each in (seats if members is None else members) if each.address]
    guests = [Guest(each.person.name, each.address) for each in (seats if method is Method.REQUEST else told)]
    enclosed = feed.invitation(method, meeting(review), _asked_by(review.forum, seats), guests, now).decode()
    when = f"{day(review.on)}, {review.start:%H:%M} {review.forum.zone}"
    for each in told:
        posting.send_invitation(each.address, review, method, enclosed, when, now)
    return len(told)


def _asked_by(forum: Forum, seats: Iterable[ForumMember]) -> Guest:
    """The chair, where there is an address to answer to; else whoever the mails of this installation come from."""
    chair = next((each for each in seats if each.person_id == forum.chair_id), None)
    if chair:
        return Guest(chair.person.name, chair.address)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Guest(name or "Hoshin", address)
