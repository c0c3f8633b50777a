"""From the event log to the lives of clocks: which agreement holds, when it began, when it stopped, when it paused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

import ibis
import numpy as np
import pyarrow as pa
from ibis import Table
from ibis.expr.types import BooleanValue, Column

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.outcome import LEFT, OPEN, RESOLVED
from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import Status
from hoshin.metrics.expression import all_of
from hoshin.metrics.query import Query
from hoshin.metrics.scope import holds
from hoshin.service_levels.agreement import Agreement, Clock

_NEVER = ibis.null("timestamp(6)")


class Stop(StrEnum):
    """What tells when a clock stopped."""

    RECORD = "the desk's record"
    HISTORY = "the history of states"
    AT_LATEST = "no later than this"
    """Nobody recorded it, but by then it had happened: a response that is not known came before the resolution."""


@dataclass(frozen=True)
class Found:
    """The tickets for which an agreement on a clock holds, in the order of desk and ticket, and their pauses.

    ``tickets`` has desk, ticket, ``agreement`` (its place among those asked for), ``opened_at``, ``opened_on``,
    ``stopped_at``, ``stopped_by``, ``status``, ``silent`` (nothing tells whether it has stopped) and ``pauses_known``.
    ``pauses`` has ``place`` (a row of ``tickets``), ``at`` and ``until``, null where it lasts still.
    """

    tickets: pa.Table
    pauses: pa.Table


def find(log: EventLog, clock: Clock, agreements: Sequence[Agreement]) -> Found:
    """Ask the log. Agreements must all be on that clock; the first that fits a ticket holds."""
    t = log.tickets
    held = ibis.cases(
        *((fits(t, each), ibis.literal(place, "int32")) for place, each in enumerate(agreements)),
        else_=ibis.null("int32"),
    )
    t = t.mutate(agreement=held, has_history=t.waiting_hours.notnull() | t.active_hours.notnull())
    t = t.filter(t.agreement.notnull())
    t = _with_stop(log, t, clock)
    pauses_known = ibis.cases(
        *((t.agreement == place, _knows(t, each)) for place, each in enumerate(agreements)), else_=False
    )
    order = ibis.row_number().over(ibis.window(order_by=[t[name] for name in TICKET]))
    t = t.select(
        *TICKET,
        "agreement",
        "opened_at",
        "opened_on",
        "stopped_at",
        "stopped_by",
        "status",
        "silent",
        pauses_known=pauses_known,
        place=order.cast("int64"),
    )
    return Found(
        t.order_by("place").drop("place").to_pyarrow(),
        _pauses(log, t.select(*TICKET, "place", "agreement"), clock, agreements),
    )


def fits(tickets: Table, agreement: Agreement) -> BooleanValue:
    """Whether a ticket is one of those that the agreement speaks of."""
    first = tickets.opened_on >= ibis.literal(agreement.first) if agreement.first else None
    last = tickets.opened_on <= ibis.literal(agreement.last) if agreement.last else None
    condition = all_of(holds(tickets, Query(where=agreement.where)), first, last)
    return tickets.opened_on.notnull() if condition is None else condition


def _knows(tickets: Table, agreement: Agreement) -> BooleanValue:
    """Whether the log tells when the ticket paused: by stages of the desk's history, or by its own words in it."""
    if not agreement.pauses:
        return ibis.literal(True)
    if agreement.pauses == (Status.WAITING.value,):
        return tickets.waiting_hours.notnull()
    return tickets.has_history


def _with_stop(log: EventLog, tickets: Table, clock: Clock) -> Table:
    """The tickets with ``stopped_at``, ``stopped_by`` and ``silent``."""
    if clock is Clock.RESOLUTION:
        # A desk may keep the time of a resolution that was taken back: an open ticket's clock runs.
        stopped = ibis.ifelse(tickets.status.isin(OPEN), _NEVER, ibis.coalesce(tickets.resolved_at, tickets.left_at))
        by = ibis.ifelse(stopped.notnull(), ibis.literal(Stop.RECORD.value), ibis.null("string"))
        return tickets.mutate(stopped_at=stopped, stopped_by=by, silent=ibis.literal(False))
    t = tickets.left_join(_touched(log.transitions), TICKET).drop("desk_right", "ticket_right")
    records = t.responded_at.notnull().any().over(ibis.window(group_by="desk"))
    gone = t.status.isin(LEFT) | (t.status.isnull() & t.resolved_at.notnull())
    left = ibis.ifelse(gone, ibis.coalesce(t.resolved_at, t.left_at), _NEVER)
    at_latest = ibis.least(ibis.coalesce(t.touched_at, left), ibis.coalesce(left, t.touched_at))
    exact = ibis.coalesce(t.exact, False)
    return t.mutate(
        stopped_at=ibis.coalesce(t.responded_at, ibis.ifelse(exact, t.touched_at, _NEVER), at_latest),
        stopped_by=ibis.cases(
            (t.responded_at.notnull(), Stop.RECORD.value),
            (exact, Stop.HISTORY.value),
            (at_latest.notnull(), Stop.AT_LATEST.value),
            else_=ibis.null("string"),
        ),
        silent=~records & ~t.has_history,
    )


def _touched(transitions: Table) -> Table:
    """When the history first shows a ticket beyond new, and whether it shows it new before: else it came by then."""
    new = ibis.ifelse(transitions.status == Status.NEW.value, transitions["at"], _NEVER)
    beyond = transitions.status.isin((Status.ACTIVE.value, Status.WAITING.value, *RESOLVED))
    later = ibis.ifelse(beyond, transitions["at"], _NEVER)
    found = transitions.group_by(*TICKET).aggregate(first_new=new.min(), touched_at=later.min())
    found = found.mutate(exact=found.touched_at.notnull() & (found.first_new <= found.touched_at))
    return found.select(*TICKET, "touched_at", "exact")


def _pauses(log: EventLog, places: Table, clock: Clock, agreements: Sequence[Agreement]) -> pa.Table:
    """When the clocks stood still: in the agreement's states, and while a ticket was resolved for a time."""
    t = log.transitions.join(places, TICKET)
    conditions = [
        (t.agreement == place) & _pausing(t, each.pauses) for place, each in enumerate(agreements) if each.pauses
    ]
    if clock is Clock.RESOLUTION:
        conditions.append(t.status.isin(RESOLVED))
    t = t.filter(reduce(or_, conditions, ibis.literal(False)))
    return t.order_by("place", "position").select("place", "at", "until").to_pyarrow()


def _pausing(transitions: Table, pauses: Sequence[str]) -> BooleanValue:
    own = [word.casefold() for word in pauses]
    state: Column = transitions.state.lower()
    found: BooleanValue = ibis.coalesce(transitions.status.isin(own), False) | ibis.coalesce(state.isin(own), False)
    return found


def micros(column: pa.ChunkedArray) -> np.ndarray:
    """A column of instants as ``datetime64[us]``, NaT for null."""
    found: np.ndarray = column.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False).astype("datetime64[us]")
    return found
