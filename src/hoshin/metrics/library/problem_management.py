"""Problem management: whether the causes of incidents are pursued."""

from __future__ import annotations

from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import between, in_order
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Condition, Dating, MedianAge, Quantile, Share

PRACTICE = "problem management"
OWNER = "problem manager"
LINKED = Share(lambda tickets: tickets.problem.notnull())


def _problems(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.PROBLEM.value


def _incidents(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.INCIDENT.value


def _major(tickets: Table) -> BooleanValue:
    return _incidents(tickets) & tickets.major.fill_null(False)


def _repeated(tickets: Table) -> BooleanValue:
    return _incidents(tickets) & tickets.repeated.fill_null(False)


def _linked(
    key: str,
    title: str,
    question: str,
    incidents: str,
    among: Condition,
    *,
    among_needs: tuple[str, ...] = (),
    version: int = 1,
) -> Metric:
    return Metric(
        key=key,
        title=title,
        question=question,
        formula=f"{incidents} linked to a problem / {incidents}, over {incidents} resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=LINKED,
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled incidents and duplicates; incidents of desks that never name a problem",
        counter_metrics=("time_to_resolve_median",),
        version=version,
        among=among,
        among_needs=among_needs,
        desk_gives="problem",
        without_duplicates=True,
    )


METRICS = (
    _linked(
        "problem_linked_share",
        "Incidents linked to a problem",
        "How many incidents have a problem record that looks for their cause?",
        "incidents",
        _incidents,
        version=2,
    ),
    _linked(
        "problem_linked_major_share",
        "Major incidents linked to a problem",
        "How many major incidents have a problem record that looks for their cause?",
        "major incidents",
        _major,
        among_needs=("major",),
    ),
    _linked(
        "problem_linked_repeat_share",
        "Repeat incidents linked to a problem",
        "How many incidents that we have seen before have a problem record that looks for their cause?",
        "repeat incidents",
        _repeated,
        among_needs=("repeated",),
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

PAST = tuple(counting_duplicates(metric) for metric in METRICS if metric.without_duplicates and metric.version == 2)
