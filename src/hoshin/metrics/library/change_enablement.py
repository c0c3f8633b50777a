"""Change enablement: whether changes succeed, how they are authorised, what they cost and how long they take."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import ChangeType, Kind, Outcome
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import between, in_order
from hoshin.metrics.statistic import Change, Dating, Mean, Measure, MedianWeek, Quantile, Share, Statistic, Weekly

PRACTICE = "change enablement"
OWNER = "change manager"


DEPLOYED = Measure(lambda tickets: tickets.deployment.cast("int64"))


def _changes(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.CHANGE.value


def _succeeded(tickets: Table) -> BooleanValue:
    harmless = ibis.coalesce(tickets.incidents_caused_soon, 0) == 0
    return (tickets.outcome == Outcome.SUCCESS.value) & harmless


def _carried_out(tickets: Table) -> BooleanValue:
    return tickets.outcome != Outcome.CANCELLED.value


def _out_of_order(tickets: Table) -> BooleanValue:
    """Flagged as unauthorised, begun before its approval, or outside of its window."""
    breaches = (
        tickets.unauthorised,
        tickets.started_at < tickets.approved_at,
        tickets.started_at < tickets.planned_start_at,
        tickets.finished_at > tickets.planned_end_at,
    )
    return reduce(or_, (breach.fill_null(False) for breach in breaches))


def _deployments(tickets: Table) -> BooleanValue:
    return _changes(tickets) & tickets.deployment.fill_null(False)


def _broke(tickets: Table) -> BooleanValue:
    return _deployments(tickets) & (tickets.incidents_caused.fill_null(0) > 0)


def _closed(
    key: str,
    title: str,
    question: str,
    formula: str,
    statistic: Statistic,
    *,
    exclusions: str,
    counter: tuple[str, ...],
    called: tuple[str, ...] = (),
    unit: str = "share",
    direction: Direction = Direction.LOWER,
    needs: tuple[str, ...] = (),
    needs_one_of: tuple[str, ...] = (),
) -> Metric:
    return Metric(
        key=key,
        title=title,
        question=question,
        formula=f"{formula}, over changes closed in the period",
        unit=unit,
        direction=direction,
        dating=Dating.CLOSED,
        statistic=statistic,
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions=exclusions,
        counter_metrics=counter,
        called=called,
        among=_changes,
        needs=needs,
        needs_one_of=needs_one_of,
        valid=_carried_out if "outcome" in needs else None,
    )


METRICS = (
    _closed(
        "change_success_share",
        "Successful changes",
        "How many changes do what they should and break nothing?",
        "changes that ended as a success without issues and to which no incident opened within 7 days of their end is "
        "linked / changes",
        Share(_succeeded),
        direction=Direction.HIGHER,
        exclusions="cancelled changes; changes whose outcome is unknown",
        counter=("change_lead_time",),
        called=('ServiceNow: the complement of "% of failed changes"',),
        needs=("outcome",),
    ),
    _closed(
        "emergency_change_share",
        "Emergency changes",
        "How many changes have to jump the queue?",
        "emergency changes / changes of a known type",
        Share(lambda tickets: tickets.change_type == ChangeType.EMERGENCY.value),
        exclusions="cancelled changes; changes whose type is unknown",
        counter=("unauthorised_change_share",),
        called=('ServiceNow: "% of emergency changes"',),
        needs=("change_type",),
    ),
    _closed(
        "unauthorised_change_share",
        "Unauthorised or unplanned changes",
        "How many changes go past the agreed way?",
        "changes flagged as unauthorised, begun before their approval, begun before their window or ended after it / "
        "changes",
        Share(_out_of_order),
        exclusions="cancelled changes; changes of which neither flag, approval nor window is known",
        counter=("emergency_change_share",),
        needs_one_of=("unauthorised", "approved_at", "planned_start_at", "planned_end_at"),
    ),
    _closed(
        "change_caused_incidents",
        "Incidents caused by changes",
        "How much disruption do our own changes bring?",
        "incidents that name a change as their cause / changes x 100",
        Mean(Measure(lambda tickets: tickets.incidents_caused * 100)),
        unit="per 100",
        exclusions="cancelled changes; changes of desks that never name a change as a cause",
        counter=("change_lead_time",),
        needs=("incidents_caused",),
    ),
    Metric(
        key="change_lead_time",
        title="Lead time of changes",
        question="How long does the business wait for a change?",
        formula="median (linear interpolation) of (end of implementation - time opened), over changes whose "
        "implementation ended in the period",
        unit="days",
        direction=Direction.LOWER,
        dating=Dating.FINISHED,
        statistic=Quantile(between("opened_at", "finished_at", days=True), 0.5),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled changes; changes recorded as ended before they were opened",
        counter_metrics=("change_success_share",),
        among=_changes,
        needs=("finished_at",),
        valid=in_order("opened_at", "finished_at"),
    ),
    Metric(
        key="change_approval_time",
        title="Wait for approval",
        question="How long does a change wait for its approval?",
        formula="median (linear interpolation) of (time approved - time opened), over changes whose "
        "implementation ended in the period",
        unit="days",
        direction=Direction.LOWER,
        dating=Dating.FINISHED,
        statistic=Quantile(between("opened_at", "approved_at", days=True), 0.5),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled changes; changes without an approval of their own, or approved before they were opened",
        counter_metrics=("change_success_share",),
        among=_changes,
        needs=("approved_at",),
        valid=in_order("opened_at", "approved_at"),
    ),
    _closed(
        "change_caused_urgent_incidents",
        "Urgent incidents caused by changes",
        "How much of that disruption is critical or high?",
        "incidents of priority 1 or 2 that name a change as their cause / changes x 100",
        Mean(Measure(lambda tickets: tickets.urgent_incidents_caused * 100)),
        unit="per 100",
        exclusions="cancelled changes; changes of desks that never name a change as a cause",
        counter=("change_lead_time",),
        needs=("urgent_incidents_caused",),
    ),
    Metric(
        key="deployment_frequency",
        title="Deployments",
        question="How often does new software reach its users?",
        formula="median of the numbers of deployments that ended in a week, over the weeks (Monday to Sunday) that lie "
        "whole in the period and in the days that the export covers; n counts the changes that ended in the period",
        unit="per week",
        direction=Direction.HIGHER,
        dating=Dating.FINISHED,
        statistic=MedianWeek(DEPLOYED),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled changes; changes without the flag",
        version=2,
        counter_metrics=("change_success_share",),
        among=_changes,
        needs=("deployment",),
    ),
    Metric(
        key="failed_deployment_recovery_time",
        title="Recovery from failed deployments",
        question="How long do users live with what a deployment broke?",
        formula="median (linear interpolation) of (time the last incident that names the deployment as its cause "
        "left - end of the deployment), over deployments with such incidents that ended in the period",
        unit="h",
        direction=Direction.LOWER,
        dating=Dating.FINISHED,
        statistic=Quantile(between("finished_at", "recovered_at"), 0.5),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled deployments; deployments of which an incident is still open, or left before their end",
        counter_metrics=("deployment_frequency",),
        among=_broke,
        needs=("recovered_at",),
        valid=in_order("finished_at", "recovered_at"),
    ),
    Metric(
        key="change_backlog_change",
        title="Change of the backlog of changes",
        question="Do we keep up with the changes that are asked for?",
        formula="changes opened in the period - changes resolved, closed or cancelled in it; n counts both",
        unit="tickets",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=Change(),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none; a change recorded as leaving before it was opened leaves on the day of its opening",
        counter_metrics=("change_success_share",),
        among=_changes,
    ),
)

PAST = tuple(
    replace(
        metric,
        version=1,
        formula="deployments that ended in the period x 7 / covered days of the period; n counts changes",
        statistic=Weekly(DEPLOYED),
    )
    for metric in METRICS
    if metric.key == "deployment_frequency"
)
