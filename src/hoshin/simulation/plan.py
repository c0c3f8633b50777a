"""What a synthetic desk is like, before any chance is involved.

Frozen values; every date is given, no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


class PlanInvalid(ValueError):
    """The plan's parts do not fit together. The message names the part and what was expected."""


@dataclass(frozen=True)
class Region:
    """Where groups sit: their office hours are 7 to 19 o'clock, ``offset`` hours ahead of UTC."""

    name: str
    offset: int


@dataclass(frozen=True)
class Group:
    """A support group: its line (1 answers, 2 and 3 specialise), its share of the tickets that are resolved, its pace.

    ``hours`` is the median time to resolve that the group has where nothing is special, waiting left out. ``sites`` are
    the first-line groups through which its tickets come in, ``services`` what it looks after; empty for any.
    """

    name: str
    line: int
    share: float
    hours: float
    region: str
    services: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Service:
    """A business service, its share of tickets, the categories in which they fall, and the business unit it serves."""

    name: str
    share: float
    categories: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Happening:
    """From ``first`` to ``last`` (both included) something multiplies what befalls ``groups``, or all where empty.

    ``times`` multiplies the work that a ticket takes, ``arrivals`` how many come in, ``strays`` how many are handed to
    a wrong group, ``reopens`` how many resolutions do not hold. Tickets are touched by the day of their opening and the
    group that resolves them. With ``gradual`` the effect grows from nothing on ``first`` to its whole on ``last``.
    """

    name: str
    first: date
    last: date
    groups: tuple[str, ...] = ()
    times: float = 1.0
    arrivals: float = 1.0
    strays: float = 1.0
    reopens: float = 1.0
    gradual: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole desk over whole days (UTC) from ``first`` to ``last``. Raises PlanInvalid.

    ``tickets`` is how many are expected. ``weekdays`` (Monday first) and ``months`` (January first) weigh arrivals;
    ``slow_months`` multiply times; months stand for their middle, and the days between follow a straight line.
    ``priorities`` are the shares of the priorities 1 to 4, and ``targets`` their agreed hours. ``channels`` are ways to
    call in with their shares at the beginning and at the end. ``effects`` are the planted truth: what initiatives do.
    """

    first: date
    last: date
    tickets: int
    regions: tuple[Region, ...]
    groups: tuple[Group, ...]
    services: tuple[Service, ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    slow_months: tuple[float, ...]
    priorities: tuple[float, ...]
    targets: tuple[float, ...]
    channels: tuple[tuple[str, float, float], ...]
    happenings: tuple[Happening, ...] = ()
    effects: tuple[Happening, ...] = ()

    def __post_init__(self) -> None:
        if self.days < 1:
            raise PlanInvalid(f"Plan: `last` ({self.last}) lies before `first` ({self.first}).")
        if not any(each.line == 1 for each in self.groups):
            raise PlanInvalid("Plan: `groups` needs a group of line 1, through which tickets come in.")
        lengths = {"weekdays": 7, "months": 12, "slow_months": 12, "priorities": 4, "targets": 4}
        for part, length in lengths.items():
            if len(getattr(self, part)) != length:
                raise PlanInvalid(f"Plan: `{part}` holds {len(getattr(self, part))} numbers, expected {length}.")
        for each in self.groups:
            if each.line not in (1, 2, 3) or each.share <= 0 or each.hours <= 0:
                raise PlanInvalid(f"'{each.name}': expected `line` 1, 2 or 3, and `share` and `hours` above 0.")
        groups = [each.name for each in self.groups]
        desks = [each.name for each in self.groups if each.line == 1]
        for each in self.groups:
            _known(each.name, "region", [each.region], [region.name for region in self.regions])
            _known(each.name, "services", each.services, [service.name for service in self.services])
            _known(each.name, "sites", each.sites, desks)
        for happening in (*self.happenings, *self.effects):
            _known(happening.name, "groups", happening.groups, groups)

    @property
    def days(self) -> int:
        """How many days the plan spans."""
        return (self.last - self.first).days + 1

    @property
    def calendar(self) -> tuple[date, ...]:
        """The days that the plan spans."""
        return tuple(self.first + timedelta(days=i) for i in range(self.days))


def _known(name: str, part: str, named: Iterable[str], known: list[str]) -> None:
    for each in named:
        if each not in known:
            raise PlanInvalid(f"'{name}': `{part}` names '{each}', expected one of {', '.join(known)}.")
