"""The updates of each ticket: every one once, in their order, with times that never run backwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.eventlog.arrays import Rows
from hoshin.eventlog.segments import NEVER, Bools, Ints, Segments, changes, first_known


@dataclass(frozen=True)
class Updates:
    """Updates ticket by ticket, in their order within each: ``row`` is where an update stands among the rows.

    ``at`` is in microseconds and never falls within a ticket.
    """

    tickets: Segments
    row: Ints
    at: Ints


def ordered(rows: Rows) -> Updates:
    """The rows that are updates, without those that a newer file says again.

    An update without a time of its own has the time at which the ticket was updated last, else opened.

    The order is that of the desk's positions where all updates of the ticket have one, then of time, file and line.
    A time before that of an earlier update becomes that update's time: a desk's clock may be set back, a ticket's
    history cannot.
    """
    every = first_known(rows.instants("at"), rows.instants("updated_at"), rows.instants("opened_at"))
    row = np.flatnonzero(rows.flags("history") & (every != NEVER))
    row = row[_worded_newest(rows, row, every[row])]
    at, of = every[row], rows.ticket[row]
    position, numbered = rows.integers("position")
    unnumbered = np.zeros(rows.count, np.bool_)
    unnumbered[of[~numbered[row]]] = True
    ordinal = np.where(unnumbered[of], 0, position[row])
    order = np.lexsort((rows.line[row], rows.place[row], at, ordinal, of))
    tickets = Segments(of[order], rows.count)
    return Updates(tickets, row[order], tickets.running_max(at[order]))


def _worded_newest(rows: Rows, row: Ints, at: Ints) -> Bools:
    """Which of the updates no newer file says again.

    Two files tell of the same update where ticket, position and time agree; for a desk that numbers no updates, where
    ticket, time, state and group agree. The newest file's wording of it counts. Rows of one and the same file all stay.
    """
    place = rows.place[row]
    if not len(row) or place.min() == place.max():
        return np.ones(len(row), np.bool_)
    position, numbered = rows.integers("position")
    numbered = numbered[row]
    state, group = (np.where(numbered, -1, rows.codes(name)[row]) for name in ("state", "group"))
    same = (rows.ticket[row], numbered, np.where(numbered, position[row], 0), at, state, group)
    order = np.lexsort((place, *same))
    alike = np.cumsum(changes(*(column[order] for column in same))) - 1
    newest = Segments(alike, int(alike[-1]) + 1).latest(place[order])
    kept = np.empty(len(row), np.bool_)
    kept[order] = newest[alike] == place[order]
    return kept
