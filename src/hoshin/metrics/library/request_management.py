"""Service request management: whether what was promised comes in time."""

from __future__ import annotations

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Dating, Share

METRICS = (
    Metric(
        key="request_on_time_share",
        title="Requests fulfilled on time",
        question="How many requests are fulfilled by the promised time?",
        formula="requests resolved by their due time / requests with a due time, over requests resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.resolved_at <= tickets.due_at),
        practice="service request management",
        owner_role="request manager",
        exclusions="cancelled requests; requests without a due time; open requests that are late already",
        counter_metrics=("reopen_share", "open_and_overdue_share"),
        clock="the desk's own",
        among=lambda tickets: tickets.kind == Kind.REQUEST.value,
        needs=("due_at",),
    ),
)
