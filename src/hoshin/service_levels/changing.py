"""Changes of a book, each a new book; and what was changed, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hoshin.eventlog.calendar import Calendar
from hoshin.service_levels.agreement import Agreement, AgreementInvalid, Book


def with_calendar(book: Book, calendar: Calendar, replacing: str | None = None) -> Book:
    """The book with a calendar more, or with it in the place of another; agreements follow a new name."""
    if replacing is None:
        return Book((*book.calendars, calendar), book.agreements)
    calendars = tuple(calendar if each.name == replacing else each for each in book.calendars)
    agreements = tuple(
        replace(each, calendar=calendar.name) if each.calendar == replacing else each for each in book.agreements
    )
    return Book(calendars, agreements)


def without_calendar(book: Book, name: str) -> Book:
    """The book without a calendar. Raises AgreementInvalid where an agreement runs on it."""
    using = [each.name for each in book.agreements if each.calendar == name]
    if using:
        raise AgreementInvalid(
            f"The calendar '{name}' cannot be removed: {_list(using)} run{'s' if len(using) == 1 else ''} on it. Give "
            f"{'it' if len(using) == 1 else 'them'} another calendar first."
        )
    return Book(tuple(each for each in book.calendars if each.name != name), book.agreements)


def with_agreement(book: Book, agreement: Agreement, replacing: str | None = None) -> Book:
    """The book with an agreement more, as the last, or with it in the place of another."""
    if replacing is None:
        return Book(book.calendars, (*book.agreements, agreement))
    return Book(book.calendars, tuple(agreement if each.name == replacing else each for each in book.agreements))


def without_agreement(book: Book, name: str) -> Book:
    """The book without an agreement."""
    return Book(book.calendars, tuple(each for each in book.agreements if each.name != name))


def raised(book: Book, name: str) -> Book:
    """The book with an agreement before the one that stands above it among those on the same clock."""
    agreements = list(book.agreements)
    place = next(place for place, each in enumerate(agreements) if each.name == name)
    above = [number for number in range(place) if agreements[number].clock is agreements[place].clock]
    if above:
        agreements.insert(above[-1], agreements.pop(place))
    return Book(book.calendars, tuple(agreements))


def changes(before: Book, after: Book) -> list[str]:
    """What the second book says otherwise than the first, a phrase for each; empty where they say the same."""
    told = [
        *_compared("calendar", before.calendars, after.calendars),
        *_compared("agreement", before.agreements, after.agreements),
    ]
    common = {each.name for each in before.agreements} & {each.name for each in after.agreements}
    orders = [[each.name for each in book.agreements if each.name in common] for book in (before, after)]
    if orders[0] != orders[1]:
        told.append("other order of agreements")
    return told


def _compared(
    what: str, before: Sequence[Calendar] | Sequence[Agreement], after: Sequence[Calendar] | Sequence[Agreement]
) -> list[str]:
    had = {each.name: replace(each, version=1) for each in before}
    has = {each.name: replace(each, version=1) for each in after}
    return [
        *(f"new {what} {name}" for name in has if name not in had),
        *(f"changed {what} {name}" for name in has if name in had and has[name] != had[name]),
        *(f"removed {what} {name}" for name in had if name not in has),
    ]


def _list(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
