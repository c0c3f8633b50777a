"""The rows as NumPy arrays, which the rules work on, and Arrow columns made of such arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.rows import CODED, ROWS
from hoshin.eventlog.schema import INSTANT
from hoshin.eventlog.segments import NEVER, Bools, Ints


@dataclass(frozen=True)
class Names:
    """The tickets that rows tell of, each with a number: its place in the order of desks and names."""

    desk: pa.DictionaryArray
    ticket: pa.DictionaryArray


class Rows:
    """Rows (``hoshin.eventlog.rows``), column by column; a column that the table lacks is null throughout."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table.unify_dictionaries().combine_chunks()

    def column(self, name: str) -> pa.Array:
        """A column as it is."""
        if name not in self._table.column_names:
            return pa.nulls(self._table.num_rows, ROWS.field(name).type)
        chunks = self._table[name].chunks
        return chunks[0] if chunks else pa.array([], ROWS.field(name).type)

    def taken(self, rows: Ints) -> Rows:
        """The rows of those places, in that order."""
        return Rows(self._table.take(pa.array(rows)))

    def instants(self, name: str) -> Ints:
        """A column of instants in microseconds, ``NEVER`` where it is null."""
        return self._filled(self.column(name).view(pa.int64()), NEVER)

    def integers(self, name: str) -> tuple[Ints, Bools]:
        """A column of whole numbers, and where it says one; elsewhere it is 0."""
        column = self.column(name)
        return self._filled(column, 0).astype(np.int64), np.asarray(column.is_valid())

    def flags(self, name: str) -> Bools:
        """A column of flags; null is false."""
        return np.asarray(self.column(name).fill_null(False).to_numpy(zero_copy_only=False), np.bool_)

    def codes(self, name: str) -> Ints:
        """A column of texts as numbers, equal ones for equal texts; -1 where it is null."""
        return self._filled(self.column(name).indices, -1).astype(np.int64)

    def numbered(self, name: str, words: Sequence[str]) -> Ints:
        """A column of texts as their places among ``words``; -1 where it is null or none of them."""
        places = pc.index_in(self.column(name).dictionary, pa.array(words, pa.string()))
        return np.append(self._filled(places, -1), -1)[self.codes(name)].astype(np.int64)

    @property
    def line(self) -> Ints:
        """Where each row stands in its file."""
        return self.integers("line")[0]

    @property
    def place(self) -> Ints:
        """The place of each row's file in the order of imports."""
        return self.integers("place")[0]

    @property
    def ticket(self) -> Ints:
        """The number of each row's ticket."""
        return self._numbering[0]

    @property
    def names(self) -> Names:
        """The names of all tickets, in the order of their numbers."""
        return self._numbering[1]

    @property
    def count(self) -> int:
        """How many tickets there are."""
        return len(self.names.ticket)

    def earliest(self, name: str) -> Ints:
        """The first instant of a column among the rows of each ticket, ``NEVER`` where there is none."""
        instants = self.instants(name)
        known = instants != NEVER
        found = np.full(self.count, np.iinfo(np.int64).max)
        np.minimum.at(found, self.ticket[known], instants[known])
        return np.where(found == np.iinfo(np.int64).max, NEVER, found)

    @cached_property
    def _numbering(self) -> tuple[Ints, Names]:
        desk, ticket = self.column("desk"), self.column("ticket")
        desk_order, ticket_order = (pc.sort_indices(each.dictionary).to_numpy() for each in (desk, ticket))
        tickets = len(ticket_order)
        place = _inverse(desk_order)[self.codes("desk")] * tickets + _inverse(ticket_order)[self.codes("ticket")]
        there = np.zeros(len(desk_order) * tickets, np.bool_)
        there[place] = True
        found = np.flatnonzero(there)
        names = Names(
            coded(desk_order[found // tickets] if tickets else found, desk.dictionary),
            coded(ticket_order[found % tickets] if tickets else found, ticket.dictionary),
        )
        return (np.cumsum(there) - 1)[place], names

    @staticmethod
    def _filled(column: pa.Array, value: int) -> Ints:
        return np.asarray(column.fill_null(value).to_numpy(zero_copy_only=False))


def _inverse(order: npt.NDArray[np.uint64]) -> Ints:
    """The place of each thing in an order."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place


def coded(codes: npt.NDArray[np.integer], words: pa.Array) -> pa.DictionaryArray:
    """A column of texts (``CODED``) from their places among ``words``."""
    return pa.DictionaryArray.from_arrays(pa.array(codes, CODED.index_type), words)


def instants(micros: Ints) -> pa.Array:
    """A column of instants; null for ``NEVER``."""
    return pa.array(micros, mask=micros == NEVER).view(INSTANT)


def known(values: npt.NDArray[np.generic], where: Bools, kind: pa.DataType) -> pa.Array:
    """A column of ``values`` of a type; null but ``where`` they are known."""
    return pa.array(values, kind, mask=~where)
