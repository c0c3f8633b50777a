"""What a metric is: a declaration for readers, and one statistic over the canonical tickets."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import ibis
import ibis.expr.datatypes as dt
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import TICKETS
from hoshin.metrics.expression import (
    ages,
    all_of,
    brought,
    day,
    divided,
    kept,
    leaves,
    left,
    levels,
    placed,
    reached,
    reaches,
    sufficient,
)
from hoshin.metrics.statistic import (
    Absent,
    Change,
    Condition,
    Dating,
    MedianAge,
    Open,
    OverdueShare,
    Statistic,
    Stock,
    StockDays,
    StockShare,
)

UNITS = ("tickets", "h", "days", "share", "per ticket", "per 100", "per week", "points")
"""The units of metrics: shares are from 0 to 1, points from -100 to 100."""


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "within a band"
    CONTEXT = "neither, it is context"


@dataclass(frozen=True)
class Metric:
    """One metric. The words are for readers; the conditions and the statistic are what is computed.

    ``among`` is the part of the tickets that the metric is about, such as incidents. A ticket of that part counts if
    all columns of ``needs`` are known for it, ``valid`` holds, and its desk gives the column ``desk_gives`` at all (for
    a column in which null means "has none"). Tickets that do not count are left out, never taken as zero. ``unit`` is
    one of ``UNITS``; ``clock`` says which hours run. Of the columns ``needs_one_of`` one known column is enough.
    ``among`` can tell nothing where no desk gives the columns ``among_needs``. Of fewer than ``least`` tickets no
    number is given. ``without_duplicates`` leaves out what the desk calls a duplicate of another ticket. ``called`` are
    the names that others give to the metric, each with who does.
    """

    key: str
    title: str
    question: str
    formula: str
    unit: str
    direction: Direction
    dating: Dating
    statistic: Statistic
    practice: str
    owner_role: str
    exclusions: str
    counter_metrics: tuple[str, ...]
    clock: str = "calendar"
    version: int = 1
    among: Condition | None = None
    valid: Condition | None = None
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()
    desk_gives: str = ""
    among_needs: tuple[str, ...] = ()
    least: int = 0
    without_duplicates: bool = False
    called: tuple[str, ...] = ()

    @property
    def never_negative(self) -> bool:
        """Whether an amount below zero is impossible."""
        return not isinstance(self.statistic, Change) and self.unit != "points"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns without which there is no number: a refusal names them."""
        return (*self.needs, *self.needs_one_of, *filter(None, [self.desk_gives]))

    def about(self, tickets: Table) -> BooleanValue | None:
        """Which of the tickets placed in time the metric is about; None for all of them."""
        return self.among(tickets) if self.among else None

    def counted(
        self, tickets: Table, desks: frozenset[str] | None = None, *, duplicates: bool = True
    ) -> BooleanValue | None:
        """Which tickets count; None for all. ``desks`` are those that give ``desk_gives``; None stands for all.

        ``duplicates`` says whether any desk tells of duplicates at all.
        """
        conditions = [self.about(tickets)]
        if self.without_duplicates and duplicates:
            conditions.append(tickets.duplicate.isnull() | ~tickets.duplicate)
        conditions += [tickets[column].notnull() for column in self.needs]
        if self.needs_one_of:
            conditions.append(ibis.or_(*(tickets[column].notnull() for column in self.needs_one_of)))
        if self.valid:
            conditions.append(self.valid(tickets))
        if self.desk_gives and desks is not None:
            conditions.append(tickets.desk.isin(sorted(desks)) if desks else ibis.literal(False))
        return all_of(*conditions)

    @cached_property
    def sql(self) -> str:
        """The metric as SQL over the canonical tickets, a row a day: what the one expression stands for.

        Of a standing metric these are the levels whose running sums are the stock: how many tickets enter and leave.
        """
        # All nullable: Ibis unites tables only where they agree in that as well.
        tickets = ibis.table(
            {column.name: dt.DataType.from_pyarrow(column.type) for column in TICKETS.columns}, name=TICKETS.name
        )
        match self.statistic:
            case Absent(field, _):
                return f"-- {field} is not in the event log"
            case MedianAge():
                expression = ages(kept(tickets, self.about(tickets)), ibis.table({"end": "date"}, name="ends"))
            case Stock() | StockShare() | Change() | OverdueShare() | StockDays():
                about = kept(tickets, self.about(tickets))
                parts = []
                for place, level in enumerate(levels(self.statistic)):
                    age = level.days if isinstance(level, Open) else place
                    entering = kept(about, reached(about, level))
                    parts += [entering.select(day=reaches(entering, level), age=age, step=1)]
                    leaving = entering.filter(left(entering).notnull())
                    parts += [leaving.select(day=leaves(leaving, level), age=age, step=-1)]
                moves = ibis.union(*parts)
                expression = moves.group_by("day", "age").aggregate(moved=moves.step.sum())
            case flow:
                rows = kept(tickets, placed(tickets, self.dating))
                counted = self.counted(rows)
                under = divided(flow, rows, counted)
                below = {} if under is None else {"under": under}
                rows = rows.select(day=day(rows, self.dating), amount=brought(flow, rows, counted), **below)
                sums = sufficient(flow, rows.amount, rows.under if below else None)
                expression = rows.group_by("day").aggregate(**sums)
        return str(ibis.to_sql(expression, dialect="duckdb"))

    @cached_property
    def digest(self) -> str:
        """The definition's hash: 16 hexadecimal digits of the SHA-256 over all that decides the number.

        Words that only explain (title, question, practice, owner, counter-metrics) do not go in.
        """
        meaning = {
            "key": self.key,
            "version": self.version,
            "formula": self.formula,
            "unit": self.unit,
            "direction": self.direction.value,
            "dating": self.dating.value,
            "clock": self.clock,
            "exclusions": self.exclusions,
            "needs": self.needs,
            "desk_gives": self.desk_gives,
            **({"needs_one_of": self.needs_one_of} if self.needs_one_of else {}),
            **({"among_needs": self.among_needs} if self.among_needs else {}),
            **({"least": self.least} if self.least else {}),
            "statistic": type(self.statistic).__name__,
            "sql": self.sql,
        }
        return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:16]
