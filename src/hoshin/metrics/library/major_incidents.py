"""Major incidents: how many there are, and how long the service is gone."""

from __future__ import annotations

from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import between, in_order
from hoshin.metrics.statistic import Dating, Measure, Quantile, Total

PRACTICE = "major incident management"
OWNER = "major incident manager"
RESTORE_TIME = between("opened_at", "restored_at")


def _incidents(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.INCIDENT.value


def _major(tickets: Table) -> BooleanValue:
    return _incidents(tickets) & tickets.major.fill_null(False)


def _restored(tickets: Table) -> BooleanValue:
    return in_order("opened_at", "restored_at")(tickets)


METRICS = (
    Metric(
        key="major_incidents",
        title="Major incidents",
        question="How often does the business stand still?",
        formula="number of major incidents opened in the period; n counts the incidents among which they are",
        unit="tickets",
        direction=Direction.LOWER,
        dating=Dating.OPENED,
        statistic=Total(Measure(lambda tickets: tickets.major.cast("int64"))),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="incidents without the flag",
        counter_metrics=("time_to_resolve_p85",),
        among=_incidents,
        needs=("major",),
    ),
    Metric(
        key="major_incident_hours",
        title="Hours of major incidents",
        question="For how long did the business stand still?",
        formula="sum of (time restored - time opened), over major incidents opened in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.OPENED,
        statistic=Total(RESTORE_TIME),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="major incidents that are not restored yet, or recorded as restored before they were opened",
        counter_metrics=("repeat_incident_share",),
        among=_major,
        needs=("restored_at",),
        valid=_restored,
    ),
    Metric(
        key="major_incident_restore_time",
        title="Time to restore (major incidents)",
        question="How long does it take to bring the service back?",
        formula="median (linear interpolation) of (time restored - time opened), over major incidents resolved in the "
        "period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Quantile(RESTORE_TIME, 0.5),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled incidents; major incidents recorded as restored before they were opened",
        counter_metrics=("repeat_incident_share",),
        among=_major,
        needs=("restored_at",),
        valid=_restored,
    ),
)
