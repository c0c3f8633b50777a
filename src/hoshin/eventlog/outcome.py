"""What a ticket's history amounts to: when it was resolved and left, how often it came back, how long it waited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoshin.eventlog.arrays import Rows
from hoshin.eventlog.history import REASONS, Runs
from hoshin.eventlog.schema import HoldReason, Status
from hoshin.eventlog.segments import NEVER, Bools, Ints, Segments, changes

STAGES = tuple(status.value for status in Status)
"""The stages, each with a number: its place here. -1 is no stage."""
RESOLVED = (Status.RESOLVED, Status.CLOSED)
"""The work is done."""
GONE = (Status.CLOSED, Status.CANCELLED)
"""Nothing more will happen."""
LEFT = (Status.RESOLVED, Status.CLOSED, Status.CANCELLED)
"""Out of the backlog."""
OPEN = (Status.NEW, Status.ACTIVE, Status.WAITING)
"""In the backlog."""
TOLD = (HoldReason.USER, HoldReason.VENDOR, HoldReason.CHANGE)
"""The reasons for waiting of which tickets keep the hours."""

REOPENING_DAYS = 14
"""A ticket that returns to work later than this after its resolution counts as new work, not as reopened."""

_MICROSECONDS_AN_HOUR = 3_600_000_000
_REOPENING = REOPENING_DAYS * 24 * _MICROSECONDS_AN_HOUR


@dataclass(frozen=True)
class Endings:
    """How each ticket ended. ``known`` says whether any of its states stands for a stage; else it has no reopenings.

    ``resolved``, ``gone`` and ``left`` are the last times that it came into those stages from outside, ``NEVER`` if
    it never did; ``reopened`` counts its returns to work (see ``REOPENING_DAYS``), and ``undone`` is the resolution
    from which it first returned.
    """

    known: Bools
    resolved: Ints
    gone: Ints
    left: Ints
    reopened: Ints
    undone: Ints


def stage_of(rows: Rows) -> Ints:
    """The stage of each row's state, by its number."""
    return rows.numbered("status", STAGES)


def among(stage: Ints, stages: tuple[Status, ...]) -> Bools:
    """Which stages are one of ``stages``."""
    # -1 finds the last place, which is none of them.
    return np.array([*(name in stages for name in STAGES), False])[stage]


def endings(states: Runs, stage: Ints) -> Endings:
    """How tickets ended; ``stage`` is that of each run of ``states``."""
    staged = stage >= 0
    tickets, at, stage = Segments(states.tickets.of[staged], states.tickets.count), states.at[staged], stage[staged]
    before = tickets.before(stage, -1)

    def entered(stages: tuple[Status, ...]) -> Bools:
        return among(stage, stages) & ~among(before, stages)

    resolved = entered(RESOLVED)
    # What is no longer resolved has been before, so that the last resolution of all is one of the same ticket.
    resolution = at[np.maximum.accumulate(np.where(resolved, np.arange(len(at)), 0))]
    back = among(stage, OPEN) & among(before, RESOLVED)
    back[back] = at[back] - resolution[back] <= _REOPENING
    return Endings(
        known=tickets.counts() > 0,
        resolved=tickets.latest(at, resolved),
        gone=tickets.latest(at, entered(GONE)),
        left=tickets.latest(at, entered(LEFT)),
        reopened=tickets.counts(back),
        undone=Segments(tickets.of[back], tickets.count).earliest(resolution[back]),
    )


def returned(groups: Runs) -> Bools:
    """Which tickets came back to a group that had held them before."""
    tickets, size = groups.tickets, int(groups.code.max(initial=-1)) + 1
    pairs = np.sort(tickets.of * size + groups.code)
    distinct = pairs[changes(pairs)] // max(size, 1)
    return tickets.counts() > np.bincount(distinct, minlength=tickets.count)


def hours(states: Runs, stage: Ints, status: Status, horizon: Ints) -> npt.NDArray[np.float64]:
    """The hours of each ticket in ``status`` up to its ``horizon``; ``stage`` is that of each run of ``states``."""
    return spent(states, among(stage, (status,)), horizon)


def waited(held: Runs, reason: HoldReason, horizon: Ints) -> npt.NDArray[np.float64]:
    """The hours for which each ticket waited for a ``reason`` up to its ``horizon``; ``held`` are runs of reasons."""
    return spent(held, held.code == REASONS.index(reason.value), horizon)


def spent(runs: Runs, there: Bools, horizon: Ints) -> npt.NDArray[np.float64]:
    """The hours of each ticket in the runs that are ``there``, up to its ``horizon``."""
    of, at, until = runs.tickets.of[there], runs.at[there], runs.until[there]
    end = np.minimum(np.where(until == NEVER, horizon[of], until), horizon[of])
    # Whole microseconds are added up, so that the sum does not depend on the order in which they are.
    total = Segments(of, runs.tickets.count).sums(np.maximum(end - at, 0))
    return total / _MICROSECONDS_AN_HOUR
