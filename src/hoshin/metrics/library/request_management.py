"""Service request management: whether what was promised comes in time."""

from __future__ import annotations

from dataclasses import replace

from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Change, Dating, Share


def _requests(tickets: Table) -> BooleanValue:
    return tickets.kind == Kind.REQUEST.value


METRICS = (
    Metric(
        key="request_on_time_share",
        title="Requests fulfilled on time",
        question="How many requests are fulfilled by the promised time?",
        formula="requests resolved by their due time / requests with a due time, over requests resolved in the period, "
        "or due in it where they were not resolved by then",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.SLA_JUDGED,
        statistic=Share(lambda tickets: (tickets.resolved_at <= tickets.due_at).fill_null(False)),
        practice="service request management",
        owner_role="request manager",
        exclusions="cancelled requests and duplicates; requests without a due time; open requests that are not due by "
        "the newest change of the desk",
        version=2,
        without_duplicates=True,
        counter_metrics=("reopen_share", "open_and_overdue_share"),
        clock="the desk's own",
        among=_requests,
        needs=("due_at",),
    ),
    Metric(
        key="request_backlog_change",
        title="Change of the backlog of requests",
        question="Do we keep up with what users ask for?",
        formula="requests opened in the period - requests resolved, closed or cancelled in it; n counts both",
        unit="tickets",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=Change(),
        practice="service request management",
        owner_role="request manager",
        exclusions="none; a request recorded as leaving before it was opened leaves on the day of its opening",
        counter_metrics=("reopen_share",),
        among=_requests,
    ),
)

PAST = (
    replace(
        counting_duplicates(METRICS[0]),
        formula="requests resolved by their due time / requests with a due time, over requests resolved in the period",
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.resolved_at <= tickets.due_at),
        exclusions="cancelled requests; requests without a due time; open requests that are late already",
    ),
)
