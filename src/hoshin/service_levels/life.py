"""The clock of one ticket, stretch by stretch: how a verdict came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.working_time import elapsed, spans
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.clocks import Horizon, Pauses, State, lives_of
from hoshin.service_levels.lives import find
from hoshin.service_levels.running import pieces

Stretch = tuple[datetime, datetime]
"""From one UTC instant to another."""


@dataclass(frozen=True)
class Life:
    """One ticket's clock by the agreement that holds for it. Instants are UTC, amounts working time.

    ``ran`` are the stretches between pauses with the working time in each, ``working`` the working hours from the
    opening to ``until``, the later of the end and the due time. ``end`` is when it stopped, or up to when the ticket is
    known. ``elapsed`` and ``due_at`` are None where they are not known.
    """

    agreement: Agreement
    state: State
    pauses_known: bool
    reason: str
    opened_at: datetime
    stopped_at: datetime | None
    stopped_by: str
    due_at: datetime | None
    elapsed: timedelta | None
    end: datetime
    until: datetime
    ran: tuple[tuple[datetime, datetime, timedelta], ...]
    working: tuple[Stretch, ...]


def life(
    log: EventLog, book: Book, clock: Clock, clocks: pa.Table, horizons: Mapping[str, Horizon], desk: str, ticket: str
) -> Life | None:
    """The life of one ticket's clock; ``clocks`` are those of the log. None where no agreement on it holds."""
    row = clocks.filter(pc.and_(pc.equal(clocks["desk"], desk), pc.equal(clocks["ticket"], ticket))).to_pylist()
    if not row:
        return None
    said = row[0]
    agreement = book.agreements[said["agreement"]]
    calendar = book.calendar(agreement.calendar)
    chosen = ibis.memtable(pa.table({"desk": [desk], "ticket": [ticket]}))
    own = replace(log, tickets=log.tickets.semi_join(chosen, TICKET))
    lives = lives_of(find(own, clock, book.on(clock)), horizons)
    cut = pieces(lives)
    worked = elapsed(calendar, cut.begins, cut.ends)
    end = _utc(lives.ends[0])
    due = said["due_at"] and said["due_at"].replace(tzinfo=UTC)
    until = max(filter(None, (end, due)))
    known = not np.isnat(worked).any()
    return Life(
        agreement,
        State(said["state"]),
        said["pauses"] == Pauses.KNOWN.value,
        said["reason"] or "",
        said["opened_at"].replace(tzinfo=UTC),
        said["stopped_at"] and said["stopped_at"].replace(tzinfo=UTC),
        said["stopped_by"] or "",
        due,
        None if said["elapsed"] is None else timedelta(microseconds=said["elapsed"]),
        end,
        until,
        tuple(
            (_utc(begin), _utc(finish), amount.astype(timedelta))
            for begin, finish, amount in zip(cut.begins, cut.ends, worked, strict=True)
            if begin < finish
        )
        if known
        else (),
        tuple(spans(calendar, _utc(lives.begins[0]), until)) if known else (),
    )


def _utc(instant: np.datetime64) -> datetime:
    found: datetime = instant.astype("datetime64[us]").astype(datetime)
    return found.replace(tzinfo=UTC)
