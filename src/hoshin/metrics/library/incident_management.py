"""Incident management: how fast tickets are resolved, and whether they stay resolved."""

from __future__ import annotations

from ibis import Table
from ibis.expr.types import BooleanValue, IntegerValue

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Dating, Mean, Measure, Quantile, Share, Statistic

PRACTICE = "incident management"
OWNER = "incident manager"
MICROSECONDS_AN_HOUR = 3_600_000_000
MICROSECONDS_A_SECOND = 1_000_000


def _resolution_time(tickets: Table) -> IntegerValue:
    return tickets.resolved_at.delta(tickets.opened_at, unit="microsecond")


def _in_order(tickets: Table) -> BooleanValue:
    return tickets.resolved_at >= tickets.opened_at


def _waiting_time(tickets: Table) -> IntegerValue:
    return (tickets.waiting_hours * MICROSECONDS_AN_HOUR).round().cast("int64")


RESOLUTION_TIME = Measure(_resolution_time, per=MICROSECONDS_AN_HOUR, coarse=MICROSECONDS_A_SECOND)
WAITING_TIME = Measure(_waiting_time, per=MICROSECONDS_AN_HOUR, coarse=MICROSECONDS_A_SECOND)


def _time_to_resolve(key: str, title: str, question: str, which: str, statistic: Statistic) -> Metric:
    return Metric(
        key=key,
        title=title,
        question=question,
        formula=f"{which} of (time resolved - time opened), over tickets resolved in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=statistic,
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets recorded as resolved before they were opened",
        counter_metrics=("reopen_share",),
        valid=_in_order,
    )


METRICS = (
    _time_to_resolve(
        "time_to_resolve_mean",
        "Time to resolve (mean)",
        "How long does a resolved ticket take on average? Read it beside the median: a few long tickets pull it up.",
        "mean",
        Mean(RESOLUTION_TIME),
    ),
    _time_to_resolve(
        "time_to_resolve_median",
        "Time to resolve (median)",
        "Within what time is half of the tickets resolved?",
        "median (linear interpolation)",
        Quantile(RESOLUTION_TIME, 0.5),
    ),
    _time_to_resolve(
        "time_to_resolve_p85",
        "Time to resolve (85th percentile)",
        "Within what time are 85 of 100 tickets resolved: what can a user be told to expect?",
        "85th percentile (linear interpolation)",
        Quantile(RESOLUTION_TIME, 0.85),
    ),
    Metric(
        key="waiting_time",
        title="Waiting time per ticket",
        question="How long does a ticket lie in waiting states: for the user, a vendor, a change?",
        formula="mean of the time in waiting states until the ticket left, over tickets resolved in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Mean(WAITING_TIME),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets without history of states",
        counter_metrics=("resolution_sla_met_share",),
        needs=("waiting_hours",),
    ),
    Metric(
        key="reopen_share",
        title="Reopened tickets",
        question="How many resolutions did not hold?",
        formula="tickets reopened at least once / tickets, over tickets resolved in the period "
        "(the desk's count of reopenings, else reopenings within 14 days of a resolution)",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.reopens > 0),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets for which reopenings are unknown",
        counter_metrics=("time_to_resolve_median",),
        needs=("reopens",),
    ),
)
