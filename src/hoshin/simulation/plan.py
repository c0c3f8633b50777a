"""What a synthetic desk is like, before any chance is involved. Frozen; every date is given, no clock is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Group:
    """A support group: its line (1 answers, 2 and 3 specialise), share of tickets, and usual hours to resolve."""

    name: str
    line: int
    share: float
    hours: float
    sites: tuple[str, ...] = ()
    """First-line groups through which its tickets come in; empty for any."""


@dataclass(frozen=True)
class Service:
    """A business service, its share of tickets and the categories in which they fall."""

    name: str
    share: float
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Happening:
    """From ``first`` to ``last`` (both included) times are multiplied by ``times`` and arrivals by ``arrivals``.

    It touches ``groups``, or all of them where that is empty.
    """

    name: str
    first: date
    last: date
    groups: tuple[str, ...] = ()
    times: float = 1.0
    arrivals: float = 1.0


@dataclass(frozen=True)
class Plan:
    """A whole desk over whole days from ``first`` to ``last``.

    ``tickets`` is how many are expected. ``weekdays`` (Monday first) and ``months`` (January first) weigh arrivals;
    ``slow_months`` multiply times. ``drift`` is the growth of times over the whole stretch (0.1: a tenth).
    ``targets`` are the agreed hours by priority. ``effects`` are the planted truth: happenings of initiatives.
    """

    first: date
    last: date
    tickets: int
    groups: tuple[Group, ...]
    services: tuple[Service, ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    slow_months: tuple[float, ...]
    drift: float
    targets: tuple[float, ...]
    happenings: tuple[Happening, ...] = ()
    effects: tuple[Happening, ...] = ()

    @property
    def days(self) -> int:
        """How many days the plan spans."""
        return (self.last - self.first).days + 1
