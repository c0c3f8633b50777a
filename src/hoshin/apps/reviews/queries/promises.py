"""Reads of how promises went over time: for each person, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hoshin.apps.reviews.models import Commitment
from hoshin.apps.reviews.queries.outcomes import Record, counts

BACK, AHEAD = 10, 1
"""How many months before this one are shown, and how many after it."""


@dataclass(frozen=True)
class Month:
    """The promises that were at first due in one month, which begins on ``first``."""

    first: date
    record: Record


@dataclass(frozen=True)
class Kept:
    """How one person's promises went, month by month; ``share`` is kept in time of all that came due, None of none."""

    person: int
    name: str
    months: tuple[Month, ...]

    @property
    def due(self) -> int:
        """The promises whose day has come, without those withdrawn."""
        return sum(each.record.kept + each.record.late for each in self.months)

    @property
    def in_time(self) -> int:
        """Of those, the ones that were kept by the day that was promised at first."""
        return sum(each.record.kept_in_time for each in self.months)

    @property
    def share(self) -> float | None:
        """The part kept in time, 0 to 1."""
        return self.in_time / self.due if self.due else None


def months(today: date) -> list[date]:
    """The first days of the months that are shown, oldest first.

    >>> months(date(2026, 11, 23))[0], months(date(2026, 11, 23))[-1]
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 1))
    """
    return [_month(today, by) for by in range(-BACK, AHEAD + 1)]


def _month(day: date, by: int) -> date:
    place = day.year * 12 + day.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def over_time(found: QuerySet[Commitment], today: date) -> list[Kept]:
    """How the promises of each person went, by the month in which they were due at first; by name, in one query."""
    shown = months(today)
    wanted = counts(today)
    within = found.filter(first_due__gte=shown[0], first_due__lt=_month(shown[-1], 1)).order_by()
    # Counted by day and added up here: SQLite has no months of its own, and would ask Python for each row's.
    rows = within.values("owner", "owner__name", "first_due").annotate(**wanted)
    people: dict[tuple[str, int], dict[date, Counter[str]]] = {}
    plain: list[dict[str, Any]] = [dict(row) for row in rows]
    for row in plain:
        held = people.setdefault((row["owner__name"], row["owner"]), {})
        held.setdefault(row["first_due"].replace(day=1), Counter()).update({key: row[key] for key in wanted})
    return [
        Kept(owner, name, tuple(Month(first, Record(**dict(held.get(first, Counter())))) for first in shown))
        for (name, owner), held in sorted(people.items())
    ]


@dataclass(frozen=True)
class Bar:
    """One part of a column, from the bottom up, in parts of 100 of the highest column of all."""

    tone: str
    x: int
    y: float
    height: float


def bars(kept: Kept, highest: int) -> Iterator[Bar]:
    """The columns of one person, one place apart; ``highest`` is the most that anybody promised for one month."""
    for x, month in enumerate(kept.months):
        top = 100.0
        parts = (
            ("good", month.record.kept_in_time),
            ("watch", month.record.kept_late),
            ("bad", month.record.late),
            ("neutral", month.record.open),
        )
        for tone, count in parts:
            if count:
                height = round(100 * count / max(highest, 1), 2)
                top = round(top - height, 2)
                yield Bar(tone, x, top, height)


def highest(found: list[Kept]) -> int:
    """The most that anybody promised for one month, without what was withdrawn."""
    return max((m.record.promised - m.record.withdrawn for each in found for m in each.months), default=0)
