"""Rows that lie ticket by ticket, and what is worked out within each ticket: whole columns at once, sorted once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NEVER: Final = int(np.iinfo(np.int64).min)
"""What stands for no instant among microseconds: it is before all others, so that the latest of some is a maximum."""


@dataclass(frozen=True)
class Segments:
    """Rows of ``count`` tickets: ``of`` names the ticket of each row by its number, which never falls."""

    of: Ints
    count: int

    @cached_property
    def first(self) -> Bools:
        """Which rows are the first of their ticket."""
        return changes(self.of)

    @cached_property
    def last(self) -> Bools:
        """Which rows are the last of their ticket."""
        return np.append(self.first[1:], np.ones(min(1, len(self.of)), np.bool_))

    @cached_property
    def position(self) -> Ints:
        """The place of each row within its ticket, from 0."""
        begins = np.flatnonzero(self.first)
        return np.arange(len(self.of)) - np.repeat(begins, np.diff(begins, append=len(self.of)))

    def before(self, values: npt.NDArray[np.int64], nothing: int) -> Ints:
        """The value of the row before within the ticket; ``nothing`` for the first."""
        return np.where(self.first, nothing, np.roll(values, 1))

    def after(self, values: npt.NDArray[np.int64], nothing: int) -> Ints:
        """The value of the row after within the ticket; ``nothing`` for the last."""
        return np.where(self.last, nothing, np.roll(values, -1))

    def running_max(self, values: Ints) -> Ints:
        """The greatest value so far within the ticket."""
        if (values >= self.before(values, NEVER)).all():
            return values
        # The rank of a value among all, raised from ticket to ticket, so that one pass over all tickets will do.
        distinct, rank = np.unique(values, return_inverse=True)
        return np.asarray(distinct[np.maximum.accumulate(self.of * len(distinct) + rank) % len(distinct)])

    def counts(self, where: Bools | None = None) -> Ints:
        """How many rows each ticket has, of those ``where`` is true."""
        return np.bincount(self.of if where is None else self.of[where], minlength=self.count)

    def sums(self, values: Ints) -> Ints:
        """The sum of each ticket's values; exact."""
        found = np.zeros(self.count, np.int64)
        np.add.at(found, self.of, values)
        return found

    def latest(self, values: Ints, where: Bools | None = None, nothing: int = NEVER) -> Ints:
        """The value of each ticket's last row, of those ``where`` is true; ``nothing`` where it has none."""
        found = np.full(self.count, nothing, np.int64)
        chosen = self.last if where is None else where
        # Where an index is given twice NumPy keeps the last value.
        found[self.of[chosen]] = values[chosen]
        return found

    def earliest(self, values: Ints) -> Ints:
        """The value of each ticket's first row; ``NEVER`` where it has none."""
        found = np.full(self.count, NEVER)
        found[self.of[self.first]] = values[self.first]
        return found


def changes(*columns: npt.NDArray[np.generic]) -> Bools:
    """Which rows differ in any column from the row before; the first row does."""
    differs = np.ones(len(columns[0]), np.bool_)
    if len(differs):
        differs[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return differs


def first_known(*columns: Ints) -> Ints:
    """Of each row the first instant that is known."""
    found = columns[0]
    for column in columns[1:]:
        found = np.where(found != NEVER, found, column)
    return found
