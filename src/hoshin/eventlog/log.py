"""An event log at hand: the three canonical tables as Ibis expressions, on whichever engine holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

import ibis
from ibis import Table
from ibis.expr.datatypes import DataType

from hoshin.eventlog.grouping import Grouping, one_by_one
from hoshin.eventlog.schema import TICKETS


def completed(tickets: Table) -> Table:
    """The tickets of a generation with all canonical columns: one that it was made without is null."""
    types = {column.name: column.type for column in TICKETS.columns}
    lacking = {
        name: ibis.null(DataType.from_pyarrow(kind)) for name, kind in types.items() if name not in tickets.columns
    }
    return tickets.mutate(**lacking) if lacking else tickets


def _nothing() -> None:
    """What closing an event log does where nothing is held."""


@dataclass(frozen=True)
class EventLog:
    """The tables of ``hoshin.eventlog.schema``, ready to be asked.

    ``grouped`` sums up rows that were made from the tables. Close it, or open it in a ``with`` statement, to give back
    what the engine holds.
    """

    tickets: Table
    transitions: Table
    assignments: Table
    release: Callable[[], None] = field(default=_nothing, repr=False, compare=False)
    grouped: Grouping = field(default=one_by_one, repr=False, compare=False)

    def close(self) -> None:
        """Give back the connection and its memory. The tables cannot be asked afterwards."""
        self.release()

    def __enter__(self) -> EventLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
