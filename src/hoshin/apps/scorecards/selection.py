"""What the reader of a scorecard has chosen: scope, grain and stretch of time, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.query import Grain, Query
from hoshin.reporting.wording import dimension_words
from hoshin.warehouse.manifest import DeskEntry

SPANS: dict[str, tuple[str, int]] = {
    "13w": ("last 13 weeks", 13),
    "26w": ("last 26 weeks", 26),
    "52w": ("last 52 weeks", 52),
    "104w": ("last 104 weeks", 104),
    "all": ("everything", 0),
}
GRAINS = {Grain.DAY: "by day", Grain.WEEK: "by week", Grain.MONTH: "by month"}
BREAKDOWNS = ("group", "service", "category", "priority", "business_unit")


@dataclass(frozen=True)
class Selection:
    """One choice. ``dimension`` and ``value`` are empty for the whole desk; ``desk`` is empty for all real desks."""

    grain: Grain = Grain.WEEK
    span: str = "52w"
    desk: str = ""
    dimension: str = ""
    value: str = ""

    @classmethod
    def from_address(cls, parameters: QueryDict) -> Selection:
        """The choice that an address holds; what it does not hold, or holds wrongly, falls back to the usual."""
        grain = parameters.get("grain", "")
        span = parameters.get("span", "")
        dimension, _, value = parameters.get("scope", "").partition("=")
        known = dimension in DIMENSIONS and value
        return cls(
            Grain(grain) if grain in (g.value for g in GRAINS) else Grain.WEEK,
            span if span in SPANS else "52w",
            parameters.get("desk", ""),
            dimension if known else "",
            value if known else "",
        )

    def settled(self, desks: Mapping[str, DeskEntry]) -> Selection:
        """The choice with the desk that it means, where it names none and means only one."""
        meant = [name for name, desk in desks.items() if not desk.demonstration] or list(desks)
        return replace(self, desk=meant[0]) if not self.desk and len(meant) == 1 else self

    @property
    def scope(self) -> str:
        """The scope as the address holds it."""
        return f"{self.dimension}={self.value}" if self.dimension else ""

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The scope as filters of a query."""
        pairs = [("desk", self.desk)] if self.desk else []
        if self.dimension:
            pairs.append((self.dimension, self.value))
        return tuple(pairs)

    @property
    def words(self) -> str:
        """The scope in words."""
        narrowed = f"{dimension_words(self.dimension)} {self.value}" if self.dimension else ""
        return " · ".join(part for part in (self.desk, narrowed) if part)

    def first_day(self, covered: tuple[date, date]) -> date:
        """The first day asked for: the start of a week or month, so that the first point is a whole one."""
        weeks = SPANS[self.span][1]
        if not weeks:
            return covered[0]
        day = max(covered[1] - timedelta(weeks=weeks), covered[0])
        if self.grain is Grain.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.grain is Grain.MONTH else day

    def query(self, covered: tuple[date, date], *, by: str | None = None, grain: Grain | None = None) -> Query:
        """The choice as a question to the metrics."""
        return Query(grain or self.grain, by, self.first_day(covered), covered[1], self.where)

    def narrowed(self, dimension: str, value: str) -> Selection:
        """The same choice for one value of a dimension."""
        return replace(self, dimension=dimension, value=value)

    @property
    def address(self) -> str:
        """The choice as the query part of an address."""
        parts = {"grain": str(self.grain), "span": self.span, "desk": self.desk, "scope": self.scope}
        return urlencode({key: value for key, value in parts.items() if value})
