"""How long clocks have run: working time within lives, pauses left out, for whole columns at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoshin.eventlog.calendar import Calendar
from hoshin.eventlog.working_time import Durations, Instants, add, elapsed

Places = npt.NDArray[np.int64]
"""Places of lives."""


@dataclass(frozen=True)
class Lives:
    """From when to when each clock is looked at, and its pauses.

    Pause *i* belongs to the life at ``pause_of[i]``; pauses stand in the order of their lives and, within one, of time,
    and do not overlap. No life ends before it begins; what of a pause lies outside of its life counts for nothing.
    """

    begins: Instants
    ends: Instants
    pause_of: Places
    pause_begins: Instants
    pause_ends: Instants

    def of(self, chosen: npt.NDArray[np.bool_]) -> Lives:
        """The lives that are chosen, with their pauses."""
        place = np.cumsum(chosen) - 1
        pauses = chosen[self.pause_of]
        return Lives(
            self.begins[chosen],
            self.ends[chosen],
            place[self.pause_of[pauses]],
            self.pause_begins[pauses],
            self.pause_ends[pauses],
        )

    def without_pauses(self) -> Lives:
        """The same lives, as if their clocks had never stood still."""
        return Lives(self.begins, self.ends, self.pause_of[:0], self.pause_begins[:0], self.pause_ends[:0])


@dataclass(frozen=True)
class Pieces:
    """The stretches in which clocks run, those of a life one after the other; ``of`` tells whose they are."""

    of: Places
    begins: Instants
    ends: Instants


@dataclass(frozen=True)
class Ran:
    """How long each clock ran, and when its target was or would be used up if it ran on from the end of its life.

    NaT where no calendar reaches; ``paused`` tells whether a life ends within a pause.
    """

    elapsed: Durations
    due: Instants
    paused: npt.NDArray[np.bool_]


def pieces(lives: Lives) -> Pieces:
    """Each life cut by its pauses: one stretch more than it has pauses; a stretch may be empty."""
    begins = np.clip(lives.pause_begins, lives.begins[lives.pause_of], lives.ends[lives.pause_of])
    ends = np.clip(lives.pause_ends, lives.begins[lives.pause_of], lives.ends[lives.pause_of])
    # The pauses of a life and its own ends, in order: each pause ends a stretch and begins the next.
    count = np.bincount(lives.pause_of, minlength=len(lives.begins)) + 1
    first = np.cumsum(count) - count
    before = np.arange(len(lives.pause_of)) + lives.pause_of
    found_begins = np.empty(count.sum(), "datetime64[us]")
    found_ends = np.empty(count.sum(), "datetime64[us]")
    found_begins[first] = lives.begins
    found_begins[before + 1] = ends
    found_ends[before] = begins
    found_ends[first + count - 1] = lives.ends
    return Pieces(np.repeat(np.arange(len(count)), count), found_begins, found_ends)


def run(calendar: Calendar, lives: Lives, target: np.timedelta64) -> Ran:
    """Let the clocks run by a calendar, towards one target."""
    goal = target.astype("timedelta64[us]")
    if not len(lives.begins):
        return Ran(np.array([], "timedelta64[us]"), np.array([], "datetime64[us]"), np.array([], bool))
    cut = pieces(lives)
    amounts = elapsed(calendar, cut.begins, cut.ends).view(np.int64)
    known = amounts != np.iinfo(np.int64).min
    amounts = np.where(known, amounts, 0)
    last = np.flatnonzero(np.append(cut.of[1:] != cut.of[:-1], True))
    total = np.cumsum(amounts)
    before_life = np.concatenate([[0], total[last[:-1]]])
    so_far = total - before_life[cut.of]
    whole = so_far[last]
    good = np.bincount(cut.of, weights=~known, minlength=len(last)) == 0
    # The stretch in which the target is used up, else the end of the life, from where the rest is still to come.
    wanted = int(goal.astype(np.int64))
    crossing = np.flatnonzero((so_far >= wanted) & (so_far - amounts < wanted))
    start, rest = lives.ends.astype("datetime64[us]"), wanted - whole
    start[cut.of[crossing]] = cut.begins[crossing]
    rest[cut.of[crossing]] = wanted - (so_far - amounts)[crossing]
    due = add(calendar, start, rest.view("timedelta64[us]"))
    due[~good] = np.datetime64("NaT")
    found = np.where(good, whole, np.iinfo(np.int64).min).view("timedelta64[us]")
    waits = (cut.begins[last] == cut.ends[last]) & (np.bincount(cut.of) > 1)
    return Ran(found, due, waits)
