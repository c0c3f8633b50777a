"""SLA clocks computed from the event log: how long each ticket's clock ran, until when it may, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.days import local_days
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import INSTANT, Status
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.lives import Found, Stop, find, micros
from hoshin.service_levels.running import Lives, run


class State(StrEnum):
    """Where a clock stands."""

    MET = "met"
    BREACHED = "breached"
    """More working time than agreed has run, whether the clock has stopped or not."""
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Pauses(StrEnum):
    """What is known of a clock's pauses."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    """The desk gives no history: the clock ran through, so that a breach may be none. What is met is met all the same.
    """


@dataclass(frozen=True)
class Horizon:
    """Up to which UTC instant a desk's tickets are known, where its open clocks are looked at; and its time zone."""

    at: datetime
    zone: str


TOO_EARLY = "it stopped before the ticket was opened"
OUT_OF_REACH = "one of its times lies outside of 1970 to 2200"
NO_RESPONSE = "nothing tells when somebody first responded"

CLOCKS: pa.Schema = pa.schema(
    [
        pa.field("desk", pa.string()),
        pa.field("ticket", pa.string()),
        pa.field("agreement", pa.int32()),  # its place in the book
        pa.field("opened_at", INSTANT),
        pa.field("opened_on", pa.date32()),  # in the desk's time zone
        pa.field("stopped_at", INSTANT),  # null while it runs
        pa.field("stopped_on", pa.date32()),  # in the desk's time zone
        pa.field("stopped_by", pa.string()),
        pa.field("elapsed", pa.int64()),  # working time without pauses, in microseconds
        pa.field("due_at", INSTANT),  # when the time is used up; null where it is not known, or paused
        pa.field("due_on", pa.date32()),  # in the desk's time zone
        pa.field("state", pa.string()),
        pa.field("pauses", pa.string()),
        pa.field("reason", pa.string()),  # why it is unknown
    ]
)
"""A row for each ticket for which an agreement on the clock holds, in the order of desk and ticket."""

_FAR = np.datetime64("2199-12-31", "us")
_NAT = np.datetime64("NaT", "us")


def clocks(log: EventLog, book: Book, clock: Clock, horizons: Mapping[str, Horizon]) -> pa.Table:
    """The clocks of all tickets for which an agreement holds, in the form of ``CLOCKS``.

    ``horizons`` holds that of each desk.
    """
    agreements = book.on(clock)
    if not agreements:
        return CLOCKS.empty_table()
    found = find(log, clock, agreements)
    tickets = found.tickets
    opened, stopped = micros(tickets["opened_at"]), micros(tickets["stopped_at"])
    lives = lives_of(found, horizons)
    chosen = tickets["agreement"].to_numpy()
    elapsed = np.full(len(opened), np.iinfo(np.int64).min)
    due, paused = np.full(len(opened), _NAT), np.zeros(len(opened), bool)
    target = np.zeros(len(opened), np.int64)
    for place, agreement in enumerate(agreements):
        own = chosen == place
        ran = run(book.calendar(agreement.calendar), lives.of(own), np.timedelta64(agreement.target, "us"))
        elapsed[own], due[own], paused[own] = ran.elapsed.view(np.int64), ran.due, ran.paused
        target[own] = np.timedelta64(agreement.target, "us").astype(np.int64)
    state, reason = _judged(tickets, opened, stopped, elapsed, target, paused)
    # Once it is judged unknown nothing more is said of it; a clock that stands still has no due time yet.
    silent = (state == State.UNKNOWN.value) | (state == State.CANCELLED.value)
    due[silent | (state == State.PAUSED.value)] = _NAT
    pauses = np.where(tickets["pauses_known"].to_numpy(zero_copy_only=False), Pauses.KNOWN.value, Pauses.UNKNOWN.value)
    places = np.array([book.agreements.index(each) for each in agreements], np.int32)
    columns = {
        "desk": tickets["desk"],
        "ticket": tickets["ticket"],
        "agreement": pa.array(places[chosen]),
        "opened_at": tickets["opened_at"],
        "opened_on": tickets["opened_on"],
        "stopped_at": tickets["stopped_at"],
        "stopped_on": _days(tickets["desk"], tickets["stopped_at"], horizons),
        "stopped_by": tickets["stopped_by"],
        "elapsed": pa.array(elapsed, mask=silent),
        "due_at": pa.array(due),
        "due_on": _days(tickets["desk"], pa.chunked_array([pa.array(due).cast(INSTANT)]), horizons),
        "state": pa.array(state),
        "pauses": pa.array(pauses),
        "reason": pa.array(reason, pa.string(), mask=state != State.UNKNOWN.value),
    }
    return pa.table(columns).cast(CLOCKS)


def lives_of(found: Found, horizons: Mapping[str, Horizon]) -> Lives:
    """The lives of the clocks of tickets, in their order: those that run end where their desk is known up to."""
    opened, stopped = micros(found.tickets["opened_at"]), micros(found.tickets["stopped_at"])
    desks = pc.dictionary_encode(found.tickets["desk"]).combine_chunks()
    known = [np.datetime64(horizons[desk].at.replace(tzinfo=None), "us") for desk in desks.dictionary.to_pylist()]
    now = np.array(known, "datetime64[us]")[desks.indices.to_numpy()] if known else stopped
    ends = np.where(np.isnat(stopped), now, stopped)
    until = micros(found.pauses["until"])
    return Lives(
        opened,
        np.maximum(ends, opened),
        found.pauses["place"].to_numpy(),
        micros(found.pauses["at"]),
        np.where(np.isnat(until), _FAR, until),
    )


def _judged(
    tickets: pa.Table,
    opened: np.ndarray,
    stopped: np.ndarray,
    elapsed: np.ndarray,
    target: np.ndarray,
    paused: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The state of each clock, and the reason where it is unknown."""
    runs = np.isnat(stopped)
    kept = elapsed <= target
    at_latest = pc.fill_null(pc.equal(tickets["stopped_by"], Stop.AT_LATEST.value), False).to_numpy(
        zero_copy_only=False
    )
    silent = tickets["silent"].to_numpy(zero_copy_only=False)
    cancelled = pc.fill_null(pc.equal(tickets["status"], Status.CANCELLED.value), False)
    unknown = [
        (stopped < opened, TOO_EARLY),
        (elapsed == np.iinfo(np.int64).min, OUT_OF_REACH),
        # A response that came by then is in time if then was; if not, nobody can tell.
        ((~kept & at_latest) | (runs & silent), NO_RESPONSE),
    ]
    reason = np.select([case for case, _ in unknown], [why for _, why in unknown], default="")
    state = np.select(
        [
            cancelled.to_numpy(zero_copy_only=False),
            reason != "",
            ~kept,
            ~runs,
            paused,
        ],
        [State.CANCELLED.value, State.UNKNOWN.value, State.BREACHED.value, State.MET.value, State.PAUSED.value],
        default=State.RUNNING.value,
    )
    return state, reason


def _days(of: pa.ChunkedArray, at: pa.ChunkedArray, horizons: Mapping[str, Horizon]) -> pa.ChunkedArray:
    """The day of each instant, in the time zone of its ticket's desk."""
    # Tickets stand in the order of their desks.
    desks = pc.run_end_encode(of.combine_chunks())
    begin, found = 0, [pa.array([], pa.date32())]
    for desk, end in zip(desks.values.to_pylist(), desks.run_ends.to_pylist(), strict=True):
        found.append(local_days(at.slice(begin, end - begin), horizons[desk].zone))
        begin = end
    return pa.chunked_array(found)


def judged_on(clocks: pa.Table) -> pa.ChunkedArray:
    """The day on which each clock of ``CLOCKS`` is judged: it stopped in time, or its time was used up. Else null.

    Where it is not known when the time was used up, the end of the clock is the day on which it shows.
    """
    met = pc.equal(clocks["state"], State.MET.value)
    breached = pc.equal(clocks["state"], State.BREACHED.value)
    day = pc.if_else(met, clocks["stopped_on"], pc.coalesce(clocks["due_on"], clocks["stopped_on"]))
    return pc.if_else(pc.or_(met, breached), day, pa.scalar(None, pa.date32()))
