"""Service level management: whether what was agreed is kept."""

from __future__ import annotations

from dataclasses import replace

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Condition, Dating, OverdueShare, Share

PRACTICE = "service level management"
OWNER = "service level manager"


def kept(flag: str, end: str, due: str) -> Condition:
    """Whether a promise was kept: by the due time where it is known, else by the desk's flag at the end."""

    def met(tickets: Table) -> BooleanValue:
        in_time = ibis.ifelse(tickets[due].notnull(), tickets[end] <= tickets[due], tickets[flag])
        return ibis.ifelse(tickets[end].isnull(), ibis.literal(False), in_time)

    return met


RESOLVED_IN_TIME = kept("sla_met", "resolved_at", "due_at")
RESPONDED_IN_TIME = kept("response_sla_met", "responded_at", "response_due_at")

METRICS = (
    Metric(
        key="resolution_sla_met_share",
        title="Resolution SLA met",
        question="How many tickets are resolved within the agreed time?",
        formula="tickets resolved by their due time (those without one: that the desk flags as resolved within the "
        "agreed "
        "time) / tickets with a due time or a flag, over tickets resolved in the period, or due in it where they were "
        "not resolved by then",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.SLA_JUDGED,
        statistic=Share(RESOLVED_IN_TIME),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without due time and flag; open tickets that are not due "
        "by the newest change of the desk; open tickets that missed the time, where no due time is known",
        counter_metrics=("waiting_time", "knowledge_use_share", "csat_share"),
        clock="the desk's own",
        version=2,
        needs_one_of=("due_at", "sla_met"),
        without_duplicates=True,
        called=('ServiceNow: "% within SLA" (task_sla)',),
    ),
    Metric(
        key="response_sla_met_share",
        title="Response SLA met",
        question="How many users hear from us within the agreed time?",
        formula="tickets responded to by the time at which the response was due (those without one: that the desk "
        "flags "
        "as responded to within the agreed time) / tickets with such a time or a flag, over tickets first responded to "
        "in the period, or whose response was due in it where it had not come by then",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESPONSE_JUDGED,
        statistic=Share(RESPONDED_IN_TIME),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without due time and flag; tickets nobody has responded "
        "to yet, unless a due time is known and has passed by the newest change of the desk",
        counter_metrics=("waiting_time", "first_contact_resolution_share", "knowledge_use_share", "csat_share"),
        clock="the desk's own",
        version=2,
        needs_one_of=("response_due_at", "response_sla_met"),
        without_duplicates=True,
    ),
    Metric(
        key="open_and_overdue_share",
        title="Open and overdue",
        question="How much of the open work is late already?",
        formula="tickets open at the end of the period's last day (24:00) whose due day is that day or earlier / "
        "tickets open then that have a due time",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=OverdueShare(),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="tickets without a due time",
        counter_metrics=("resolution_sla_met_share",),
        clock="the desk's own",
        needs=("due_at",),
        called=('ServiceNow: "% open and overdue"',),
    ),
)


PAST = (
    replace(
        counting_duplicates(METRICS[0]),
        formula="tickets that the desk flags as resolved within the agreed time / tickets with a flag, over tickets "
        "resolved in the period",
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.sla_met),
        exclusions="cancelled tickets; tickets without the desk's flag; open tickets that missed the time already",
        needs=("sla_met",),
        needs_one_of=(),
    ),
    replace(
        counting_duplicates(METRICS[1]),
        formula="tickets that the desk flags as responded to within the agreed time / tickets with a flag, over "
        "tickets first responded to in the period",
        dating=Dating.RESPONDED,
        statistic=Share(lambda tickets: tickets.response_sla_met),
        exclusions="cancelled tickets; tickets without the desk's flag; tickets nobody has responded to yet",
        needs=("response_sla_met",),
        needs_one_of=(),
    ),
)
