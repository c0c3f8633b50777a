"""Which days the desks' exports cover: what may be judged, and what is not known at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hoshin.metrics.query import Query
from hoshin.metrics.result import Period


@dataclass(frozen=True)
class Span:
    """The days that the desks of a scope cover: ``first`` to ``last`` by any of them, the ``whole`` ones by all.

    The last day of an export may be cut at any hour, so it is covered but not wholly.
    """

    first: date
    last: date
    whole_first: date
    whole_last: date

    def covers(self, period: Period) -> bool:
        """Whether any day of the period is covered."""
        return period.first <= self.last and period.last >= self.first

    def completes(self, period: Period) -> bool:
        """Whether the whole period is covered by all desks, and none of it may be cut."""
        return period.first >= self.whole_first and period.last < self.whole_last


@dataclass(frozen=True)
class Coverage:
    """The days of the first and the last opening that each desk's export holds."""

    desks: Mapping[str, tuple[date, date]]

    def of(self, *desks: str) -> Span | None:
        """The span of these desks, of all where none of them is known; None where there are no desks."""
        runs = [self.desks[desk] for desk in desks if desk in self.desks] or list(self.desks.values())
        if not runs:
            return None
        firsts, lasts = [first for first, _ in runs], [last for _, last in runs]
        return Span(min(firsts), max(lasts), max(firsts), min(lasts))

    def within(self, query: Query) -> Span | None:
        """The span of the desks that the question names, of all where it names none."""
        return self.of(*(value for dimension, value in query.where if dimension == "desk"))
