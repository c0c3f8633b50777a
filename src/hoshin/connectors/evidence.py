"""What a file's own times say about how they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.mapping import DayOrder
from hoshin.connectors.times import is_local, two_ways


@dataclass
class Dates:
    """Examples (column, text) of dates that can only be day first, only month first, and either with a difference."""

    day: tuple[str, str] | None = None
    month: tuple[str, str] | None = None
    either: tuple[str, str] | None = None

    @property
    def order(self) -> DayOrder | None:
        """The only order in which all of them can be read; None where they leave it open or contradict each other."""
        if self.day and not self.month:
            return DayOrder.DAY_FIRST
        if self.month and not self.day:
            return DayOrder.MONTH_FIRST
        return None

    def add(self, column: str, texts: pa.Array) -> None:
        if self.day and self.month and self.either:
            return
        day, month, either = two_ways(texts)
        self.day = self.day or _first(column, day)
        self.month = self.month or _first(column, month)
        self.either = self.either or _first(column, either)


class Evidence:
    """Gathers from a file, chunk by chunk, whether its dates are day first or month first, and whether they are local.

    The ``mapped`` columns decide; where each of their dates can be either, the file's ``other`` times do. ``local`` is
    an example (column, text) of a mapped time without an offset.
    """

    def __init__(self, mapped: Iterable[str], other: Iterable[str] = ()) -> None:
        self.mapped = tuple(mapped)
        self.other = tuple(name for name in other if name not in self.mapped)
        self.dates = Dates()
        self.others = Dates()
        self.local: tuple[str, str] | None = None

    def add(self, rows: pa.RecordBatch) -> None:
        """Take in a chunk's raw rows."""
        for columns, dates in ((self.mapped, self.dates), (self.other, self.others)):
            for column in columns:
                if column in rows.schema.names:
                    texts = pc.utf8_trim_whitespace(pc.unique(rows.column(column).drop_null()))
                    dates.add(column, texts)
                    if dates is self.dates and self.local is None and is_local(texts):
                        self.local = (column, next(t for t in texts.to_pylist() if is_local(pa.array([t]))))

    @property
    def matters(self) -> bool:
        """Whether any mapped date would be another one in the other order."""
        return bool(self.dates.day or self.dates.month or self.dates.either)

    @property
    def deciding(self) -> Dates:
        """The dates by which the order is decided."""
        undecided = self.dates.either and not self.dates.day and not self.dates.month
        return self.others if undecided and self.others.order else self.dates


def _first(column: str, texts: pa.Array) -> tuple[str, str] | None:
    return (column, texts[0].as_py()) if len(texts) else None
