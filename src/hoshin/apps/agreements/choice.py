"""What the reader of service levels has chosen: clock, desk and stretch of time, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from hoshin.metrics.query import Grain, Query
from hoshin.service_levels.agreement import Clock
from hoshin.warehouse.manifest import DeskEntry

SPANS: dict[str, tuple[str, int]] = {
    "4w": ("last 4 weeks", 4),
    "13w": ("last 13 weeks", 13),
    "26w": ("last 26 weeks", 26),
    "52w": ("last 52 weeks", 52),
    "all": ("everything", 0),
}
USUAL = "26w"


@dataclass(frozen=True)
class Choice:
    """One choice; ``desk`` is empty for all real desks."""

    clock: Clock = Clock.RESOLUTION
    span: str = USUAL
    desk: str = ""

    @classmethod
    def from_address(cls, parameters: QueryDict) -> Choice:
        """The choice that an address holds; what it does not hold, or holds wrongly, falls back to the usual."""
        clock, span = parameters.get("clock", ""), parameters.get("span", "")
        return cls(
            Clock(clock) if clock in list(Clock) else Clock.RESOLUTION,
            span if span in SPANS else USUAL,
            parameters.get("desk", ""),
        )

    def settled(self, desks: Mapping[str, DeskEntry]) -> Choice:
        """The choice with the desk that it means, where it names none and means only one; a strange one is none."""
        meant = [name for name, desk in desks.items() if not desk.demonstration] or list(desks)
        known = self if self.desk in desks else replace(self, desk="")
        return replace(known, desk=meant[0]) if not known.desk and len(meant) == 1 else known

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The desk as a filter of a query."""
        return (("desk", self.desk),) if self.desk else ()

    def query(self, covered: tuple[date, date], grain: Grain = Grain.WEEK) -> Query:
        """The choice as a question: whole weeks from a Monday on."""
        weeks = SPANS[self.span][1]
        first = max(covered[1] - timedelta(weeks=weeks), covered[0]) if weeks else covered[0]
        return Query(grain, None, first - timedelta(days=first.weekday()), covered[1], self.where)

    @property
    def words(self) -> str:
        """The stretch and desk in words."""
        return " · ".join(part for part in (self.desk, SPANS[self.span][0]) if part)

    def address(self, **other: str) -> str:
        """The choice as the query part of an address, with more or other parts."""
        parts = {"clock": self.clock.value, "span": self.span, "desk": self.desk} | other
        return urlencode({key: value for key, value in parts.items() if value})

    @property
    def here(self) -> str:
        """``address`` of the choice as it is."""
        return self.address()
