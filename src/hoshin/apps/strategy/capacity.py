"""How many people a team has for what is begun, as far as the plans know: asked of the app that the settings name.

Plans stand above direction, so direction knows of none: the setting ``CAPACITY_FROM`` names the function that answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from hoshin.apps.accounts.models import Team

Answer = tuple[str, float, float]
"""A quarter such as 2027 Q1, the people there are for initiatives, and those that the approved plan asks for."""


@dataclass(frozen=True)
class Capacity:
    """A team's people, full time, in one quarter: how many there are, and how many the approved plan asks for."""

    team: str
    quarter: str
    there: float
    asked: float


def capacity(team: Team | None, first: date, last: date) -> tuple[Capacity, ...]:
    """What is known of a team in the quarters from ``first`` to ``last``; nothing where no plan was approved."""
    if team is None or not settings.CAPACITY_FROM:
        return ()
    ask: Callable[[Team, date, date], list[Answer]] = import_string(settings.CAPACITY_FROM)
    return tuple(Capacity(team.name, *answer) for answer in ask(team, first, last))
