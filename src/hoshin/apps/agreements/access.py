"""Who may do what: everybody looks, leaders write. A calendar or agreement is obtained by its place in the book."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.agreements import queries
from hoshin.eventlog.calendar import Calendar
from hoshin.service_levels.agreement import Agreement, Book


@dataclass(frozen=True)
class Open:
    """The book that somebody works on: its number, 0 before the first, and what it says."""

    number: int
    book: Book


def book(person: Person, *, needs: Role = Role.VIEWER) -> Open:
    """The current book. Raises PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.current()
    return Open(found.number if found else 0, queries.book())


def calendar(person: Person, place: int, *, needs: Role = Role.VIEWER) -> tuple[Open, Calendar]:
    """A calendar of the current book, the first at place 1. Raises Http404, or PermissionDenied below the role."""
    found = book(person, needs=needs)
    if not 1 <= place <= len(found.book.calendars):
        raise Http404("The current book has no such calendar: it may have been removed.")
    return found, found.book.calendars[place - 1]


def agreement(
    person: Person, place: int, *, needs: Role = Role.VIEWER, of: int | None = None
) -> tuple[Open, Agreement]:
    """An agreement by its place, the first at 1: in the current book, or in the book of number ``of``.

    A place means something else once a book is saved, so a page says of which book it speaks. Raises Http404, or
    PermissionDenied below the role.
    """
    found = book(person, needs=needs)
    if of is not None and of != found.number:
        found = Open(of, queries.book(of) if of > 0 else queries.NONE)
    if not 1 <= place <= len(found.book.agreements):
        raise Http404(f"Book {found.number} has no agreement {place}: it may have been removed.")
    return found, found.book.agreements[place - 1]
