"""A ticket's history: the states that it went through and the groups that held it."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.eventlog.arrays import Rows
from hoshin.eventlog.segments import NEVER, Ints, Segments, changes
from hoshin.eventlog.updates import Updates


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
