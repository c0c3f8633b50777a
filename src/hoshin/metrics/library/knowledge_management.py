"""Knowledge management: whether what is known is used."""

from __future__ import annotations

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Dating, Share

METRICS = (
    Metric(
        key="knowledge_use_share",
        title="Resolved with an article",
        question="How much of the work rests on what is written down?",
        formula="tickets with a knowledge article / tickets, over tickets resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.article.notnull()),
        practice="knowledge management",
        owner_role="knowledge manager",
        exclusions="cancelled tickets and duplicates; tickets of desks that never name an article",
        version=2,
        without_duplicates=True,
        counter_metrics=("reopen_share", "resolution_sla_met_share", "response_sla_met_share"),
        desk_gives="article",
    ),
)

PAST = tuple(counting_duplicates(metric) for metric in METRICS if metric.without_duplicates and metric.version == 2)
