"""An event log at hand: the three canonical tables as Ibis expressions, on whichever engine holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from ibis import Table


def _nothing() -> None:
    """What closing an event log does where nothing is held."""


@dataclass(frozen=True)
class EventLog:
    """The tables of ``hoshin.eventlog.schema``, ready to be asked.

    Close it, or open it in a ``with`` statement, to give back what the engine holds.
    """

    tickets: Table
    transitions: Table
    assignments: Table
    release: Callable[[], None] = field(default=_nothing, repr=False, compare=False)

    def close(self) -> None:
        """Give back the connection and its memory. The tables cannot be asked afterwards."""
        self.release()

    def __enter__(self) -> EventLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
