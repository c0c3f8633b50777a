"""Problem management: whether the causes of incidents are pursued."""

from __future__ import annotations

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Dating, Share

METRICS = (
    Metric(
        key="problem_linked_share",
        title="Incidents linked to a problem",
        question="How many incidents have a problem record that looks for their cause?",
        formula="incidents linked to a problem / incidents, over incidents resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.problem.notnull()),
        practice="problem management",
        owner_role="problem manager",
        exclusions="cancelled incidents; incidents of desks that never name a problem",
        counter_metrics=("time_to_resolve_median",),
        among=lambda tickets: tickets.kind == Kind.INCIDENT.value,
        desk_gives="problem",
    ),
)
