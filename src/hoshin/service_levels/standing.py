"""How the clocks of each agreement stand: kept, missed, still running."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis import Table
from ibis.expr.types import BooleanValue, DateColumn

from hoshin.eventlog.rows import TICKET
from hoshin.metrics.expression import all_of, kept
from hoshin.metrics.query import Query
from hoshin.metrics.scope import check, holds
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.clocks import Pauses, State


@dataclass(frozen=True)
class Standing:
    """How the clocks of one agreement stand, over the tickets of a question.

    ``met`` and ``breached`` are clocks that stopped in the question's days; of the breached, ``unsure`` had pauses that
    nobody knows. ``running``, ``paused`` and ``overdue`` (breached already) have not stopped yet, whenever they began.
    ``unknown`` and ``cancelled`` are of tickets opened in these days.
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


def standing(tickets: Table, book: Book, clock: Clock, clocks: pa.Table, query: Query) -> list[Standing]:
    """The agreements on a clock in their order. ``clocks`` are those of the tickets. Raises UnknownDimension."""
    check(query)
    c = ibis.memtable(clocks).semi_join(kept(tickets, holds(tickets, query)), TICKET)
    c = c.mutate(
        stopped=c.stopped_at.notnull(),
        ended_in=_within(c.stopped_on, query),
        began_in=_within(c.opened_on, query),
        unsure=c.pauses == Pauses.UNKNOWN.value,
    )
    keys = ("agreement", "state", "stopped", "ended_in", "began_in", "unsure")
    rows = c.group_by(*keys).aggregate(n=c.count()).to_pyarrow().to_pylist()

    def count(place: int, state: State, **wanted: bool) -> int:
        return sum(
            row["n"]
            for row in rows
            if row["agreement"] == place and row["state"] == state and all(row[k] is v for k, v in wanted.items())
        )

    return [
        Standing(
            agreement=each,
            met=count(place, State.MET, ended_in=True),
            breached=count(place, State.BREACHED, ended_in=True),
            unsure=count(place, State.BREACHED, ended_in=True, unsure=True),
            running=count(place, State.RUNNING),
            paused=count(place, State.PAUSED),
            overdue=count(place, State.BREACHED, stopped=False),
            unknown=count(place, State.UNKNOWN, began_in=True),
            cancelled=count(place, State.CANCELLED, began_in=True),
        )
        for place, each in enumerate(book.agreements)
        if each.clock is clock
    ]


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
