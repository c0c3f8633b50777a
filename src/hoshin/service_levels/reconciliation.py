"""The desk's own flag beside the computed clock, ticket by ticket, and what may make them differ.

Nobody's report says how its clock runs. So for each ticket on which the two differ the clock is run otherwise, in the
ways that desks do, and the first way that comes to the desk's verdict is the likely cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table

from hoshin.eventlog.calendar import always
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.outcome import RESOLVED
from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import Status
from hoshin.metrics.expression import all_of, kept
from hoshin.metrics.query import Query
from hoshin.metrics.scope import holds
from hoshin.metrics.statistic import Dating
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.basis import FLAG
from hoshin.service_levels.clocks import Horizon, Pauses, State, lives_of
from hoshin.service_levels.lives import find, micros
from hoshin.service_levels.running import run


class Cause(StrEnum):
    """Why the desk's flag and the clock may differ on a ticket."""

    MINUTE = "within a minute of the agreed time: the two round otherwise"
    NO_HISTORY = "its pauses are not known: without a history the clock ran through"
    NO_PAUSE = "the desk's clock seems to run on while the ticket waits or is resolved for a time"
    AROUND_THE_CLOCK = "the desk's clock seems to run around the clock, not by this calendar"
    WALL_CLOCK = "the desk's clock seems to run around the clock and never to pause"
    FIRST_RESOLUTION = "it was reopened: the desk's clock seems to have stopped at the first resolution"
    OTHER_PROMISE = "the desk promised it for another time, by its own due time"
    NOT_KNOWN = "nothing in the log tells: perhaps another agreement held when it was opened, or another calendar"


DIFFERING: pa.Schema = pa.schema(
    [
        pa.field("desk", pa.string()),
        pa.field("ticket", pa.string()),
        pa.field("agreement", pa.int32()),
        pa.field("desk_met", pa.bool_()),
        pa.field("elapsed", pa.int64()),
        pa.field("stopped_at", pa.timestamp("us")),
        pa.field("due_at", pa.timestamp("us")),
        pa.field("desk_due_at", pa.timestamp("us")),
        pa.field("cause", pa.string()),
    ]
)
"""A row for each ticket on which the two differ."""


@dataclass(frozen=True)
class Reconciliation:
    """How many tickets each side flags how, over tickets with both verdicts, and those on which they differ.

    ``only_desk`` counts tickets that the desk flags and no stopped clock judges; ``only_clock`` the other way round.
    """

    both_met: int
    both_breached: int
    desk_met: int
    clock_met: int
    only_desk: int
    only_clock: int
    differing: pa.Table

    @property
    def n(self) -> int:
        """Tickets with both verdicts."""
        return self.both_met + self.both_breached + self.desk_met + self.clock_met

    @property
    def agreeing(self) -> float | None:
        """The share of tickets on which both say the same; None without any."""
        return (self.both_met + self.both_breached) / self.n if self.n else None

    @property
    def causes(self) -> dict[Cause, int]:
        """How many of the differing tickets have each cause, the most frequent first."""
        counted = pc.value_counts(self.differing["cause"]).to_pylist()
        found = {Cause(each["values"]): int(each["counts"]) for each in counted}
        return dict(sorted(found.items(), key=lambda each: (-each[1], list(Cause).index(each[0]))))


def reconcile(
    log: EventLog, book: Book, clock: Clock, clocks: pa.Table, query: Query, horizons: Mapping[str, Horizon]
) -> Reconciliation:
    """Compare over the tickets that stopped in the question's days and scope. ``clocks`` are those of the log."""
    t = _stopped(log.tickets, clock, query)
    flag = FLAG[clock]
    said = pa.table(
        {name: clocks[name] for name in (*TICKET, "agreement", "elapsed", "stopped_at", "due_at", "pauses")}
    )
    verdicts = pc.if_else(
        pc.and_(pc.is_valid(clocks["stopped_at"]), pc.is_in(clocks["state"], pa.array([State.MET, State.BREACHED]))),
        pc.equal(clocks["state"], State.MET.value),
        pa.scalar(None, pa.bool_()),
    )
    said = said.append_column("clock_met", verdicts)
    t = t.select(*TICKET, desk_met=t[flag], desk_due_at=t.due_at)
    both = t.left_join(ibis.memtable(said), TICKET).drop("desk_right", "ticket_right").to_pyarrow()
    desk, own = both["desk_met"], both["clock_met"]
    given, judged = pc.is_valid(desk), pc.is_valid(own)
    paired = both.filter(pc.and_(given, judged))
    met, kept_by_clock = paired["desk_met"], paired["clock_met"]
    apart = paired.filter(pc.xor(met, kept_by_clock)).sort_by(
        [("stopped_at", "descending"), *((k, "ascending") for k in TICKET)]
    )
    return Reconciliation(
        both_met=_count(pc.and_(met, kept_by_clock)),
        both_breached=_count(pc.and_(pc.invert(met), pc.invert(kept_by_clock))),
        desk_met=_count(pc.and_(met, pc.invert(kept_by_clock))),
        clock_met=_count(pc.and_(pc.invert(met), kept_by_clock)),
        only_desk=_count(pc.and_(given, pc.invert(judged))),
        only_clock=_count(pc.and_(pc.invert(given), judged)),
        differing=_with_causes(log, book, clock, apart, horizons),
    )


def _count(flags: pa.ChunkedArray) -> int:
    return pc.sum(flags).as_py() or 0


def _stopped(tickets: Table, clock: Clock, query: Query) -> Table:
    """The tickets that the metric of the clock dates into the question's days."""
    dating = Dating.RESOLVED if clock is Clock.RESOLUTION else Dating.RESPONDED
    day = tickets[dating.column]
    return kept(
        tickets,
        all_of(
            holds(tickets, query),
            day.notnull(),
            tickets.status.isnull() | (tickets.status != Status.CANCELLED.value),
            day >= ibis.literal(query.first) if query.first else None,
            day <= ibis.literal(query.last) if query.last else None,
        ),
    )


def _with_causes(log: EventLog, book: Book, clock: Clock, apart: pa.Table, horizons: Mapping[str, Horizon]) -> pa.Table:
    if not apart.num_rows:
        return DIFFERING.empty_table()
    chosen = ibis.memtable(apart.select(list(TICKET)))
    own = replace(log, tickets=log.tickets.semi_join(chosen, TICKET))
    agreements = book.on(clock)
    found = find(own, clock, agreements)
    lives = lives_of(found, horizons)
    # ``find`` answers in the order of desk and ticket.
    ordered = apart.sort_by([(key, "ascending") for key in TICKET])
    wanted = ordered["desk_met"].to_numpy(zero_copy_only=False)
    elapsed, stopped = ordered["elapsed"].to_numpy(), micros(ordered["stopped_at"])
    first = _first_resolved(own, found.tickets)
    due = micros(ordered["desk_due_at"])
    cause = np.full(len(wanted), Cause.NOT_KNOWN.value, object)
    for place, agreement in enumerate(agreements):
        of = found.tickets["agreement"].to_numpy() == place
        if not of.any():
            continue
        calendar, target = book.calendar(agreement.calendar), np.timedelta64(agreement.target, "us")
        around, mine = always(calendar.zone), lives.of(of)
        early = np.where(np.isnat(first[of]), mine.ends, np.minimum(np.maximum(first[of], mine.begins), mine.ends))
        at_first = replace(mine, ends=early)
        ways = [
            (Cause.NO_PAUSE, calendar, mine.without_pauses()),
            (Cause.AROUND_THE_CLOCK, around, mine),
            (Cause.WALL_CLOCK, around, mine.without_pauses()),
            (Cause.FIRST_RESOLUTION, calendar, at_first),
        ]
        tried = [(way, (run(by, lives_, target).elapsed <= target) == wanted[of]) for way, by, lives_ in ways]
        near = np.abs(elapsed[of] - target.astype(np.int64)) <= timedelta(minutes=1) / timedelta(microseconds=1)
        unknown = ordered["pauses"].to_numpy(zero_copy_only=False)[of] == Pauses.UNKNOWN.value
        promised = ~np.isnat(due[of]) & ((stopped[of] <= due[of]) == wanted[of])
        cases = [
            (Cause.MINUTE, near),
            (Cause.NO_HISTORY, unknown & wanted[of]),
            *tried,
            (Cause.OTHER_PROMISE, promised),
        ]
        cause[of] = np.select(
            [case for _, case in cases], [why.value for why, _ in cases], default=Cause.NOT_KNOWN.value
        )
    named = ordered.append_column("cause", pa.array(cause, pa.string()))
    named = named.sort_by([("stopped_at", "descending"), *((key, "ascending") for key in TICKET)])
    return named.select(DIFFERING.names).cast(DIFFERING)


def _first_resolved(log: EventLog, tickets: pa.Table) -> np.ndarray:
    """When the history of each ticket first shows it resolved, NaT where it never does."""
    t = log.transitions.semi_join(log.tickets, TICKET)
    found = t.filter(t.status.isin(RESOLVED)).group_by(*TICKET).aggregate(first=t["at"].min())
    rows = found.to_pyarrow().to_pydict()
    known = dict(zip(zip(rows["desk"], rows["ticket"], strict=True), rows["first"], strict=True))
    keys = zip(tickets["desk"].to_pylist(), tickets["ticket"].to_pylist(), strict=True)
    return np.array([known.get(key) for key in keys], "datetime64[us]")
