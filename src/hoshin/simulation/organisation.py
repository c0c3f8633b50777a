"""A demonstration organisation: its desk, and the story that its people have written. Frozen values, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoshin.metrics.own.specification import Specification
from hoshin.simulation.plan import Plan

Scope = tuple[tuple[str, str], ...]
"""Pairs of dimension and value."""


class Truth(StrEnum):
    """What an initiative really does, as planted. For tests: nobody who uses the demonstration is told."""

    WORKS = "works"
    NOTHING = "nothing"
    HARMS = "harms"


@dataclass(frozen=True)
class Character:
    """Somebody of the organisation; the role is one of administrator, leader, member, viewer."""

    username: str
    name: str
    role: str
    team: str


@dataclass(frozen=True)
class KeyResultStory:
    """A key result: ``metric`` (its key) in ``scope`` comes to ``factor`` times its reading over ``baseline``."""

    title: str
    metric: str
    baseline: tuple[date, date]
    factor: float
    start: date
    due: date
    scope: Scope = ()


@dataclass(frozen=True)
class ObjectiveStory:
    """An objective with its key results."""

    title: str
    why: str
    owner: str
    first: date
    last: date
    key_results: tuple[KeyResultStory, ...]


@dataclass(frozen=True)
class DrawStory:
    """A drawing by lot on a day: from ``seed``, in ``waves`` waves, ``weeks`` weeks apart, the first on ``first``."""

    seed: str
    on: date
    first: date
    weeks: int
    waves: int


@dataclass(frozen=True)
class InitiativeStory:
    """An initiative of some groups from ``start`` on, and what it claimed.

    The claim says that ``metric`` (its key) moves ``towards`` "up" or "down" by the relative ``size``. ``key_result``
    is the title of the one that it serves. ``truth`` agrees with the plan's effects. ``guardrails`` are metrics (their
    keys) that must not get worse, beside the counter-metrics of ``metric``.
    """

    title: str
    description: str
    owner: str
    key_result: str
    groups: tuple[str, ...]
    start: date
    metric: str
    towards: str
    size: float
    sealed_on: date
    sealed_by: str
    truth: Truth
    guardrails: tuple[str, ...] = ()
    draw: DrawStory | None = None
    """By which lot its groups start one after the other; None where they start together."""
    starts: tuple[tuple[str, date], ...] = ()
    """Each group with its start, as ``draw`` gives them."""

    @property
    def acting(self) -> tuple[tuple[str, date], ...]:
        """Each group with the day from which the initiative acts there."""
        return self.starts or tuple((group, self.start) for group in self.groups)


@dataclass(frozen=True)
class AnswerStory:
    """What somebody said on a day is behind what fired for a metric (its key): ``kind`` is signal or target."""

    metric: str
    kind: str
    cause: str
    sentence: str
    by: str
    on: date


@dataclass(frozen=True)
class RateStory:
    """What one of something costs from a day on, and who answers for it: ``priced`` is such as "waiting hour"."""

    priced: str
    amount: str
    currency: str
    first: date
    owner: str
    basis: str


@dataclass(frozen=True)
class Demonstration:
    """Everything that ``hoshin demo`` loads.

    People, teams and key results are named by username, name and title. The first of ``people`` is the administrator
    who sets everything up. ``desk`` names the desk in the tickets.
    """

    key: str
    organisation: str
    desk: str
    seed: int
    plan: Plan
    vision: str
    horizon: str
    success: str
    teams: tuple[str, ...]
    people: tuple[Character, ...]
    objectives: tuple[ObjectiveStory, ...]
    initiatives: tuple[InitiativeStory, ...]
    own_metrics: tuple[Specification, ...] = ()
    """What the leaders defined themselves."""
    targets: tuple[tuple[str, float], ...] = ()
    """Targets of the scorecard: metric key and amount in its unit."""
    looked_on: date | None = None
    """When the scorecard was first looked at for signals; what fired then has been waiting since, or was answered."""
    answers: tuple[AnswerStory, ...] = ()
    rates: tuple[RateStory, ...] = ()
    """What saved hours and tickets are worth."""
    book: str = ""
    """Its agreements and calendars, as a TOML file."""
    book_reason: str = ""
