"""From tickets to an audit log: one row for each update of a ticket, in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.simulation.desk import DAY, HOUR, Flags, Ints, Tickets
from hoshin.simulation.plan import Plan

NEW, ACTIVE, AWAITING_USER, AWAITING_VENDOR, RESOLVED, CLOSED = range(6)
STATES = ("New", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed")
CLOSES_AFTER = 5 * DAY
"""A resolved ticket is closed when nobody has objected for so long."""
KEEP = -1
"""An update that leaves state or group as it was."""


@dataclass(frozen=True)
class Updates:
    """One entry an update, sorted by ticket and time. ``resolved`` is -1 until a ticket is resolved.

    Counts (reassignments, reopens) and ``sla_met`` are as known at that update.
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


def updates(plan: Plan, drawn: Tickets) -> Updates:
    """The audit log of the tickets, up to the end of the plan's last day."""
    moments = [
        _moment(drawn.opened, NEW, drawn.site, order=0),
        _moment(drawn.accepted, ACTIVE, None, order=1),
        # A ticket that strays comes to the right group, is passed on to the wrong one, and comes back.
        _moment(drawn.handed, None, drawn.group, order=2),
        _moment(np.where(drawn.detoured < 0, -1, drawn.detoured), None, drawn.detour, order=3),
        _moment(
            np.where(drawn.detoured < 0, -1, drawn.detoured + (drawn.detoured - drawn.opened) // 3 + 60),
            None,
            drawn.group,
            order=4,
        ),
        _moment(drawn.wait_from, AWAITING_USER, None, order=5, states=AWAITING_USER + drawn.waits_for),
        _moment(drawn.wait_to, ACTIVE, None, order=6),
        _moment(drawn.done, RESOLVED, None, order=7),
        _moment(drawn.reopened, ACTIVE, None, order=8),
        _moment(drawn.done_again, RESOLVED, None, order=9),
        _moment(np.maximum(drawn.done, drawn.done_again) + CLOSES_AFTER, CLOSED, None, order=10),
    ]
    ticket, at, state, group, order = (np.concatenate(parts) for parts in zip(*moments, strict=True))
    inside = at < plan.days * DAY
    sorted_ = np.lexsort((order[inside], at[inside], ticket[inside]))
    ticket, at, state, group, order = (each[inside][sorted_] for each in (ticket, at, state, group, order))
    first = np.concatenate(([True], ticket[1:] != ticket[:-1]))
    begins = np.maximum.accumulate(np.where(first, np.arange(len(ticket)), 0))
    state, group = _carried(state, begins), _carried(group, begins)
    changed = np.concatenate(([False], group[1:] != group[:-1])) & ~first
    reopened = order == 8
    resolved = _carried(np.where(state == RESOLVED, at, np.where(reopened, -2, KEEP)), begins)
    resolved = np.where(resolved < 0, -1, resolved)
    target = np.array(plan.targets)[drawn.priority[ticket] - 1] * HOUR
    spent = np.where(resolved >= 0, resolved, at) - drawn.opened[ticket] - _waited(drawn, ticket, at)
    return Updates(
        ticket=ticket,
        position=np.arange(len(ticket)) - begins,
        at=at,
        state=state,
        group=group,
        reassignments=_counted(changed, begins),
        reopens=_counted(reopened, begins),
        resolved=resolved,
        closed=np.where(state == CLOSED, at, -1),
        sla_met=spent <= target,
    )


def _moment(
    at: Ints, state: int | None, group: Ints | None, *, order: int, states: Ints | None = None
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """One kind of update, for the tickets that have it (``at`` is -1 for the others)."""
    has = np.flatnonzero(at >= 0)
    kept = np.full(len(has), KEEP)
    chosen = states[has] if states is not None else kept if state is None else np.full(len(has), state)
    return has, at[has], chosen, kept if group is None else group[has], np.full(len(has), order)


def _carried(values: Ints, begins: Ints) -> Ints:
    """Each value, or the last one before it within the ticket where it is to be kept."""
    places = np.where(values == KEEP, -1, np.arange(len(values)))
    latest = np.maximum.accumulate(places)
    carried: Ints = np.where(latest >= begins, values[np.maximum(latest, 0)], KEEP)
    return carried


def _counted(flags: Flags, begins: Ints) -> Ints:
    """How many flags were set within the ticket so far."""
    total = np.cumsum(flags)
    counted: Ints = total - (total - flags)[begins]
    return counted


def _waited(drawn: Tickets, ticket: Ints, at: Ints) -> Ints:
    """Seconds that the ticket had waited for somebody else until ``at``."""
    begun, ended = drawn.wait_from[ticket], drawn.wait_to[ticket]
    return np.where(begun < 0, 0, np.clip(np.minimum(at, ended) - begun, 0, None))
