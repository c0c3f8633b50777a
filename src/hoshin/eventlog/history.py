"""A ticket's history: the states that it went through and the groups that held it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.eventlog.arrays import Rows
from hoshin.eventlog.schema import HoldReason
from hoshin.eventlog.segments import NEVER, Ints, Segments, changes
from hoshin.eventlog.updates import Updates

REASONS = tuple(reason.value for reason in HoldReason)
"""The reasons for waiting, each with a number: its place here. -1 is none, or not to wait at all."""


@dataclass(frozen=True)
class Runs:
    """Runs of updates of equal value, ticket by ticket: ``row`` is where the first update stands among the rows.

    A run lasts from ``at`` ``until`` the next begins (``NEVER`` for the last), in microseconds. ``code`` is its value.
    """

    tickets: Segments
    row: Ints
    at: Ints
    until: Ints
    code: Ints


def runs(rows: Rows, updates: Updates, column: str) -> Runs:
    """The runs of a column of texts; an update that names nothing neither ends a run nor begins one."""
    known = rows.codes(column)[updates.row] >= 0
    of, row, at = updates.tickets.of[known], updates.row[known], updates.at[known]
    code = rows.codes(column)[row]
    begins = changes(of, code)
    tickets = Segments(of[begins], rows.count)
    at = at[begins]
    return Runs(tickets, row[begins], at, tickets.after(at, NEVER), code[begins])


def held(rows: Rows, updates: Updates) -> Runs:
    """The runs of waiting for one and the same: ``code`` is the reason, by its number.

    A reason that is told once holds as long as the state does.
    """
    known = rows.codes("state")[updates.row] >= 0
    of, row, at = updates.tickets.of[known], updates.row[known], updates.at[known]
    said = rows.numbered("hold_reason", REASONS)[row]
    begins = changes(of, rows.codes("state")[row])
    reason = said[np.maximum.accumulate(np.where(begins | (said >= 0), np.arange(len(of)), 0))]
    parted = changes(of, reason)
    tickets, at = Segments(of[parted], rows.count), at[parted]
    return Runs(tickets, row[parted], at, tickets.after(at, NEVER), reason[parted])
