"""Writes of books: each saved change is a new book, and the ones before stay."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.agreements import models, queries
from hoshin.apps.sources.announcing import tell
from hoshin.eventlog.calendar import Calendar
from hoshin.eventlog.refused import Refused
from hoshin.service_levels.agreement import Agreement, Book
from hoshin.service_levels.book_file import digest
from hoshin.service_levels.changing import changes


class BookMoved(Refused):
    """Somebody else has saved a book since the change was begun."""


class NothingChanged(Refused):
    """The new book would say what the current one says."""


@transaction.atomic
def save(person: Person | None, book: Book, *, reason: str, after: int) -> models.Book:
    """Write the next book. ``after`` is the number of the one that was changed, 0 for none.

    What says the same as before keeps its version, what was changed gets the next one. Raises BookMoved and
    NothingChanged.
    """
    current = queries.current()
    number = current.number if current else 0
    if number != after:
        by = f" by {current.person.name}" if current and current.person else ""
        raise BookMoved(
            f"Book {number} was saved{by} in the meantime, and your change was made to book {after}: look at what "
            "holds now and make your change again."
        )
    before = queries.book()
    book = _numbered(before, book)
    told = changes(before, book)
    if not told and number:
        raise NothingChanged(f"This says what book {number} says already: there is nothing to save.")
    row = models.Book.objects.create(
        number=number + 1, digest=digest(book), person=person, at=timezone.now(), reason=reason
    )
    _write(row, book)
    record(person, "saved agreements", f"book {row.number} ({row.digest})", f"{reason}: {'; '.join(told)}")
    # A book defines the metrics of service levels anew: the apps above act, each in its own job.
    tell(settings.WHEN_DEFINED)
    return row


def _numbered(before: Book, book: Book) -> Book:
    """The book with its versions: names that were ever used count on, so that a wording has one version."""
    highest = {
        kind: dict(kind.objects.values_list("name").annotate(highest=Max("version")))
        for kind in (models.Calendar, models.Agreement)
    }

    def version(kind: type[models.Calendar | models.Agreement], now: Calendar | Agreement) -> int:
        known: tuple[Calendar | Agreement, ...]
        known = before.calendars if kind is models.Calendar else before.agreements
        same = next((each for each in known if replace(each, version=1) == replace(now, version=1)), None)
        return same.version if same else highest[kind].get(now.name, 0) + 1

    calendars = [replace(each, special=tuple(sorted(each.special))) for each in book.calendars]
    return Book(
        tuple(replace(each, version=version(models.Calendar, each)) for each in calendars),
        tuple(replace(each, version=version(models.Agreement, each)) for each in book.agreements),
    )


def _write(row: models.Book, book: Book) -> None:
    calendars = models.Calendar.objects.bulk_create(
        models.Calendar(book=row, place=place, name=each.name, zone=each.zone, version=each.version)
        for place, each in enumerate(book.calendars, 1)
    )
    pairs = list(zip(calendars, book.calendars, strict=True))
    models.WeekHours.objects.bulk_create(
        models.WeekHours(calendar=calendar, weekday=weekday, begin=span.begin, end=span.end)
        for calendar, said in pairs
        for weekday, hours in enumerate(said.week)
        for span in hours
    )
    days = [(calendar, day) for calendar, said in pairs for day in said.special]
    special = models.SpecialDay.objects.bulk_create(
        models.SpecialDay(calendar=calendar, day=day.day, name=day.name) for calendar, day in days
    )
    models.SpecialHours.objects.bulk_create(
        models.SpecialHours(special_day=kept, begin=span.begin, end=span.end)
        for kept, (_, day) in zip(special, days, strict=True)
        for span in day.hours
    )
    named = {each.name: each for each in calendars}
    agreements = models.Agreement.objects.bulk_create(
        models.Agreement(
            book=row,
            place=place,
            name=each.name,
            clock=each.clock.value,
            target_minutes=round(each.target.total_seconds() / 60),
            calendar=named[each.calendar],
            first=each.first,
            last=each.last,
            version=each.version,
        )
        for place, each in enumerate(book.agreements, 1)
    )
    agreed = list(zip(agreements, book.agreements, strict=True))
    models.AgreedScope.objects.bulk_create(
        models.AgreedScope(agreement=kept, place=place, dimension=dimension, value=value)
        for kept, said in agreed
        for place, (dimension, value) in enumerate(said.where, 1)
    )
    models.PauseState.objects.bulk_create(
        models.PauseState(agreement=kept, place=place, state=state)
        for kept, said in agreed
        for place, state in enumerate(said.pauses, 1)
    )
