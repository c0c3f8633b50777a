"""Initiatives as members would draft them, and claims as leaders would seal them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import actions
from hoshin.apps.portfolios.models import Claim, Initiative
from tests.apps.small_desk import DESK, HELPED, SWARMING


def initiative(
    person: Person,
    values: Iterable[str] = (HELPED,),
    *,
    title: str = "Swarming",
    dimension: str = "group",
    start: date = SWARMING,
    end: date | None = None,
    desk: str = DESK,
    starts: Mapping[str, date] | None = None,
) -> Initiative:
    """A draft."""
    return actions.write_initiative(
        person,
        title=title,
        description="Lines work together.",
        owner=person,
        dimension=dimension,
        values=values,
        start=start,
        end=end,
        desk=desk,
        starts=starts,
    )


def morning_before(day: date) -> datetime:
    """Nine o'clock on the day before."""
    return datetime.combine(day - timedelta(days=1), time(9), UTC)


def seal(
    person: Person, found: Initiative, *, size: float = 0.2, towards: str = "down", at: datetime | None = None
) -> Claim:
    """A claim on the median time to resolve, sealed on the day before the start."""
    return actions.seal(
        person,
        found,
        metric="time_to_resolve_median",
        towards=towards,
        size=size,
        now=at or morning_before(found.start),
        demonstration=True,
    )
