"""A demonstration organisation: its desk, and the story that its people have written. Frozen values, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoshin.simulation.plan import Plan

Scope = tuple[tuple[str, str], ...]
"""Pairs of dimension and value."""


@dataclass(frozen=True)
class Character:
    """Somebody of the organisation; the role is one of administrator, leader, member, viewer."""

    username: str
    name: str
    role: str
    team: str


@dataclass(frozen=True)
class KeyResultStory:
    """A key result. The baseline is measured from ``baseline``'s days; ``factor`` times it is the target."""

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
class InitiativeStory:
    """An initiative and what it claimed. ``truth`` is what was planted, for tests: works, nothing or harms."""

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
    truth: str


@dataclass(frozen=True)
class Demonstration:
    """Everything that ``hoshin demo`` loads."""

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
    targets: tuple[tuple[str, float], ...] = ()
    """Targets of the scorecard: metric key and amount in its unit."""
