"""Candidates as a picture of impact and feasibility, and as a list by score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoshin.apps.plans import queries
from hoshin.apps.plans.models import Candidate, PlanningRound
from hoshin.apps.plans.reports.side_by_side import money
from hoshin.portfolio.scoring import ranking

SIZE, EDGE = 360.0, 24.0
"""The picture's side and its margin, in its own units."""


@dataclass(frozen=True)
class Dot:
    """One candidate in the picture. ``x`` grows with feasibility, ``y`` falls with impact."""

    candidate: Candidate
    x: float
    y: float
    label: str
    number: int


def compose(found: Sequence[Candidate]) -> list[Dot]:
    """All candidates, numbered by title."""
    return [
        Dot(
            each,
            round(EDGE + (each.feasibility - 1) / 9 * (SIZE - 2 * EDGE), 1),
            round(SIZE - EDGE - (each.impact - 1) / 9 * (SIZE - 2 * EDGE), 1),
            f"{number}, {each.title}: impact {each.impact:g}, feasibility {each.feasibility:g}",
            number,
        )
        for number, each in enumerate(found, 1)
    ]


@dataclass(frozen=True)
class Ranked:
    """One candidate in the list by score."""

    candidate: Candidate
    number: int
    score: str
    lacks: str
    benefit: str
    chance: str
    cost: str
    people: str


def ranked(of: PlanningRound, found: Sequence[Candidate]) -> list[Ranked]:
    """The candidates from the best score down."""
    scored = queries.scores(of, found)
    by = {str(each.pk): each for each in found}
    numbers = {each.pk: number for number, each in enumerate(found, 1)}
    rows = []
    for key in ranking(scored):
        each, score = by[key], scored[key]
        work = sum((part.low + 4 * part.likely + part.high) / 6 for part in each.efforts.all())
        rows.append(
            Ranked(
                each,
                numbers[each.pk],
                "–" if score.score is None else f"{score.score:.3g}",
                ", ".join(score.missing),
                money(of, queries.benefit(each).mean),
                f"{100 * queries.probability(each).mean:.0f} %",
                money(of, queries.cost(each).mean),
                f"{work:.1f}",
            )
        )
    return rows
