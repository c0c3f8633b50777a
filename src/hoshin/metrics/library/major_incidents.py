"""Major incidents: how many there are, and how long the service is gone."""

from __future__ import annotations

from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import between, in_order
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Dating, Measure, Quantile, Share, Total

PRACTICE = "major incident management"
OWNER = "major incident manager"
RESTORE_TIME = between("opened_at", "restored_at")


def _incidents(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.INCIDENT.value


def _major(tickets: Table) -> BooleanValue:
    return _incidents(tickets) & tickets.major.fill_null(False)


def _ever_critical(tickets: Table) -> BooleanValue:
    return _incidents(tickets) & tickets.downgraded.notnull()


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
        exclusions="duplicates; incidents without the flag",
        version=2,
        without_duplicates=True,
        counter_metrics=("downgraded_share", "time_to_resolve_p85"),
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
        exclusions="duplicates; major incidents that are not restored yet, or recorded as restored before they were "
        "opened",
        version=2,
        without_duplicates=True,
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
        exclusions="cancelled incidents and duplicates; major incidents recorded as restored before they were opened",
        version=2,
        without_duplicates=True,
        counter_metrics=("repeat_incident_share",),
        among=_major,
        needs=("restored_at",),
        valid=_restored,
    ),
    Metric(
        key="downgraded_share",
        title="Critical incidents down-graded",
        question="How many incidents cease to be critical by being called less so?",
        formula="incidents that were of priority 1 and are of a lower one now / incidents that ever were of priority "
        "1, "
        "over incidents opened in the period",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.OPENED,
        statistic=Share(lambda tickets: tickets.downgraded),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="duplicates; incidents without history",
        counter_metrics=("major_incidents",),
        among=_ever_critical,
        among_needs=("downgraded",),
        without_duplicates=True,
    ),
)

PAST = tuple(counting_duplicates(metric) for metric in METRICS if metric.without_duplicates and metric.version == 2)
