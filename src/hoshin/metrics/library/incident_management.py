"""Incident management: how fast tickets are resolved, and whether they stay resolved."""

from __future__ import annotations

from dataclasses import replace

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import between, hours, hours_without_waiting, in_order
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Dating, Mean, Quantile, Ratio, Share, Statistic

PRACTICE = "incident management"
OWNER = "incident manager"
RESOLUTION_TIME = between("opened_at", "resolved_at")
WAITING_TIME = hours("waiting_hours")
ACTIVE_TIME = hours("active_hours")
REOPENED = Share(lambda tickets: tickets.reopens > 0)
WAITS_FOR = {"user": "the user", "vendor": "a vendor", "change": "a change"}
WORKING_TIME = hours_without_waiting("opened_at", "resolved_at")


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
        exclusions="cancelled tickets and duplicates; tickets recorded as resolved before they were opened",
        version=2,
        without_duplicates=True,
        counter_metrics=("reopen_share",),
        valid=in_order("opened_at", "resolved_at"),
        called=('ServiceNow: "Average time to resolve an incident"',) if isinstance(statistic, Mean) else (),
    )


def _first_response(key: str, title: str, question: str, which: str, q: float) -> Metric:
    return Metric(
        key=key,
        title=title,
        question=question,
        formula=f"{which} of (time of the first response - time opened), over tickets first responded to in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESPONDED,
        statistic=Quantile(between("opened_at", "responded_at"), q),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without a recorded response; responses recorded before "
        "the opening",
        version=2,
        without_duplicates=True,
        counter_metrics=("first_contact_resolution_share",),
        needs=("responded_at",),
        valid=in_order("opened_at", "responded_at"),
    )


def _without_waiting(key: str, title: str, which: str, q: float) -> Metric:
    return Metric(
        key=key,
        title=title,
        question="How long does a ticket take while it is ours to work on?",
        formula=f"{which} of (time resolved - time opened - time in waiting states), over tickets resolved in the "
        "period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Quantile(WORKING_TIME, q),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without history of states; tickets resolved before they "
        "were opened",
        version=2,
        without_duplicates=True,
        counter_metrics=("waiting_time", "reopen_share"),
        clock="calendar, paused while waiting",
        needs=("waiting_hours",),
        valid=in_order("opened_at", "resolved_at"),
    )


def _waiting(reason: str, whom: str) -> Metric:
    return Metric(
        key=f"waiting_time_{reason}",
        title=f"Waiting for {whom}",
        question=f"How long does a ticket wait for {whom}?",
        formula=f"mean of the time in which the ticket waited for {whom} until it left, by its reason for waiting, "
        "else "
        "by the word of its state; over tickets resolved in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Mean(hours(f"waiting_{reason}_hours")),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without history of states; tickets of desks that never "
        f"say that a ticket waits for {whom}",
        counter_metrics=("resolution_sla_met_share",),
        needs=(f"waiting_{reason}_hours",),
        without_duplicates=True,
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
    *(_waiting(reason, whom) for reason, whom in WAITS_FOR.items()),
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
        exclusions="cancelled tickets and duplicates; tickets without history of states",
        version=2,
        without_duplicates=True,
        counter_metrics=("resolution_sla_met_share", "response_sla_met_share"),
        needs=("waiting_hours",),
    ),
    Metric(
        key="reopen_share",
        title="Reopened tickets",
        question="How many resolutions did not hold?",
        formula="tickets reopened at least once / tickets, over tickets resolved in the period, a reopened one when "
        "the "
        "resolution was that did not hold (the desk's count of reopenings, else reopenings within 14 days of a "
        "resolution); what was resolved in the last 14 days may still come back",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.FIRST_RESOLVED,
        statistic=REOPENED,
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets for which reopenings are unknown",
        version=2,
        without_duplicates=True,
        counter_metrics=("time_to_resolve_median", "first_contact_resolution_share", "backlog"),
        needs=("reopens",),
        called=('ServiceNow: "% of reopened incidents" (reopen_count > 0)',),
    ),
    _first_response(
        "time_to_first_response_median",
        "Time to first response (median)",
        "Within what time does half of the users hear from us?",
        "median (linear interpolation)",
        0.5,
    ),
    _first_response(
        "time_to_first_response_p85",
        "Time to first response (85th percentile)",
        "Within what time do 85 of 100 users hear from us?",
        "85th percentile (linear interpolation)",
        0.85,
    ),
    _without_waiting(
        "time_to_resolve_without_waiting_median",
        "Time to resolve without waiting (median)",
        "median (linear interpolation)",
        0.5,
    ),
    _without_waiting(
        "time_to_resolve_without_waiting_p85",
        "Time to resolve without waiting (85th percentile)",
        "85th percentile (linear interpolation)",
        0.85,
    ),
    Metric(
        key="touch_time_share",
        title="Touch time",
        question="For how much of its life is a ticket being worked on?",
        formula="time in active states / (time resolved - time opened), each summed over tickets resolved in the "
        "period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Ratio(ACTIVE_TIME, RESOLUTION_TIME),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets without history of states; tickets resolved before they "
        "were opened",
        version=2,
        without_duplicates=True,
        counter_metrics=("time_to_resolve_median",),
        needs=("active_hours",),
        valid=in_order("opened_at", "resolved_at"),
    ),
    Metric(
        key="repeat_incident_share",
        title="Repeat incidents",
        question="How many incidents have we seen before?",
        formula="incidents for which another of the same service and category was opened in the 30 days before / "
        "incidents, over incidents opened in the period",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.OPENED,
        statistic=Share(lambda tickets: tickets.repeated),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="duplicates; incidents without service or category",
        version=2,
        without_duplicates=True,
        counter_metrics=("problem_linked_share",),
        among=lambda tickets: tickets.kind == Kind.INCIDENT.value,
        needs=("repeated",),
    ),
)

PAST = tuple(
    replace(
        counting_duplicates(metric),
        formula="tickets reopened at least once / tickets, over tickets resolved in the period "
        "(the desk's count of reopenings, else reopenings within 14 days of a resolution)",
        dating=Dating.RESOLVED,
    )
    if metric.key == "reopen_share"
    else counting_duplicates(metric)
    for metric in METRICS
    if metric.version == 2
)
