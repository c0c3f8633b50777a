"""Writes of forums: what they are, who belongs to them, what they may decide, and who follows their calendar."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import unmoved
from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.reviews import cadence
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
) -> Forum:
    """Write a forum, or ``forum`` anew, which was seen as of ``version``. ``standing`` are its standing items in order.

    The chair has a seat. Raises NotACadence and Meanwhile.
    """
    found = Forum.objects.select_for_update().get(pk=forum.pk) if forum else Forum()
    unmoved(found.name, found.version, version if forum else None)
    before = _told(found) if forum else {}
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
    else:
        detail = f"{cadence.words(found.rule, first)}; chair: {chair.name if chair else 'nobody'}"
        record(person, "made a forum", name, detail)
    return found


def _told(found: Forum) -> dict[str, object]:
    return {
        "name": found.name,
        "purpose": found.purpose,
        "chair": found.chair,
        "cadence": cadence.words(found.rule, found.first),
        "time": f"{found.time:%H:%M} {found.zone}",
        "minutes": found.minutes,
        "room": found.room,
        "unit": found.unit,
        "confidential": "yes" if found.confidential else "no",
        "answers for": ", ".join(sorted(each.title for each in found.objectives.all())),
        "standing agenda": "; ".join(each.title for each in found.standing.all()),
    }


@transaction.atomic
def end_forum(person: Person, forum: Forum) -> None:
    """Let a forum meet no more; what it reviewed and decided stays."""
    forum.ended, forum.version = True, forum.version + 1
    forum.save(update_fields=["ended", "version"])
    record(person, "ended a forum", forum.name)


@transaction.atomic
def seat(person: Person | None, forum: Forum, member: Person, address: str = "") -> ForumMember:
    """Give somebody a seat, or another mail address to whoever has one. Raises SeatTaken where nothing would change."""
    held = forum.members.filter(person=member).first()
    if held and held.address == address:
        raise SeatTaken(f"{member.name} has a seat in {forum.name} already.")
    if held:
        before, held.address = held.address, address
        held.save(update_fields=["address"])
        record(person, "changed a seat", forum.name, f"{member.name}, mail: {before or 'none'} → {address or 'none'}")
        return held
    found = ForumMember.objects.create(forum=forum, person=member, address=address)
    record(person, "gave a seat", forum.name, f"{member.name}, mail: {address or 'none'}")
    return found


@transaction.atomic
def unseat(person: Person, member: ForumMember) -> None:
    """Take a seat away; what the person promised or decided stays."""
    record(person, "took a seat", member.forum.name, member.person.name)
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
