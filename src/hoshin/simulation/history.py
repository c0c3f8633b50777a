"""From tickets to an audit log: one row for each update of a ticket, in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.simulation.arrivals import Arrivals
from hoshin.simulation.handling import Handling
from hoshin.simulation.plan import Plan
from hoshin.simulation.rhythm import DAY, HOUR, Flags, Ints

NEW, ACTIVE, AWAITING_USER, AWAITING_VENDOR, AWAITING_PROBLEM, RESOLVED, CLOSED, CANCELLED = range(8)
STATES = (
    "New",
    "Active",
    "Awaiting User Info",
    "Awaiting Vendor",
    "Awaiting Problem",
    "Resolved",
    "Closed",
    "Canceled",
)
KEEP = -1
"""An update that leaves state or group as it was."""


@dataclass(frozen=True)
class Updates:
    """One entry an update, sorted by ticket and time. ``resolved`` and ``closed`` are -1 until they are known.

    A reopened ticket is not resolved until it is resolved again. Counts (reassignments, reopens) and ``sla_met`` are as
    known at that update; waiting does not count towards the agreed time: ``waited`` are its seconds so far.
    """

    ticket: Ints
    position: Ints
    at: Ints
    state: Ints
    group: Ints
    reassignments: Ints
    reopens: Ints
    resolved: Ints
    closed: Ints
    sla_met: Flags
    waited: Ints


@dataclass(frozen=True)
class _Moment:
    """One kind of update: when (-1 for tickets that have it not), and the new state and group (KEEP: unchanged)."""

    at: Ints
    state: Ints | int = KEEP
    group: Ints | int = KEEP


def updates(plan: Plan, came: Arrivals, went: Handling) -> Updates:
    """The audit log of the tickets, up to the end of the plan's last day."""
    moments = (
        _Moment(came.opened, NEW, came.site),
        _Moment(went.accepted, ACTIVE),
        _Moment(went.strayed, group=went.astray),
        _Moment(went.handed, group=came.group),
        _Moment(went.asked, group=came.site),
        _Moment(went.answered, group=came.group),
        _Moment(went.wait_from, AWAITING_USER - 1 + went.waits_for),
        _Moment(went.wait_to, ACTIVE),
        _Moment(went.ended, np.where(went.cancelled, CANCELLED, RESOLVED)),
        _Moment(went.reopened, ACTIVE),
        _Moment(went.again, RESOLVED),
        _Moment(went.closed, CLOSED),
    )
    ticket, at, state, group = _laid_out(plan, moments)
    begins = _begins(ticket)
    state, group = _carried(state, begins), _carried(group, begins)
    moved = np.concatenate(([False], (group[1:] != group[:-1]) & (ticket[1:] == ticket[:-1])))
    reopened = at == went.reopened[ticket]
    # What happens while a ticket is open says that it is not resolved, and stays said until it is.
    resolved = _carried(np.where(state == RESOLVED, at, np.where(state == CLOSED, KEEP, -2)), begins)
    until = np.where(resolved >= 0, resolved, at)
    waited = _waited(went, ticket, until)
    return Updates(
        ticket=ticket,
        position=np.arange(len(ticket)) - begins,
        at=at,
        state=state,
        group=group,
        reassignments=_counted(moved, begins),
        reopens=_counted(reopened, begins),
        resolved=np.maximum(resolved, -1),
        closed=np.where((state == CLOSED) | (state == CANCELLED), at, -1),
        sla_met=_in_time(plan, came, ticket, until, waited),
        waited=waited,
    )


def _laid_out(plan: Plan, moments: tuple[_Moment, ...]) -> tuple[Ints, Ints, Ints, Ints]:
    """Ticket, time, state and group of each update within the plan, by ticket and time."""
    tickets = moments[0].at.shape
    at = np.stack([each.at for each in moments])
    state = np.stack([np.broadcast_to(each.state, tickets) for each in moments])
    group = np.stack([np.broadcast_to(each.group, tickets) for each in moments])
    # Kinds are listed in the order in which they happen, so that ticket by ticket is time by time.
    ticket, kind = np.nonzero(((at >= 0) & (at < plan.days * DAY)).T)
    return ticket, at[kind, ticket], state[kind, ticket], group[kind, ticket]


def _begins(ticket: Ints) -> Ints:
    """For each update, where its ticket's first one stands."""
    first = np.concatenate(([True], ticket[1:] != ticket[:-1]))
    return np.maximum.accumulate(np.where(first, np.arange(len(ticket)), 0))


def _carried(values: Ints, begins: Ints) -> Ints:
    """Each value, or the last one before it within the ticket where it is to be kept."""
    latest = np.maximum.accumulate(np.where(values == KEEP, -1, np.arange(len(values))))
    carried: Ints = np.where(latest >= begins, values[np.maximum(latest, 0)], KEEP)
    return carried


def _counted(flags: Flags, begins: Ints) -> Ints:
    """How many flags were set within the ticket so far."""
    total = np.cumsum(flags)
    counted: Ints = total - (total - flags)[begins]
    return counted


def _waited(went: Handling, ticket: Ints, until: Ints) -> Ints:
    """How long each ticket had waited for somebody else up to a moment."""
    begun, ended = went.wait_from[ticket], went.wait_to[ticket]
    return np.where(begun < 0, 0, np.clip(np.minimum(until, ended) - begun, 0, None))


def _in_time(plan: Plan, came: Arrivals, ticket: Ints, until: Ints, waited: Ints) -> Flags:
    """Whether the agreed time was kept up to a moment, without the time waited for somebody else."""
    target = np.array(plan.targets)[came.priority[ticket] - 1] * HOUR
    return np.asarray(until - came.opened[ticket] - waited <= target)
