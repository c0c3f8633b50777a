"""How the clocks of each agreement stand: kept, missed, still running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import ibis
import pyarrow as pa
from ibis import Table
from ibis.expr.types import BooleanValue, DateColumn

from hoshin.eventlog.rows import TICKET
from hoshin.metrics.expression import all_of, kept
from hoshin.metrics.query import Query
from hoshin.metrics.scope import check, holds
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.clocks import CLOCKS, Pauses, State, judged_on


class Part(StrEnum):
    """One count of how an agreement stands; its name is that of the field of ``Standing``."""

    MET = "met"
    BREACHED = "breached"
    UNSURE = "unsure"
    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Standing:
    """How the clocks of one agreement stand, over the tickets of a question.

    ``met`` and ``breached`` are clocks judged in the question's days, as the metrics of service levels judge them: they
    stopped in time, or their time was used up. Of the breached, ``unsure`` had pauses that nobody knows. ``running``,
    ``paused`` and ``overdue`` (breached already) have not stopped yet, whenever they began. ``unknown`` and
    ``cancelled`` are of tickets opened in these days. Duplicates are left out.
    """

    agreement: Agreement
    met: int
    breached: int
    unsure: int
    running: int
    paused: int
    overdue: int
    unknown: int
    cancelled: int

    @property
    def n(self) -> int:
        """Clocks with a verdict."""
        return self.met + self.breached

    @property
    def share(self) -> float | None:
        """The part of them that was kept; None without any."""
        return self.met / self.n if self.n else None

    @property
    def open(self) -> int:
        """Clocks that have not stopped."""
        return self.running + self.paused + self.overdue


def standing(tickets: Table, book: Book, clock: Clock, clocks: pa.Table, query: Query) -> list[Standing]:
    """The agreements on a clock in their order. ``clocks`` are those of the tickets. Raises UnknownDimension."""
    check(query)
    c = _asked(tickets, clocks, query)
    counts = {part.value: _of(c, part).sum() for part in Part}
    rows = c.group_by("agreement").aggregate(**counts).to_pyarrow().to_pylist()
    found = {row["agreement"]: row for row in rows}
    none = dict.fromkeys(counts, 0)
    return [
        Standing(each, **{part.value: found.get(place, none)[part.value] or 0 for part in Part})
        for place, each in enumerate(book.agreements)
        if each.clock is clock
    ]


def behind(tickets: Table, book: Book, clocks: pa.Table, query: Query, agreement: Agreement, part: Part) -> pa.Table:
    """The clocks behind one count of an agreement's standing, the newest first, in the form of ``CLOCKS``."""
    check(query)
    c = _asked(tickets, clocks, query)
    c = c.filter((c.agreement == book.agreements.index(agreement)) & _of(c, part))
    found = c.order_by(ibis.coalesce(c.stopped_at, c.opened_at).desc(), *(c[key] for key in TICKET))
    return found.select(*CLOCKS.names).to_pyarrow().cast(CLOCKS)


def weekly(tickets: Table, clocks: pa.Table, query: Query) -> dict[int, dict[date, tuple[int, int]]]:
    """Of the clocks judged in the question's days how many were kept and how many were not.

    By place of the agreement in the book and Monday of the week. Raises UnknownDimension.
    """
    check(query)
    c = _asked(tickets, clocks, query)
    met, breached = _of(c, Part.MET), _of(c, Part.BREACHED)
    c = c.filter(met | breached)
    week = c.judged_on.truncate("W").cast("date")
    rows = c.group_by(c.agreement, week=week).aggregate(met=(c.state == State.MET.value).sum(), n=c.count())
    found: dict[int, dict[date, tuple[int, int]]] = {}
    for row in rows.to_pyarrow().to_pylist():
        found.setdefault(row["agreement"], {})[row["week"]] = (row["met"], row["n"] - row["met"])
    return found


def _asked(tickets: Table, clocks: pa.Table, query: Query) -> Table:
    own = kept(tickets, all_of(holds(tickets, query), ~ibis.coalesce(tickets.duplicate, False)))
    c = ibis.memtable(clocks.append_column("judged_on", judged_on(clocks))).semi_join(own, TICKET)
    return c.mutate(judged_in=_within(c.judged_on, query), began_in=_within(c.opened_on, query))


def _of(c: Table, part: Part) -> BooleanValue:
    """Which clocks a count counts."""
    is_ = {state: c.state == state.value for state in State}
    conditions: dict[Part, BooleanValue] = {
        Part.MET: is_[State.MET] & c.judged_in,
        Part.BREACHED: is_[State.BREACHED] & c.judged_in,
        Part.UNSURE: is_[State.BREACHED] & c.judged_in & (c.pauses == Pauses.UNKNOWN.value),
        Part.RUNNING: is_[State.RUNNING],
        Part.PAUSED: is_[State.PAUSED],
        Part.OVERDUE: is_[State.BREACHED] & c.stopped_at.isnull(),
        Part.UNKNOWN: is_[State.UNKNOWN] & c.began_in,
        Part.CANCELLED: is_[State.CANCELLED] & c.began_in,
    }
    return conditions[part]


def _within(day: DateColumn, query: Query) -> BooleanValue:
    """Whether a day is one of the question's; not where there is none."""
    return ibis.coalesce(
        all_of(
            day.notnull(),
            day >= ibis.literal(query.first) if query.first else None,
            day <= ibis.literal(query.last) if query.last else None,
        ),
        False,
    )
