"""Service level management: whether what was agreed is kept."""

from __future__ import annotations

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Dating, OverdueShare, Share

PRACTICE = "service level management"
OWNER = "service level manager"

METRICS = (
    Metric(
        key="resolution_sla_met_share",
        title="Resolution SLA met",
        question="How many tickets are resolved within the agreed time?",
        formula="tickets that the desk flags as resolved within the agreed time / tickets with a flag, over tickets "
        "resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.sla_met),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets without the desk's flag; open tickets that missed the time already",
        counter_metrics=("waiting_time",),
        clock="the desk's own",
        needs=("sla_met",),
    ),
    Metric(
        key="response_sla_met_share",
        title="Response SLA met",
        question="How many users hear from us within the agreed time?",
        formula="tickets that the desk flags as responded to within the agreed time / tickets with a flag, over "
        "tickets first responded to in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESPONDED,
        statistic=Share(lambda tickets: tickets.response_sla_met),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets without the desk's flag; tickets nobody has responded to yet",
        counter_metrics=("first_contact_resolution_share",),
        clock="the desk's own",
        needs=("response_sla_met",),
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
    ),
)
