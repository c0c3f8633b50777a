"""What a ticket's history amounts to: when it was resolved and left, how often it came back, how long it waited."""

from __future__ import annotations

import ibis
from ibis import Table

from hoshin.eventlog.rows import TICKET
from hoshin.eventlog.schema import Status

RESOLVED = (Status.RESOLVED.value, Status.CLOSED.value)
"""The work is done."""
GONE = (Status.CLOSED.value, Status.CANCELLED.value)
"""Nothing more will happen."""
LEFT = (Status.RESOLVED.value, Status.CLOSED.value, Status.CANCELLED.value)
"""Out of the backlog."""
OPEN = (Status.NEW.value, Status.ACTIVE.value, Status.WAITING.value)
"""In the backlog."""

REOPENING_DAYS = 14
"""A ticket that returns to work later than this after its resolution counts as new work, not as reopened."""

_MICROSECONDS_AN_HOUR = 3_600_000_000


def endings(transitions: Table) -> Table:
    """How the tickets with a known stage ended, one row each.

    ``resolved_entered``, ``gone_entered`` and ``left_entered`` are the last times that it came into those stages from
    outside, null if never; ``reopened`` counts its returns to work (see ``REOPENING_DAYS``).
    """
    known = transitions.filter(transitions.status.notnull())
    within = ibis.window(group_by=TICKET, order_by=known.position)
    known = known.mutate(before=known.status.lag().over(within))

    def entered(stages: tuple[str, ...]) -> ibis.Value:
        outside = known.before.isnull() | known.before.notin(stages)
        return ibis.ifelse(known.status.isin(stages) & outside, known["at"], ibis.null("timestamp(6)"))

    known = known.mutate(resolved_entered=entered(RESOLVED), gone_entered=entered(GONE), left_entered=entered(LEFT))
    past = ibis.cumulative_window(group_by=TICKET, order_by=known.position)
    known = known.mutate(resolution=known.resolved_entered.max().over(past))
    back = (
        known.status.isin(OPEN)
        & known.before.isin(RESOLVED)
        & (known["at"] <= known.resolution + ibis.interval(days=REOPENING_DAYS))
    )
    return known.group_by(*TICKET).aggregate(
        resolved_entered=known.resolved_entered.max(),
        gone_entered=known.gone_entered.max(),
        left_entered=known.left_entered.max(),
        reopened=ibis.coalesce(back, False).cast("int32").sum().cast("int32"),
    )


def holdings(assignments: Table) -> Table:
    """One row for each ticket that a group held: ``moves`` (changes of group after the first) and ``returned``."""
    return assignments.group_by(*TICKET).aggregate(
        moves=(assignments.count() - 1).cast("int32"),
        returned=assignments.count() > assignments["group"].nunique(),
    )


def spans(transitions: Table, horizons: Table) -> Table:
    """One row for each ticket with a known stage: ``waited`` and ``worked``, its hours in waiting and active stages.

    Only what lies before its ``horizon`` counts.

    ``horizons`` has desk, ticket and ``horizon``, the time up to which to count.
    """
    known = transitions.filter(transitions.status.notnull())
    stages = transitions.join(known.select(*TICKET).distinct(), TICKET, how="semi").join(horizons, TICKET)
    end = ibis.least(ibis.coalesce(stages.until, stages.horizon), stages.horizon)
    span = end.delta(stages["at"], unit="microsecond")

    def hours(status: Status) -> ibis.Value:
        # Whole microseconds are added up, so that the sum does not depend on the order in which an engine adds.
        counted = ibis.ifelse((stages.status == status.value) & (span > 0), span, 0)
        return counted.sum().cast("float64") / _MICROSECONDS_AN_HOUR

    return stages.group_by(*TICKET).aggregate(waited=hours(Status.WAITING), worked=hours(Status.ACTIVE))
