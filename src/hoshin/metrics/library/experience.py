"""Experience: what users say, and how many of them say anything."""

from __future__ import annotations

from ibis import Table
from ibis.expr.types import IntegerValue

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Dating, Mean, Measure, Share

PRACTICE = "experience management"
OWNER = "experience manager"


def _points(tickets: Table) -> IntegerValue:
    """100 for a promoter (9 or 10), -100 for a detractor (0 to 6), 0 between: their mean is the index."""
    return ((tickets.experience >= 9).cast("int64") - (tickets.experience <= 6).cast("int64")) * 100


METRICS = (
    Metric(
        key="csat_share",
        title="Satisfied users",
        question="How many of those who answer are satisfied?",
        formula="answers of 4 or 5 on the scale of five / answers, over tickets resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.satisfaction >= 4),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without an answer: read the response rate beside it",
        version=2,
        without_duplicates=True,
        counter_metrics=(
            "csat_response_share",
            "resolution_sla_met_share",
            "response_sla_met_share",
            "self_service_success_share",
            "cost_per_ticket",
        ),
        needs=("satisfaction",),
    ),
    Metric(
        key="csat_mean",
        title="Mean satisfaction",
        question="How satisfied are those who answer, on a scale from 0 to 100?",
        formula="mean of (answer - 1) x 25, which lays the scale of 1 to 5 on 0 to 100, over tickets resolved in the "
        "period",
        unit="points",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Mean(Measure(lambda tickets: (tickets.satisfaction.cast("int64") - 1) * 25)),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without an answer: read the response rate beside it",
        counter_metrics=("csat_response_share",),
        needs=("satisfaction",),
        without_duplicates=True,
        called=('ServiceNow: "Average CSAT (normalised)"',),
    ),
    Metric(
        key="csat_response_share",
        title="Users who answer",
        question="How many users stand behind the satisfaction that we report?",
        formula="tickets with an answer / tickets, over tickets resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.satisfaction.notnull()),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets of desks that never give an answer",
        version=2,
        without_duplicates=True,
        counter_metrics=("csat_share",),
        desk_gives="satisfaction",
    ),
    Metric(
        key="experience_index",
        title="Experience index",
        question="Do more users leave happy than unhappy?",
        formula="percentage of answers of 9 or 10 - percentage of answers from 0 to 6, over tickets resolved in the "
        "period",
        unit="points",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Mean(Measure(_points)),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without an answer, or with one above 10",
        version=2,
        without_duplicates=True,
        counter_metrics=("csat_response_share",),
        needs=("experience",),
        valid=lambda tickets: tickets.experience <= 10,
    ),
    Metric(
        key="lost_time",
        title="Working time lost per ticket",
        question="How much working time does a ticket cost the one who has it?",
        formula="mean of the time that users estimate to have lost, over tickets resolved in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Mean(Measure(lambda tickets: tickets.lost_minutes, per=60)),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without an estimate",
        version=2,
        without_duplicates=True,
        counter_metrics=("csat_share",),
        clock="the users' estimate",
        needs=("lost_minutes",),
    ),
)

PAST = tuple(counting_duplicates(metric) for metric in METRICS if metric.without_duplicates and metric.version == 2)
