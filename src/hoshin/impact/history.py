"""One metric on one desk, group by group, for asking what a verdict would have said at times when nothing was begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from hoshin.impact.design import AFTER, BEFORE, CASES
from hoshin.impact.panel import Panel, Series
from hoshin.impact.shared_tickets import Takings
from hoshin.metrics.query import Grain

LONGEST = {Grain.WEEK: 104, Grain.DAY: 120}
"""Most periods before a start that serve, as for a verdict: two years of weeks, 24 weeks of working days."""

USUAL = {Grain.WEEK: 13, Grain.DAY: 20}
"""Periods after a start that are judged, where the history is long enough: a quarter of weeks, a month of days."""


@dataclass(frozen=True)
class Touch:
    """An initiative, named ``title``, acted in the group from ``first`` to ``last`` (None: to this day)."""

    group: str
    title: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Start:
    """A start at which nothing was begun: ``group`` in the scope's place, the period at ``index`` the first one after.

    ``panel`` is what a verdict would be judged from; None where a real initiative ran too close.
    """

    group: str
    index: int
    panel: Panel | None


@dataclass(frozen=True)
class History:
    """A metric's readings for each group, ``periods`` long; a gap is NaN. ``n`` counts the tickets behind each number.

    ``ends`` are the last days of the periods. ``comparison`` is the word for the groups ("groups", "services").
    """

    periods: tuple[date, ...]
    ends: tuple[date, ...]
    values: Mapping[str, Series]
    n: Mapping[str, Series]
    unit: str
    title: str
    grain: Grain
    comparison: str = "groups"
    touches: tuple[Touch, ...] = ()
    takings: Takings = field(default_factory=Takings)
    """Who took which tickets on, so that groups that share them are no comparison; empty where that is not known."""

    @property
    def after(self) -> int:
        """Periods after each start: USUAL, or fewer where a shorter history would leave no room for many starts."""
        room = (len(self.periods) - BEFORE) // 2
        return max(AFTER[self.grain], min(USUAL[self.grain], room))

    @property
    def indices(self) -> range:
        """Where a start leaves enough periods on both sides; empty where the history is too short."""
        return range(BEFORE, len(self.periods) - self.after + 1)

    @property
    def thin(self) -> tuple[str, ...]:
        """Groups that can serve at no start: in fewer periods than half of the shortest history are there CASES."""
        return tuple(sorted(name for name, n in self.n.items() if int((n >= CASES).sum()) < BEFORE // 2))

    def starts(self) -> Iterator[Start]:
        """Every start of every group that is not thin, spread evenly over groups and time however many are taken."""
        groups = sorted(self.values.keys() - set(self.thin))
        each = [(group, index) for group in groups for index in self.indices]
        for position in evenly(len(each)):
            group, index = each[position]
            yield Start(group, index, self._panel(group, index))

    def start_at(self, group: str, first: date) -> Start | None:
        """The start of a group on the first day of a period; None where none could be tried there."""
        indices = [index for index in self.indices if self.periods[index] == first]
        if group not in self.values or not indices:
            return None
        return Start(group, indices[0], self._panel(group, indices[0]))

    def _panel(self, group: str, index: int) -> Panel | None:
        """What a verdict at this start is judged from: the time since an initiative last touched the group."""
        last = index + self.after
        touched = self._touched(group)
        before = np.flatnonzero(touched[:index])
        first = max(0, index - LONGEST[self.grain], int(before[-1]) + 1 if len(before) else 0)
        if touched[index:last].any() or index - first < BEFORE:
            return None
        part = slice(first, last)
        others = sorted(self.values.keys() - {group})
        start = self.periods[index]
        shared = self.takings.between(group, self.periods[first], start).shares(start)
        return Panel(
            periods=self.periods[part],
            treated=self.values[group][part],
            treated_n=self.n[group][part],
            controls={name: self.values[name][part] for name in others},
            control_n={name: self.n[name][part] for name in others},
            start=index - first,
            unit=self.unit,
            title=self.title,
            grain=self.grain,
            scope=group,
            comparison=self.comparison,
            contaminated={
                each.group: each.title for each in self.touches if each.group in others and self._acts(each)[part].any()
            },
            shared={name: shared[name] for name in others if name in shared},
        )

    def _touched(self, group: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        found = np.zeros(len(self.periods), dtype=bool)
        for each in self.touches:
            if each.group == group:
                found |= self._acts(each)
        return found

    def _acts(self, touch: Touch) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """In which periods an initiative acts, at least on one day."""
        return np.array(
            [
                touch.first <= end and (touch.last is None or first <= touch.last)
                for first, end in zip(self.periods, self.ends, strict=True)
            ],
            dtype=bool,
        )


def evenly(count: int) -> Iterator[int]:
    """All numbers below ``count``, in an order of which each beginning is spread evenly.

    >>> list(evenly(8))
    [0, 5, 2, 7, 4, 1, 6, 3]
    """
    step = max(1, round(count * (np.sqrt(5) - 1) / 2))
    while np.gcd(step, count) > 1:
        step += 1
    return (number * step % count for number in range(count))
