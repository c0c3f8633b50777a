"""Service desk: what comes in, what stands, and how often tickets change hands."""

from __future__ import annotations

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.statistic import Change, Count, Dating, Mean, Measure, Share, Stock, StockShare

PRACTICE = "service desk"
OWNER = "service desk manager"
AGED_DAYS = 30

METRICS = (
    Metric(
        key="ticket_volume",
        title="Ticket volume",
        question="How much work comes in?",
        formula="number of tickets opened in the period",
        unit="tickets",
        direction=Direction.CONTEXT,
        dating=Dating.OPENED,
        statistic=Count(),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none: tickets cancelled later came in all the same",
        counter_metrics=(),
    ),
    Metric(
        key="backlog",
        title="Backlog",
        question="How much work stands open?",
        formula="number of tickets opened by the end of the period's last day (24:00) and not resolved, closed or "
        "cancelled by then",
        unit="tickets",
        direction=Direction.BAND,
        dating=Dating.STANDING,
        statistic=Stock(),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none; a ticket closed without resolution is not open",
        counter_metrics=("reopen_share",),
    ),
    Metric(
        key="backlog_change",
        title="Backlog change",
        question="Do we keep up with what comes in?",
        formula="tickets opened in the period - tickets resolved, closed or cancelled in it; n counts both",
        unit="tickets",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=Change(),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none; a ticket recorded as leaving before it was opened leaves on the day of its opening",
        counter_metrics=("reopen_share",),
    ),
    Metric(
        key="aged_backlog_share",
        title="Aged backlog",
        question="How much of the open work has been lying for more than a month?",
        formula=f"tickets open at the end of the period's last day (24:00) for more than {AGED_DAYS} days / tickets "
        f"open then; more than {AGED_DAYS} days means opened {AGED_DAYS} days before that day or earlier",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=StockShare(AGED_DAYS),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none; a ticket closed without resolution is not open",
        counter_metrics=("reopen_share",),
    ),
    Metric(
        key="first_assignment_resolution_share",
        title="First-assignment resolution",
        question="How many tickets are resolved by the group that got them first?",
        formula="tickets without reassignment / tickets, over tickets resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.reassignments == 0),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets for which reassignments are unknown",
        counter_metrics=("reopen_share",),
        needs=("reassignments",),
    ),
    Metric(
        key="reassignments_per_ticket",
        title="Reassignments per ticket",
        question="How often does a ticket change hands before it is resolved?",
        formula="changes of group after the first assignment / tickets, over tickets resolved in the period",
        unit="per ticket",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Mean(Measure(lambda tickets: tickets.reassignments)),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets for which reassignments are unknown",
        counter_metrics=("time_to_resolve_median",),
        needs=("reassignments",),
    ),
    Metric(
        key="ping_pong_share",
        title="Ping-pong share",
        question="How many tickets come back to a group that already had them?",
        formula="tickets that returned to a group which had held them before / tickets, over tickets resolved in the "
        "period",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.returned),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets; tickets without history of groups",
        counter_metrics=("time_to_resolve_median",),
        needs=("returned",),
    ),
)
