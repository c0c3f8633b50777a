"""Metrics of the field that no ticket can tell: each is refused with the field that would have to be known."""

from __future__ import annotations

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Absent, Dating


def _absent(
    key: str,
    title: str,
    question: str,
    formula: str,
    unit: str,
    direction: Direction,
    practice: str,
    owner_role: str,
    counter: str,
    missing: Absent,
) -> Metric:
    return Metric(
        key=key,
        title=title,
        question=question,
        formula=formula,
        unit=unit,
        direction=direction,
        dating=Dating.STANDING,
        statistic=missing,
        practice=practice,
        owner_role=owner_role,
        exclusions="not computed: the event log cannot hold what it needs",
        counter_metrics=(counter,),
    )


METRICS = (
    _absent(
        "contact_rate",
        "Contact rate",
        "How often does a user have to ask for help?",
        "incidents and requests opened / mean number of active users served, per month",
        "per ticket",
        Direction.LOWER,
        "service desk",
        "service desk manager",
        "csat_share",
        Absent("users_served", "the number of active users whom the desk serves"),
    ),
    _absent(
        "service_availability",
        "Service availability",
        "For how much of the agreed time can the service be used?",
        "1 - outage minutes in agreed hours, weighted by the share of users affected / agreed minutes",
        "share",
        Direction.HIGHER,
        "service level management",
        "service level manager",
        "change_lead_time",
        Absent("outages", "when each service was out, in its agreed hours, and for which share of its users"),
    ),
    _absent(
        "self_service_success_share",
        "Self-service success",
        "How many users help themselves?",
        "sessions in portal, knowledge base or assistant that end without a ticket within 24 hours / sessions",
        "share",
        Direction.HIGHER,
        "knowledge management",
        "knowledge manager",
        "csat_share",
        Absent("sessions", "the sessions in the portal, and whether a ticket followed"),
    ),
    _absent(
        "cost_per_ticket",
        "Cost per ticket",
        "What does a ticket cost?",
        "operating expense of the support function in a year / tickets that came in",
        "per ticket",
        Direction.LOWER,
        "service financial management",
        "head of IT",
        "csat_share",
        Absent("expense", "the operating expense of the support function"),
    ),
    _absent(
        "process_conformance_share",
        "Process conformance",
        "How many tickets go the way that the practice lays down?",
        "tickets without deviation from the practice's pattern / tickets",
        "share",
        Direction.HIGHER,
        "continual improvement",
        "process owner",
        "time_to_resolve_median",
        Absent("pattern", "the way that the practice lays down, against which a ticket's history is compared"),
    ),
    _absent(
        "improvement_yield_share",
        "Improvement yield",
        "How many of our initiatives are proven to work?",
        "initiatives closed with the verdict proven / initiatives closed",
        "share",
        Direction.HIGHER,
        "continual improvement",
        "head of IT",
        "csat_share",
        Absent("verdicts", "the verdicts of closed initiatives, which people author and no ticket holds"),
    ),
)
