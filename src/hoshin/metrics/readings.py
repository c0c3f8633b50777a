"""The readings that answer a question: a sequence that holds columns, and makes a reading when it is asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import overload

import numpy as np

from hoshin.metrics.result import Period, Reading
from hoshin.metrics.results import Bools, Results

Scope = tuple[tuple[str, str | None], ...]
"""The filters of a reading, then its part of the breakdown."""


@dataclass(frozen=True, eq=False)
class Series:
    """What one metric says of each of its ``scopes`` in each of its ``periods``.

    ``complete`` and the columns of ``results`` have the shape (scopes, periods).
    """

    metric: str
    unit: str
    definition: str
    scopes: tuple[Scope, ...]
    periods: tuple[Period, ...]
    complete: Bools
    results: Results

    def __len__(self) -> int:
        return len(self.scopes) * len(self.periods)

    def readings(self, generation: str) -> Iterator[Reading]:
        """The readings one by one: for each scope the periods, in order."""
        key, unit, definition, results = self.metric, self.unit, self.definition, self.results.each()
        for scope, complete in zip(self.scopes, self.complete.tolist(), strict=True):
            for period, whole in zip(self.periods, complete, strict=True):
                yield Reading(key, period, scope, next(results), unit, generation, definition, whole)

    def part(self, place: int) -> Series:
        """The series of one reading: the one at this place."""
        scope, period = divmod(place, len(self.periods))
        at = np.s_[scope : scope + 1, period : period + 1]
        r = self.results
        columns = (r.amount[at], r.n[at], r.low[at], r.high[at], r.left_out[at], r.why[at])
        one = Results(*columns, r.refusals)
        scopes, periods = (self.scopes[scope],), (self.periods[period],)
        return Series(self.metric, self.unit, self.definition, scopes, periods, self.complete[at], one)


class Readings(Sequence[Reading]):
    """Readings by metric, within it by part of the breakdown, within that by period. Equal to a list of the same."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, generation: str, series: Sequence[Series]) -> None:
        """``series`` holds one for each metric, in the order in which they were asked for."""
        self.generation = generation
        self.series = tuple(series)
        self._ends = tuple(accumulate(len(each) for each in self.series))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Reading: ...
    @overload
    def __getitem__(self, place: slice) -> list[Reading]: ...
    def __getitem__(self, place: int | slice) -> Reading | list[Reading]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(f"There is no reading {place}: there are {len(self)}.")
        which = bisect_right(self._ends, at)
        series = self.series[which]
        return next(series.part(at - self._ends[which] + len(series)).readings(self.generation))

    def __iter__(self) -> Iterator[Reading]:
        return chain.from_iterable(each.readings(self.generation) for each in self.series)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Readings | list | tuple) and len(self) == len(other) and list(self) == list(other)

    def __repr__(self) -> str:
        return repr(list(self))
