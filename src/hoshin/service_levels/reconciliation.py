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

from hoshin.eventlog.calendar import always
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.outcome import RESOLVED
from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import Status
from hoshin.metrics.expression import all_of, kept
from hoshin.metrics.library.service_level_management import RESOLVED_IN_TIME, RESPONDED_IN_TIME
from hoshin.metrics.query import Query
from hoshin.metrics.scope import holds
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.basis import DUE, END, JUDGED
from hoshin.service_levels.clocks import Horizon, Pauses, State, judged_on, lives_of
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


class Alone(StrEnum):
    """Why only one side judges a ticket within the days of the question."""

    NO_AGREEMENT = "no agreement holds for it"
    NOT_TOLD = "its clock cannot be told"
    STILL_RUNS = "its clock has not stopped, and its time is not used up"
    CLOCK_OTHER_DAY = "the clock judges it on a day outside of these"
    DESK_OTHER_DAY = "the desk judges it on a day outside of these"
    NEVER_ENDED = "it was closed, and the desk knows no time of its response or resolution"
    NOT_DUE = "it is open, and by the desk's word not due yet or never due"
    NO_FLAG = "the desk gives it neither a due time nor a flag"


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
    """How many tickets each side judges how, over tickets that both judge, and those on which they differ.

    Each side judges on its own day, as its metric does: the four cells and ``without_clock`` add up to the tickets that
    the desk judges in the question's days, the cells and ``without_desk`` to those that the clocks judge in them. The
    two count by reason what only the desk, or only a clock, judges.
    """

    both_met: int
    both_breached: int
    desk_met: int
    clock_met: int
    without_clock: Mapping[Alone, int]
    without_desk: Mapping[Alone, int]
    differing: pa.Table

    @property
    def n(self) -> int:
        """Tickets with both verdicts."""
        return self.both_met + self.both_breached + self.desk_met + self.clock_met

    @property
    def only_desk(self) -> int:
        """Tickets that the desk judges and no clock does."""
        return sum(self.without_clock.values())

    @property
    def only_clock(self) -> int:
        """Tickets that a clock judges and the desk does not."""
        return sum(self.without_desk.values())

    @property
    def by_desk(self) -> int:
        """Tickets that the desk judges."""
        return self.n + self.only_desk

    @property
    def by_clock(self) -> int:
        """Tickets that a clock judges."""
        return self.n + self.only_clock

    @property
    def agreeing(self) -> float | None:
        """The share of tickets on which both say the same; None without any."""
        return (self.both_met + self.both_breached) / self.n if self.n else None

    @property
    def desk_share(self) -> float | None:
        """The share in time by the desk, over the tickets that both judge; None without any."""
        return (self.both_met + self.desk_met) / self.n if self.n else None

    @property
    def clock_share(self) -> float | None:
        """The share in time by the clocks, over the tickets that both judge; None without any."""
        return (self.both_met + self.clock_met) / self.n if self.n else None

    @property
    def causes(self) -> dict[Cause, int]:
        """How many of the differing tickets have each cause, the most frequent first."""
        counted = pc.value_counts(self.differing["cause"]).to_pylist()
        found = {Cause(each["values"]): int(each["counts"]) for each in counted}
        return dict(sorted(found.items(), key=lambda each: (-each[1], list(Cause).index(each[0]))))


def reconcile(
    log: EventLog, book: Book, clock: Clock, clocks: pa.Table, query: Query, horizons: Mapping[str, Horizon]
) -> Reconciliation:
    """Compare over the tickets that either side judges in the question's days and scope. ``clocks`` are the log's."""
    both = _beside(log, clock, clocks, query)
    desk, own = _within(both["desk_day"], query), _within(both["clock_day"], query)
    paired = both.filter(pc.and_(desk, own))
    met, kept_by_clock = paired["desk_met"], paired["clock_met"]
    apart = paired.filter(pc.xor(met, kept_by_clock)).sort_by(
        [("stopped_at", "descending"), *((k, "ascending") for k in TICKET)]
    )
    return Reconciliation(
        both_met=_count(pc.and_(met, kept_by_clock)),
        both_breached=_count(pc.and_(pc.invert(met), pc.invert(kept_by_clock))),
        desk_met=_count(pc.and_(met, pc.invert(kept_by_clock))),
        clock_met=_count(pc.and_(pc.invert(met), kept_by_clock)),
        without_clock=_without_clock(both.filter(pc.and_not(desk, own))),
        without_desk=_without_desk(both.filter(pc.and_not(own, desk))),
        differing=_with_causes(log, book, clock, apart, horizons),
    )


def _count(flags: pa.ChunkedArray) -> int:
    return pc.sum(flags).as_py() or 0


def _beside(log: EventLog, clock: Clock, clocks: pa.Table, query: Query) -> pa.Table:
    """The tickets of the scope with the verdict of each side and the day on which it is given, null without one."""
    t = kept(log.tickets, all_of(holds(log.tickets, query), ~ibis.coalesce(log.tickets.duplicate, False)))
    in_time = RESOLVED_IN_TIME if clock is Clock.RESOLUTION else RESPONDED_IN_TIME
    cancelled = ibis.coalesce(t.status == Status.CANCELLED.value, False)
    t = t.mutate(desk_day=ibis.ifelse(cancelled, ibis.null("date"), t[JUDGED[clock]]))
    t = t.mutate(desk_met=ibis.ifelse(t.desk_day.notnull(), in_time(t), ibis.null("boolean")))
    ended = t[f"{END[clock]}_at"].notnull()
    t = t.select(
        *TICKET,
        "desk_met",
        desk_day=ibis.ifelse(t.desk_met.notnull(), t.desk_day, ibis.null("date")),
        desk_due_at=t[f"{DUE[clock]}_at"],
        open=~ended & t.left_at.isnull(),
        never_ended=~ended & t.left_at.notnull(),
    )
    told = pc.is_in(clocks["state"], pa.array([State.MET, State.BREACHED]))
    said = pa.table(
        {name: clocks[name] for name in (*TICKET, "agreement", "elapsed", "stopped_at", "due_at", "state", "pauses")}
        | {
            "clock_met": pc.if_else(told, pc.equal(clocks["state"], State.MET.value), pa.scalar(None, pa.bool_())),
            "clock_day": judged_on(clocks),
        }
    )
    return t.left_join(ibis.memtable(said), TICKET).drop("desk_right", "ticket_right").to_pyarrow()


def _within(day: pa.ChunkedArray, query: Query) -> pa.ChunkedArray:
    """Whether a day is one of the question's; not where there is none."""
    found = pc.is_valid(day)
    for bound, compare in ((query.first, pc.greater_equal), (query.last, pc.less_equal)):
        if bound:
            found = pc.and_(found, pc.fill_null(compare(day, pa.scalar(bound, pa.date32())), False))
    return found


def _without_clock(tickets: pa.Table) -> dict[Alone, int]:
    """Why no clock judges tickets that the desk judges, each reason with its number."""
    return _reasons(
        [
            (Alone.NO_AGREEMENT, pc.is_null(tickets["state"])),
            (Alone.CLOCK_OTHER_DAY, pc.is_valid(tickets["clock_day"])),
            (Alone.NOT_TOLD, pc.equal(tickets["state"], State.UNKNOWN.value)),
        ],
        Alone.STILL_RUNS,
    )


def _without_desk(tickets: pa.Table) -> dict[Alone, int]:
    """Why the desk does not judge tickets that a clock judges, each reason with its number."""
    return _reasons(
        [
            (Alone.DESK_OTHER_DAY, pc.is_valid(tickets["desk_day"])),
            (Alone.NEVER_ENDED, tickets["never_ended"]),
            (Alone.NOT_DUE, tickets["open"]),
        ],
        Alone.NO_FLAG,
    )


def _reasons(cases: list[tuple[Alone, pa.ChunkedArray]], otherwise: Alone) -> dict[Alone, int]:
    """How many rows each reason explains, by the first case that holds, the most frequent first."""
    held = [pc.fill_null(case, False).to_numpy() for _, case in cases]
    why = np.select(held, [each.value for each, _ in cases], default=otherwise.value)
    found = {Alone(str(name)): int(n) for name, n in zip(*np.unique(why, return_counts=True), strict=True)}
    return dict(sorted(found.items(), key=lambda each: (-each[1], list(Alone).index(each[0]))))


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
