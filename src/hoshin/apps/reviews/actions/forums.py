"""Writes of forums: what they are, who belongs to them, what they may decide, and who follows their calendar."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.reviews import cadence, inviting
from hoshin.apps.reviews.models import CalendarFeed, DecisionRight, Forum, ForumMember, StandingItem
from hoshin.apps.strategy.models import Objective
from hoshin.eventlog.refused import Refused


class SeatTaken(Refused):
    """Somebody has a seat in a forum already."""


@transaction.atomic
def write_forum(
    person: Person | None,
    *,
    name: str,
    purpose: str,
    chair: Person | None,
    rule: str,
    first: date,
    time: time,
    minutes: int = 60,
    zone: str = "UTC",
    room: str = "",
    confidential: bool = False,
    unit: Unit | None = None,
    objectives: Iterable[Objective] = (),
    standing: Iterable[str] = (),
    forum: Forum | None = None,
    version: int = 0,
    now: datetime | None = None,
) -> Forum:
    """Write a forum, or ``forum`` anew, which was seen as of ``version``. ``standing`` are its standing items in order.

    The chair has a seat. Members of an open review are told ``now`` where it is held otherwise from here on. Raises
    NotACadence and Meanwhile.
    """
    found = held(forum, version) if forum else Forum()
    before = _told(found) if forum else {}
    meets = _held(found)
    found.name, found.purpose, found.chair, found.room = name, purpose, chair, room
    found.rule, found.first, found.time = cadence.checked(rule, first), first, time
    found.minutes, found.zone, found.confidential, found.unit = minutes, zone, confidential, unit
    found.version = found.version + 1 if forum else 1
    found.save()
    found.objectives.set(objectives)
    titles = [each for each in standing if each]
    if titles != [each.title for each in found.standing.all()]:
        found.standing.all().delete()
        StandingItem.objects.bulk_create(
            StandingItem(forum=found, place=place, title=title) for place, title in enumerate(titles, 1)
        )
    if chair and not found.members.filter(person=chair).exists():
        ForumMember.objects.create(forum=found, person=chair)
    if forum:
        record(person, "changed a forum", name, changes=changed(before, _told(found)))
        if now and meets != _held(found) and (review := inviting.open_review(found)):
            review.sequence += 1
            review.save(update_fields=["sequence"])
            inviting.ask(review, now)
    else:
        detail = f"{cadence.words(found.rule, first)}; chair: {chair.name if chair else 'nobody'}"
        record(person, "made a forum", name, detail)
    return found


def _told(forum: Forum) -> dict[str, object]:
    """What a forum says, field by field, for the audit trail."""
    return {
        "name": forum.name,
        "purpose": forum.purpose,
        "chair": forum.chair,
        "cadence": cadence.words(forum.rule, forum.first),
        "first meeting": forum.first,
        "time": f"{forum.time:%H:%M}",
        "zone": forum.zone,
        "minutes": forum.minutes,
        "room": forum.room,
        "unit": forum.unit,
        "confidential": "yes" if forum.confidential else "no",
        "answers for": ", ".join(sorted(each.title for each in forum.objectives.all())),
        "standing agenda": "; ".join(each.title for each in forum.standing.all()),
    }


def _held(forum: Forum) -> tuple[object, ...]:
    """What a member has to know to come."""
    return forum.name, forum.time, forum.zone, forum.minutes, forum.room


@transaction.atomic
def end_forum(person: Person, forum: Forum) -> None:
    """Let a forum meet no more; what it reviewed and decided stays, and an open review waits to be closed."""
    forum.ended, forum.version = True, forum.version + 1
    forum.save(update_fields=["ended", "version"])
    record(person, "ended a forum", forum.name, changes=changed({"meets": "yes"}, {"meets": "no"}))


@transaction.atomic
def seat(
    person: Person | None, forum: Forum, member: Person, address: str = "", now: datetime | None = None
) -> ForumMember:
    """Give somebody a seat, or another mail address to whoever has one. Raises SeatTaken where nothing would change.

    To a review that is set already they are asked ``now``.
    """
    held = forum.members.filter(person=member).first()
    if held and held.address == address:
        raise SeatTaken(f"{member.name} has a seat in {forum.name} already.")
    if held:
        before, held.address = held.address, address
        held.save(update_fields=["address"])
        record(person, "changed a seat", forum.name, member.name, changes=changed({"mail": before}, {"mail": address}))
    else:
        held = ForumMember.objects.create(forum=forum, person=member, address=address)
        record(person, "gave a seat", forum.name, f"{member.name}, mail: {address or 'none'}")
    if now and (review := inviting.open_review(forum)):
        inviting.ask(review, now, [held])
    return held


@transaction.atomic
def unseat(person: Person, member: ForumMember, now: datetime) -> None:
    """Take a seat away; what the person promised or decided stays. They are told that a set review is off for them."""
    record(person, "took a seat", member.forum.name, member.person.name)
    if review := inviting.open_review(member.forum):
        inviting.call_off(review, now, [member])
    member.delete()


@transaction.atomic
def grant(person: Person | None, forum: Forum, words: str, decides: Person | None = None) -> DecisionRight:
    """Write down what the forum may decide, and who does; None is the forum together."""
    found = DecisionRight.objects.create(forum=forum, words=words, decides=decides)
    record(person, "wrote a decision right", forum.name, f"{words}: {decides.name if decides else 'together'}")
    return found


@transaction.atomic
def withdraw_right(person: Person, right: DecisionRight) -> None:
    """Take a decision right back."""
    record(person, "took back a decision right", right.forum.name, right.words)
    right.delete()


@transaction.atomic
def follow(person: Person, forum: Forum) -> CalendarFeed:
    """Make the person's own address of the forum's calendar, or another one: the address before ends."""
    found, made = CalendarFeed.objects.update_or_create(
        forum=forum, person=person, defaults={"secret": secrets.token_urlsafe(32)}
    )
    record(person, "made a calendar address" if made else "made a calendar address anew", forum.name)
    return found
