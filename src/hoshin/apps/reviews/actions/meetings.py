"""Writes of reviews: begun with an agenda, ordered, and noted on by several people at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import inviting, timebox
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.merging import merge
from hoshin.apps.reviews.models import AgendaItem, Forum, Review, Source
from hoshin.apps.reviews.queries import forums as queries
from hoshin.eventlog.refused import Refused
from hoshin.reporting.wording import day

FIRST_LOOK = timedelta(days=31)
"""How far a forum's first review looks back."""


class StillOpen(Refused):
    """A forum's review before has not been closed."""


class Unmoved(Refused):
    """A day or time to which a review cannot be moved."""


class Begun(Refused):
    """A review that cannot be called off as it stands."""


class Closed(Refused):
    """The review is closed: its minutes stay as they are."""


def look_back(forum: Forum, on: date) -> date:
    """The day since which a review on a day tells what happened: that of the last one before."""
    last = queries.last_review(forum, on)
    return last.on if last else on - FIRST_LOOK


@transaction.atomic
def begin(person: Person | None, forum: Forum, on: date, lines: Iterable[Line], now: datetime) -> Review:
    """Begin the review of a day with its agenda. Raises StillOpen."""
    waiting = Review.objects.select_for_update().filter(forum=forum, closed_at=None).first()
    if waiting:
        raise StillOpen(f"The review of {day(waiting.on)} is still open: close it first, so that nothing is lost.")
    if Review.objects.filter(forum=forum, on=on, why_off="").exists():
        raise StillOpen(f"{forum.name} was reviewed on {day(on)} already: choose another day.")
    found = Review.objects.create(
        forum=forum, on=on, first_on=on, since=look_back(forum, on), begun_by=person, begun_at=now
    )
    _add(found, lines)
    asked = inviting.ask(found, now)
    detail = f"{found.items.count()} items" + (f", {asked} invited" if asked else "")
    record(person, "began a review", str(found), detail)
    return found


@transaction.atomic
def move(person: Person, review: Review, *, on: date, at: time, now: datetime) -> int:
    """Move an open review to another day or time, and tell its members; says how many. Raises Closed and Unmoved."""
    found = still_open(review)
    before = {"day": found.on, "time": found.time or found.forum.time}
    if on == found.on and at == before["time"]:
        raise Unmoved(f"It is set for {day(on)} at {at:%H:%M} already: choose another day or time.")
    if found.forum.reviews.filter(on=on, why_off="").exclude(pk=found.pk).exists():
        raise Unmoved(f"{found.forum.name} was reviewed on {day(on)} already: choose another day.")
    if on <= found.since:
        raise Unmoved(f"It tells what happened since {day(found.since)}: choose a later day.")
    found.on, found.time, found.sequence = on, at if at != found.forum.time else None, found.sequence + 1
    found.save(update_fields=["on", "time", "sequence"])
    record(person, "moved a review", str(found), changes=changed(before, {"day": on, "time": at}))
    return inviting.ask(found, now)


@transaction.atomic
def call_off(person: Person, review: Review, *, why: str, now: datetime) -> int:
    """Call an open review off, and tell its members; says how many. The next agenda looks back as far as this one.

    Raises Closed and Begun.
    """
    found = still_open(review)
    if found.decisions.exists() or found.commitments.exists() or found.items.exclude(notes="").exists():
        raise Begun("Something is noted, decided or promised in it already: close it, so that the minutes keep that.")
    if not why.strip():
        raise Begun("Say why it is called off: the members read it.")
    found.closed_at, found.why_off, found.sequence = now, why.strip(), found.sequence + 1
    found.save(update_fields=["closed_at", "why_off", "sequence"])
    record(person, "called a review off", str(found), found.why_off)
    return inviting.call_off(found, now)


@transaction.atomic
def refresh(person: Person, review: Review, lines: Iterable[Line]) -> int:
    """Add to an open agenda what has come up since, and say how much. What is there keeps its place and its notes.

    Raises Closed.
    """
    found = still_open(review)
    added = _add(found, lines)
    record(person, "looked for new items", str(found), f"{added} added")
    return added


def _add(review: Review, lines: Iterable[Line]) -> int:
    known = set(review.items.values_list("subject", flat=True))
    last = review.items.aggregate(last=Max("place"))["last"] or 0
    new = [line for line in lines if line.subject not in known]
    AgendaItem.objects.bulk_create(
        AgendaItem(
            review=review,
            source=line.source,
            subject=line.subject,
            title=line.title[:200],
            detail=line.detail,
            tone=line.tone,
            word=line.word[:60],
            href=line.href[:300],
            place=last + place,
            minutes=timebox.usual(line.source, line.tone),
            carried_from=line.carried,
        )
        for place, line in enumerate(new, 1)
    )
    return len(new)


def still_open(review: Review) -> Review:
    """The review, locked for a change. Raises Closed."""
    found = Review.objects.select_for_update().select_related("forum").get(pk=review.pk)
    if not found.is_open:
        raise Closed("This review is closed, and its minutes are frozen: take it up in the next one.")
    return found


@transaction.atomic
def attend(person: Person, review: Review, present: Iterable[Person]) -> None:
    """Write down who is there. Raises Closed."""
    found = still_open(review)
    there = sorted(present, key=lambda each: each.name)
    before = ", ".join(found.present.order_by("name").values_list("name", flat=True))
    found.present.set(there)
    changes = changed({"there": before}, {"there": ", ".join(each.name for each in there)})
    record(person, "wrote down who is there", str(found), changes=changes)


@transaction.atomic
def add_item(person: Person, review: Review, title: str) -> AgendaItem:
    """Put something on the agenda that no data know of. Raises Closed."""
    found = still_open(review)
    last = found.items.aggregate(last=Max("place"))["last"] or 0
    number = found.items.filter(source=Source.ADDED).count() + 1
    item = AgendaItem.objects.create(
        review=found, source=Source.ADDED, subject=f"added {number}", title=title, place=last + 1
    )
    record(person, "added to an agenda", str(found), title)
    return item


@transaction.atomic
def move_item(person: Person, item: AgendaItem, *, up: bool) -> None:
    """Let an item change places with its neighbour in its chapter; at its end nothing happens. Raises Closed."""
    still_open(item.review)
    everything = item.review.items.filter(dropped=False)
    listed = [each for each in everything if timebox.group(each) is timebox.group(item)]
    at = [each.pk for each in listed].index(item.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(listed):
        return
    listed[at].place, listed[other].place = listed[other].place, listed[at].place
    AgendaItem.objects.bulk_update([listed[at], listed[other]], ["place"])
    record(person, "ordered an agenda", str(item.review), f"{item.title}: {'up' if up else 'down'}")


@transaction.atomic
def talk(person: Person, item: AgendaItem, *, talked: bool) -> None:
    """Say that an item was talked about, or was not. Raises Closed."""
    still_open(item.review)
    before, item.talked = item.talked, talked
    item.save(update_fields=["talked"])
    changes = changed({"talked about": _yes(before)}, {"talked about": _yes(talked)})
    record(person, "went through an agenda", str(item.review), item.title, changes=changes)


@transaction.atomic
def give_time(person: Person, item: AgendaItem, minutes: int) -> None:
    """Give an item more or less time. Raises Closed."""
    still_open(item.review)
    before, item.minutes = item.minutes, minutes
    item.save(update_fields=["minutes"])
    changes = changed({"minutes": before}, {"minutes": minutes})
    record(person, "gave an item its time", str(item.review), item.title, changes=changes)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


@transaction.atomic
def drop_item(person: Person, item: AgendaItem, *, dropped: bool) -> None:
    """Take an item off the agenda, or put it back at its end; its notes stay. Raises Closed."""
    still_open(item.review)
    found = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if found.dropped and not dropped:
        found.place = (found.review.items.aggregate(last=Max("place"))["last"] or 0) + 1
    found.dropped = dropped
    found.save(update_fields=["dropped", "place"])
    record(person, "dropped from an agenda" if dropped else "put back on an agenda", str(item.review), item.title)


@transaction.atomic
def note(person: Person, item: AgendaItem, *, base: str, notes: str) -> AgendaItem:
    """Save what somebody made of the notes that they saw as ``base``, merged with what others wrote since.

    Raises Closed.
    """
    still_open(item.review)
    found = AgendaItem.objects.select_for_update().get(pk=item.pk)
    merged = merge(*(text.replace("\r\n", "\n") for text in (base, notes, found.notes)))
    if merged != found.notes:
        before, found.notes, found.written = found.notes, merged, found.written + 1
        found.save(update_fields=["notes", "written"])
        record(person, "noted on an item", found.title, changes=changed({"notes": before}, {"notes": merged}))
    return found
