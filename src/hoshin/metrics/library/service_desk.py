"""Service desk: what comes in, what stands, and how often tickets change hands."""

from __future__ import annotations

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.schema import Kind
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.measures import MICROSECONDS_AN_HOUR
from hoshin.metrics.past import counting_duplicates
from hoshin.metrics.statistic import Change, Count, Dating, Mean, Measure, Share, Stock, StockDays, StockShare

PRACTICE = "service desk"
OWNER = "service desk manager"
AGED_DAYS = 30
PACE = StockDays(days=28, working=20)
CONTACT = ("phone", "call", "telephone", "chat", "live chat", "walk-in", "walk in", "in person", "virtual agent")
"""How desks call the channels by which somebody is spoken to at once, in lower case."""
CATCH_ALL = (
    "other",
    "others",
    "general",
    "misc",
    "miscellaneous",
    "unknown",
    "undefined",
    "uncategorized",
    "uncategorised",
    "n/a",
    "none",
    "sonstiges",
    "allgemein",
    "autre",
    "divers",
    "otro",
)
"""How desks call the category of what fits into no other, in lower case."""


def _by_contact(tickets: Table) -> BooleanValue:
    asked = tickets.kind.isin([Kind.INCIDENT.value, Kind.REQUEST.value])
    return asked & ibis.coalesce(tickets.channel.lower().isin(CONTACT), False)


def _at_first_contact(tickets: Table) -> BooleanValue:
    took = tickets.resolved_at.delta(ibis.coalesce(tickets.responded_at, tickets.opened_at), unit="microsecond")
    return (tickets.reassignments == 0) & (tickets.waiting_hours == 0) & (took <= MICROSECONDS_AN_HOUR)


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
        called=('ServiceNow: "backlog growth" (new - closed)',),
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
        exclusions="cancelled tickets and duplicates; tickets for which reassignments are unknown",
        version=2,
        without_duplicates=True,
        counter_metrics=("reopen_share", "escalation_share"),
        called=('ServiceNow: "% of incidents resolved on first assignment" (reassignment_count = 0)',),
        needs=("reassignments",),
    ),
    Metric(
        key="backlog_days",
        title="Backlog in working days",
        question="How long would we need for the open work if nothing new came in?",
        formula=f"tickets open at the end of the period's last day (24:00) / tickets that left on a working day, "
        f"by the mean of the {PACE.days} days up to then with {PACE.working} working days",
        unit="days",
        direction=Direction.LOWER,
        dating=Dating.STANDING,
        statistic=PACE,
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="none; days before the export covers as many are not known",
        counter_metrics=("reopen_share",),
        clock="working days, five a week",
    ),
    Metric(
        key="first_contact_resolution_share",
        title="First-contact resolution",
        question="How many of those who call or chat have their solution before they hang up?",
        formula="tickets without reassignment and waiting that were resolved within 60 minutes of the first response "
        "(of opening, where no response is recorded) / tickets, over incidents and requests that came in by phone, "
        "chat or in person and were resolved in the period",
        unit="share",
        direction=Direction.HIGHER,
        dating=Dating.RESOLVED,
        statistic=Share(_at_first_contact),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets of other channels; tickets with unknown reassignments or "
        "waiting",
        version=2,
        without_duplicates=True,
        counter_metrics=("reopen_share",),
        among=_by_contact,
        needs=("reassignments", "waiting_hours"),
    ),
    Metric(
        key="escalation_share",
        title="Escalated tickets",
        question="How much of the work is left to the second level and beyond?",
        formula="tickets resolved by a group of level 2 or higher / tickets, over tickets resolved in the period",
        unit="share",
        direction=Direction.BAND,
        dating=Dating.RESOLVED,
        statistic=Share(lambda tickets: tickets.level >= 2),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="cancelled tickets and duplicates; tickets of groups whose level is unknown",
        version=2,
        without_duplicates=True,
        counter_metrics=("first_assignment_resolution_share",),
        needs=("level",),
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
        exclusions="cancelled tickets and duplicates; tickets for which reassignments are unknown",
        version=2,
        without_duplicates=True,
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
        exclusions="cancelled tickets and duplicates; tickets without history of groups",
        version=2,
        without_duplicates=True,
        counter_metrics=("time_to_resolve_median",),
        needs=("returned",),
    ),
    Metric(
        key="category_other_share",
        title="Tickets in a catch-all category",
        question="For how much of the work do our categories say nothing?",
        formula="tickets whose category is called other, general, miscellaneous or unknown / tickets with a category, "
        "over "
        "tickets opened in the period",
        unit="share",
        direction=Direction.LOWER,
        dating=Dating.OPENED,
        statistic=Share(lambda tickets: tickets.category.lower().isin(CATCH_ALL)),
        practice=PRACTICE,
        owner_role=OWNER,
        exclusions="duplicates; tickets without a category",
        counter_metrics=("reassignments_per_ticket",),
        needs=("category",),
        without_duplicates=True,
    ),
)

PAST = tuple(counting_duplicates(metric) for metric in METRICS if metric.without_duplicates and metric.version == 2)
