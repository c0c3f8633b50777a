"""From a question to the periods that answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hoshin.metrics.coverage import Span
from hoshin.metrics.days import how_many, period, periods
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period
from hoshin.metrics.scope import QueryInvalid

MOST = 250_000
"""More numbers than this are not given in one answer."""


@dataclass(frozen=True)
class Window:
    """The periods of an answer, in order, and the days asked for: None where that end is open."""

    periods: tuple[Period, ...]
    first: date | None
    last: date | None

    def whole(self, period: Period) -> bool:
        """Whether all days of the period were asked for."""
        return (self.first is None or period.first >= self.first) and (self.last is None or period.last <= self.last)

    def end(self, period: Period) -> date:
        """The day at whose end a stock is read for the period: its last one, or the last one asked for."""
        return period.last if self.last is None else min(period.last, self.last)


def flow_window(query: Query, span: Span, seen: Iterable[date]) -> Window:
    """The periods for tickets that fall into days.

    All periods of the days asked for are there. An end left open reaches as far as the coverage; beyond it stand only
    periods in which there are tickets, so that one wrong date does not draw a century of empty periods. ``seen`` holds
    the first days of periods that have tickets; for ``all`` the first and the last day of any ticket.
    """
    days = sorted(seen)
    first, last = _ends(query, span)
    if query.grain is Grain.ALL:
        first = query.first or min([first, *days])
        last = query.last or max([last, *days])
        return Window((Period("all", first, last),), query.first, query.last)
    _limit(first, last, query.grain)
    dense = {p.first: p for p in periods(first, last, query.grain)}
    for day in days:
        if day not in dense:
            dense[day] = period(day, query.grain)
    return Window(tuple(dense[day] for day in sorted(dense)), query.first, query.last)


def standing_window(query: Query, span: Span) -> Window:
    """The periods for tickets as they stand: those asked for, else those of the coverage."""
    first, last = _ends(query, span)
    _limit(first, last, query.grain)
    return Window(tuple(periods(first, last, query.grain)), query.first, query.last)


def _ends(query: Query, span: Span) -> tuple[date, date]:
    """The first and the last day that an answer reaches at least. An open end never turns a question round."""
    first = query.first or min(span.first, query.last or date.max)
    return first, query.last or max(span.last, first)


def _limit(first: date, last: date, grain: Grain) -> None:
    if how_many(first, last, grain) > MOST:
        raise too_many()


def too_many() -> QueryInvalid:
    """The refusal of an answer that nobody could read."""
    return QueryInvalid(
        f"The answer would have more than {MOST:,} numbers: ask for fewer days, a coarser grain, or a narrower scope."
    )
