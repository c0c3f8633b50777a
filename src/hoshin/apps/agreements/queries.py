"""Reads of books: as rows for the list of them, as values for what is computed, and the catalogue by them."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from django.db.models import QuerySet

from hoshin.apps.agreements import models
from hoshin.eventlog.calendar import WEEKDAYS, Calendar, Hours, Span, SpecialDay
from hoshin.eventlog.refused import Refused
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.registry import LIBRARY
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.book_file import digest
from hoshin.service_levels.by_book import by_book

NONE = Book()
"""The book of an installation that has agreed on nothing yet."""


class BookDamaged(Refused):
    """The rows of a book no longer say what it said when it was written."""


def books() -> QuerySet[models.Book]:
    """All books, the newest first, with who wrote them."""
    return models.Book.objects.select_related("person")


def current() -> models.Book | None:
    """The book that holds now; None before the first."""
    return books().first()


def book(number: int | None = None) -> Book:
    """The book of that number, else the current one; an empty one before the first. Raises BookDamaged."""
    found = books().filter(number=number).first() if number else current()
    return _value(found) if found else NONE


def catalogue(base: Catalogue = LIBRARY) -> Catalogue:
    """The metrics, those of service levels by the current book where it has agreements on their clock.

    What was read by earlier books can still be read by its hash. It costs one query.
    """
    written = list(models.Book.objects.only("number", "digest"))
    if not written:
        return base
    values = {each.digest: _value(each) for each in reversed(written)}
    holds_now = values.pop(written[0].digest)
    return by_book(base, holds_now, list(reversed(values.values())))


def _value(row: models.Book) -> Book:
    return _read(row.pk, row.number, row.digest)


@lru_cache(maxsize=256)
def _read(pk: int, number: int, expected: str) -> Book:
    """A book never changes, so a process reads it once; its digest names what it says."""
    calendars = models.Calendar.objects.filter(book=pk).prefetch_related("week_hours", "special_days__hours")
    agreements = (
        models.Agreement.objects.filter(book=pk).select_related("calendar").prefetch_related("scopes", "pause_states")
    )
    found = Book(tuple(map(_calendar, calendars)), tuple(map(_agreement, agreements)))
    if digest(found) != expected:
        raise BookDamaged(
            f"The rows of book {number} no longer say what they said when it was written (digest {expected}): restore "
            "the database from a backup."
        )
    return found


def _calendar(row: models.Calendar) -> Calendar:
    week: list[Hours] = [() for _ in WEEKDAYS]
    for each in row.week_hours.all():
        week[each.weekday] += (Span(each.begin, each.end),)
    special = tuple(
        SpecialDay(each.day, each.name, tuple(Span(part.begin, part.end) for part in each.hours.all()))
        for each in row.special_days.all()
    )
    return Calendar(row.name, row.zone, tuple(week), special, row.version)


def _agreement(row: models.Agreement) -> Agreement:
    return Agreement(
        row.name,
        Clock(row.clock),
        timedelta(minutes=row.target_minutes),
        row.calendar.name,
        tuple((each.dimension, each.value) for each in row.scopes.all()),
        tuple(each.state for each in row.pause_states.all()),
        row.first,
        row.last,
        row.version,
    )
