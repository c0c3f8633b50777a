"""Problem management: whether the causes of incidents are pursued."""

from __future__ import annotations

from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import between, in_order
from hoshin.metrics.statistic import Dating, MedianAge, Quantile, Share

PRACTICE = "problem management"
OWNER = "problem manager"


def _problems(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.PROBLEM.value


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
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled incidents; incidents of desks that never name a problem",
        counter_metrics=("time_to_resolve_median",),
        among=lambda tickets: tickets.kind == Kind.INCIDENT.value,
        desk_gives="problem",
    ),
    Metric(
        key="problem_age",
        title="Age of open problems",
        question="How long have the open problems been waiting for their cause?",
        formula="median (linear interpolation) of the days since opening, over problems open at the end of the "
        "period's last day (24:00)",
        unit="days",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=MedianAge(),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none; a problem closed without resolution is not open",
        counter_metrics=("repeat_incident_share",),
        among=_problems,
    ),
    Metric(
        key="problem_cause_time",
        title="Time to find the cause",
        question="How long does it take to find the cause of a problem?",
        formula="median (linear interpolation) of (time the cause was found - time opened), over problems whose cause "
        "was found in the period",
        unit="days",
        direction=Direction.LOWER,
        dating=Dating.CAUSE_FOUND,
        statistic=Quantile(between("opened_at", "cause_found_at", days=True), 0.5),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled problems; causes recorded as found before the opening",
        counter_metrics=("repeat_incident_share",),
        among=_problems,
        needs=("cause_found_at",),
        valid=in_order("opened_at", "cause_found_at"),
    ),
)
