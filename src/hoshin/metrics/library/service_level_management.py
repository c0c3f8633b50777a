"""Service level management: whether what was agreed is kept."""

from __future__ import annotations

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Dating, Share

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
        practice="service level management",
        owner_role="service level manager",
        exclusions="cancelled tickets; tickets without the desk's flag; open tickets that missed the time already",
        counter_metrics=("waiting_time",),
        clock="the desk's own",
        needs=("sla_met",),
    ),
)
