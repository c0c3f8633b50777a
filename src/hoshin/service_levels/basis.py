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
from hoshin.service_levels.clocks import State, judged_on


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
END = {Clock.RESPONSE: "responded", Clock.RESOLUTION: "resolved"}
DUE = {Clock.RESPONSE: "response_due", Clock.RESOLUTION: "due"}
JUDGED = {Clock.RESPONSE: "response_judged_on", Clock.RESOLUTION: "sla_judged_on"}
"""The columns of when a clock stops, by when it is to (without ``_at`` and ``_on``), and of the day that judges it."""


def by_clocks(log: EventLog, clocks: pa.Table, clock: Clock, basis: Basis) -> EventLog:
    """The log with the flag of one clock as the basis has it: metrics read from it are by that basis.

    A ticket on which the clock has the word is judged when the clock stopped in time, else when its time was used up. A
    desk that knows a ticket's due time or flags it has the word on it, but by the basis of the clocks alone.
    """
    if basis is Basis.DESK:
        return log
    met = pc.equal(clocks["state"], State.MET.value)
    judged = pc.or_(met, pc.equal(clocks["state"], State.BREACHED.value))
    said = pa.table(
        {
            "desk": clocks["desk"],
            "ticket": clocks["ticket"],
            "clock_met": pc.if_else(judged, met, pa.scalar(None, pa.bool_())),
            "clock_stopped": clocks["stopped_at"],
            "clock_day": judged_on(clocks),
        }
    )
    flag, end, due, judges = FLAG[clock], END[clock], DUE[clock], JUDGED[clock]
    t = log.tickets.left_join(ibis.memtable(said), TICKET).drop("desk_right", "ticket_right")
    silent = t[f"{due}_at"].isnull() & t[flag].isnull()
    ours = ibis.literal(True) if basis is Basis.COMPUTED else silent
    said_so = {
        flag: ibis.ifelse(ours, t.clock_met, t[flag]),
        judges: ibis.ifelse(ours, ibis.coalesce(t.clock_day, t[judges]), t[judges]),
        f"{end}_at": ibis.coalesce(t[f"{end}_at"], t.clock_stopped),
        f"{due}_at": ibis.ifelse(ours, ibis.null("timestamp"), t[f"{due}_at"]),
    }
    t = t.mutate(**said_so).select(*log.tickets.columns)
    return replace(log, tickets=t, grouped=one_by_one)
