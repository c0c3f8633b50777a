"""What a file's own times say about how they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.mapping import DayOrder
from hoshin.connectors.rows import distinct
from hoshin.connectors.stamps import stamped
from hoshin.connectors.times import locals_of, two_ways

RARE = 0.02
"""Share of a file's times up to which those that leave something open are taken for damaged ones."""


@dataclass
class Dates:
    """Examples (column, text) of dates that can only be day first, only month first, and either with a difference.

    ``seen`` counts texts, ``open`` those that can be either: distinct ones within a chunk.
    """

    day: tuple[str, str] | None = None
    month: tuple[str, str] | None = None
    either: tuple[str, str] | None = None
    seen: int = 0
    open: int = 0

    @property
    def order(self) -> DayOrder | None:
        """The only order in which all of them can be read; None where they leave it open or contradict each other."""
        if self.day and not self.month:
            return DayOrder.DAY_FIRST
        if self.month and not self.day:
            return DayOrder.MONTH_FIRST
        return None

    def add(self, column: str, texts: pa.Array, stamped: int) -> None:
        """Take in the distinct texts of a column; beside them were so many of which year, month and day are plain."""
        day, month, either = two_ways(texts)
        self.day = self.day or _first(column, day)
        self.month = self.month or _first(column, month)
        self.either = self.either or _first(column, either)
        self.seen += len(texts) + stamped
        self.open += len(either)


class Evidence:
    """Gathers from a file, chunk by chunk, whether its dates are day first or month first, and whether they are local.

    The ``mapped`` columns decide; where each of their dates can be either, the file's ``other`` times do. ``local`` is
    an example (column, text) of a mapped time without an offset. A question that only a few times of many raise is not
    asked: such times are rejected, not guessed, so that a few damaged rows do not stop an import.
    """

    def __init__(self, mapped: Iterable[str], other: Iterable[str] = ()) -> None:
        self.mapped = tuple(mapped)
        self.other = tuple(name for name in other if name not in self.mapped)
        self.dates = Dates()
        self.others = Dates()
        self.local: tuple[str, str] | None = None
        self._locals = 0

    def add(self, rows: pa.RecordBatch) -> None:
        """Take in a chunk's rows, as text or ``CODED``."""
        for columns, dates in ((self.mapped, self.dates), (self.other, self.others)):
            for column in columns:
                if column not in rows.schema.names:
                    continue
                texts = pc.utf8_trim_whitespace(distinct(rows.column(column)))
                is_stamp = pa.array(stamped(texts))
                stamps, others = texts.filter(is_stamp), texts.filter(pc.invert(is_stamp))
                dates.add(column, others, len(stamps))
                if dates is self.dates:
                    local = locals_of(others)
                    self.local = self.local or _first(column, stamps) or _first(column, local)
                    self._locals += len(stamps) + len(local)

    @property
    def matters(self) -> bool:
        """Whether any mapped date would be another one in the other order."""
        return bool(self.dates.day or self.dates.month or self.dates.either)

    @property
    def asks_order(self) -> bool:
        """Whether a person has to say the day order: the dates contradict each other, or too many can be either."""
        if self.dates.day and self.dates.month:
            return True
        return self.dates.open > RARE * self.dates.seen and self.deciding.order is None

    @property
    def asks_zone(self) -> bool:
        """Whether a person has to say the time zone."""
        return self._locals > RARE * self.dates.seen

    @property
    def deciding(self) -> Dates:
        """The dates by which the order is decided."""
        undecided = self.dates.either and not self.dates.day and not self.dates.month
        return self.others if undecided and self.others.order else self.dates


def _first(column: str, texts: pa.Array) -> tuple[str, str] | None:
    return (column, texts[0].as_py()) if len(texts) else None
