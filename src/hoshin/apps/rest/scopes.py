"""What a token may be used for. The vocabulary is closed: an address of the API names one of these."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """A part of Hoshin that a token can be let into."""

    NUMBERS = "numbers"
    DIRECTION = "direction"
    INITIATIVES = "initiatives"
    SIGNALS = "signals"
    REVIEWS = "reviews"
    GOALS = "goals"
    EVALUATIONS = "evaluations"
    PLANS = "plans"
    ORGANISATION = "organisation"


WORDS = {
    Area.NUMBERS: "metrics, readings, targets",
    Area.DIRECTION: "vision, objectives, key results, catchball, countermeasures",
    Area.INITIATIVES: "initiatives, claims, verdicts",
    Area.SIGNALS: "signals and their answers",
    Area.REVIEWS: "forums, decisions, commitments, risks",
    Area.GOALS: "goals and their check-ins",
    Area.EVALUATIONS: "evaluations of the side that one is on",
    Area.PLANS: "planning rounds, candidates, scenarios",
    Area.ORGANISATION: "people, teams, business units, the audit trail",
}


@dataclass(frozen=True, order=True)
class Scope:
    """Reading or writing in one area; writing covers reading.

    >>> str(Scope(Area.NUMBERS, writing=True))
    'numbers:write'
    """

    area: Area
    writing: bool = False

    def __str__(self) -> str:
        return f"{self.area}:{'write' if self.writing else 'read'}"

    def covers(self, asked: Scope) -> bool:
        """Whether a token that holds this scope may do what needs ``asked``."""
        return self.area is asked.area and (self.writing or not asked.writing)

    @property
    def words(self) -> str:
        """For people: what it lets a token do."""
        return f"{'change' if self.writing else 'read'} {WORDS[self.area]}"


SCOPES = tuple(Scope(area, writing=writing) for area in Area for writing in (False, True))
"""All that there are."""


def named(name: str) -> Scope:
    """The scope of that name; ``KeyError`` where there is none."""
    return {str(scope): scope for scope in SCOPES}[name]
