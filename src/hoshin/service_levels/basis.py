"""The metrics of service levels by another basis than the desk's own flags: by computed clocks."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.grouping import one_by_one
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.rows import TICKET
from hoshin.service_levels.agreement import Clock
from hoshin.service_levels.clocks import State


class Basis(StrEnum):
    """Whose word it is that an agreed time was kept."""

    DESK = "desk"
    """The desk's own flag."""
    COMPUTED = "computed"
    """The clock, by the agreements."""
    EITHER = "either"
    """The desk's flag where it gives one, else the clock."""


METRIC: dict[Clock, str] = {
    Clock.RESPONSE: "response_sla_met_share",
    Clock.RESOLUTION: "resolution_sla_met_share",
}
"""The metric that a clock decides."""
FLAG: dict[Clock, str] = {Clock.RESPONSE: "response_sla_met", Clock.RESOLUTION: "sla_met"}
"""The column of tickets that holds the desk's own word on a clock."""


def by_clocks(log: EventLog, clocks: pa.Table, clock: Clock, basis: Basis) -> EventLog:
    """The log with the flag of one clock as the basis has it: metrics read from it are by that basis.

    A ticket first responded to by the clock's reckoning is dated by that, where the desk does not record responses.
    """
    if basis is Basis.DESK:
        return log
    met = pc.equal(clocks["state"], State.MET.value)
    judged = pc.or_(met, pc.equal(clocks["state"], State.BREACHED.value))
    # An open clock that has run over is no verdict on a ticket that was resolved: it waits for its end.
    judged = pc.and_(judged, pc.is_valid(clocks["stopped_at"]))
    said = pa.table(
        {
            "desk": clocks["desk"],
            "ticket": clocks["ticket"],
            "clock_met": pc.if_else(judged, met, pa.scalar(None, pa.bool_())),
            "clock_stopped": clocks["stopped_at"],
            "clock_day": clocks["stopped_on"],
        }
    )
    flag = FLAG[clock]
    t = log.tickets.left_join(ibis.memtable(said), TICKET).drop("desk_right", "ticket_right")
    flags = {flag: t.clock_met if basis is Basis.COMPUTED else ibis.coalesce(t[flag], t.clock_met)}
    if clock is Clock.RESPONSE:
        flags["responded_on"] = ibis.coalesce(t.responded_on, t.clock_day)
        flags["responded_at"] = ibis.coalesce(t.responded_at, t.clock_stopped)
    t = t.mutate(**flags).select(*log.tickets.columns)
    return replace(log, tickets=t, grouped=one_by_one)
