"""Tickets that a group shares with an initiative's scope: where the initiative moves work, it moves that group too.

What is counted lies before the start. Afterwards the initiative itself decides who shares what, so a group that was
left out for that would be left out for the effect. docs/algorithms/verdict.md says how the limit was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class CountedAfterStart(ValueError):
    """Shares were asked for a start, but tickets were counted that changed hands after it."""


@dataclass(frozen=True)
class SharedTickets:
    """How many tickets each group took on before the day ``until``, and how many of these the scope took on as well.

    It cannot be asked for a start before ``until``: what a group shares is known before the start, or not at all.
    """

    until: date
    taken: Mapping[str, int]
    shared: Mapping[str, int]

    def shares(self, start: date) -> dict[str, float]:
        """The share of each group's tickets that the scope took on too, from 0 to 1. Raises CountedAfterStart."""
        if start < self.until:
            raise CountedAfterStart(
                f"SharedTickets: counted up to {self.until}, asked for a start on {start}: expected a count that ends "
                "at the start."
            )
        return {name: self.shared.get(name, 0) / taken for name, taken in self.taken.items() if taken}


@dataclass(frozen=True)
class Met:
    """Tickets by day, in columns: one of two groups first took them on ``earlier``, the other on ``later``."""

    earlier: Ints
    later: Ints
    tickets: Ints


@dataclass(frozen=True)
class Takings:
    """On which days groups first took tickets on, and which of these another group took on too. Any group may be asked.

    ``taken`` holds a group's tickets by the day on which it first took them; ``met`` those of two groups, which it
    names in order. Days count from 1970-01-01.
    """

    taken: Mapping[str, tuple[Ints, Ints]] = field(default_factory=dict)
    met: Mapping[tuple[str, str], Met] = field(default_factory=dict)

    @classmethod
    def of(cls, taken: Iterable[tuple[str, date, int]], met: Iterable[tuple[str, str, date, date, int]]) -> Takings:
        """From rows: group, day and tickets; two groups in order, the days on which each took them, and tickets."""
        by_group: dict[str, list[Sequence[int]]] = {}
        for group, day, tickets in taken:
            by_group.setdefault(group, []).append((_number(day), tickets))
        by_pair: dict[tuple[str, str], list[Sequence[int]]] = {}
        for one, other, first, second, tickets in met:
            days = sorted((_number(first), _number(second)))
            by_pair.setdefault((one, other), []).append((*days, tickets))
        columns = {group: np.array(rows, dtype=np.int64).T for group, rows in by_group.items()}
        pairs = {pair: np.array(rows, dtype=np.int64).T for pair, rows in by_pair.items()}
        return cls(
            {group: (days, tickets) for group, (days, tickets) in columns.items()},
            {pair: Met(*found) for pair, found in pairs.items()},
        )

    def between(self, scope: str, first: date, until: date) -> SharedTickets:
        """What each group shares with the group ``scope``, of the tickets that it first took within these days.

        Shared are those that the scope first took within them too. ``first`` is included, ``until`` is not.
        """
        low, high = _number(first), _number(until)
        taken = {
            group: int(tickets[(days >= low) & (days < high)].sum())
            for group, (days, tickets) in self.taken.items()
            if group != scope
        }
        shared = {}
        for group in taken:
            met = self.met.get((group, scope) if group < scope else (scope, group))
            if met:
                shared[group] = int(met.tickets[(met.earlier >= low) & (met.later < high)].sum())
        return SharedTickets(until, taken, shared)


_EPOCH = date(1970, 1, 1)


def _number(day: date) -> int:
    return (day - _EPOCH).days
