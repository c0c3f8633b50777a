"""Lists to be taken away: which columns a list has, of what kind each is, and how a row says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

Cell = str | int | float | date | datetime | None
"""What stands in one place of a list; None is not known, and empty in every form."""

Row = TypeVar("Row")


class Kind(StrEnum):
    """What a column holds: a spreadsheet sorts, adds up and filters each kind in its own way."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. A share is said as a part of one; an instant with its zone."""

    heading: str
    kind: Kind
    says: Callable[[Row], Cell]


@dataclass(frozen=True)
class Filled:
    """A list with its rows. They are read once, while a file is written."""

    name: str
    title: str
    headings: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: Iterator[tuple[Cell, ...]]


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A list that can be taken away. ``name`` is that of its file, ``title`` says on a page and a sheet what it is."""

    name: str
    title: str
    columns: tuple[Column[Row], ...]

    def of(self, rows: Iterable[Row]) -> Filled:
        """The list with these rows, in their order; they are read when the file is."""
        return Filled(
            self.name,
            self.title,
            tuple(each.heading for each in self.columns),
            tuple(each.kind for each in self.columns),
            (tuple(each.says(row) for each in self.columns) for row in rows),
        )


def text(heading: str, says: Callable[[Row], str | None]) -> Column[Row]:
    """A column of words."""
    return Column(heading, Kind.TEXT, says)


def whole(heading: str, says: Callable[[Row], int | None]) -> Column[Row]:
    """A column of whole numbers."""
    return Column(heading, Kind.WHOLE, says)


def number(heading: str, says: Callable[[Row], float | None]) -> Column[Row]:
    """A column of numbers; the heading names their unit where all share one."""
    return Column(heading, Kind.NUMBER, says)


def share(heading: str, says: Callable[[Row], float | None]) -> Column[Row]:
    """A column of shares, as parts of one: 0.25 for a quarter."""
    return Column(heading, Kind.SHARE, says)


def day(heading: str, says: Callable[[Row], date | None]) -> Column[Row]:
    """A column of days."""
    return Column(heading, Kind.DAY, says)


def instant(heading: str, says: Callable[[Row], datetime | None]) -> Column[Row]:
    """A column of moments, each with its zone."""
    return Column(heading, Kind.INSTANT, says)
