"""Scores by which people rank initiatives: ICE, RICE, WSJF, and weights of one's own on a closed list of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from hoshin.eventlog.refused import Refused


class FormulaRefused(Refused):
    """What was written is no formula."""


class Figure(StrEnum):
    """What is known of an initiative and may be scored. Ratings go from 1 to 10; the others have their own unit."""

    IMPACT = "impact"
    FEASIBILITY = "feasibility"
    CONFIDENCE = "confidence"
    REACH = "reach"
    URGENCY = "urgency"
    RISK_REDUCTION = "risk reduction"
    BENEFIT = "benefit"
    COST = "cost"
    EFFORT = "effort"

    @property
    def better(self) -> str:
        """Whether more of it is better: higher or lower."""
        return "lower" if self in (Figure.COST, Figure.EFFORT) else "higher"

    @property
    def meaning(self) -> str:
        """What it is, with its unit."""
        return MEANINGS[self]


MEANINGS = {
    Figure.IMPACT: "how much it moves what it is for, 1 to 10",
    Figure.FEASIBILITY: "how easily it can be done, 1 to 10",
    Figure.CONFIDENCE: "how likely it succeeds, 0 to 1",
    Figure.REACH: "how many people notice it in a quarter",
    Figure.URGENCY: "how much is lost by waiting, 1 to 10",
    Figure.RISK_REDUCTION: "how much risk it takes away, 1 to 10",
    Figure.BENEFIT: "expected benefit of a quarter, in money",
    Figure.COST: "expected cost, in money",
    Figure.EFFORT: "expected work, in quarters of one person",
}

Figures = Mapping[Figure, float]
"""What is known of one initiative. A figure that is not there is not known."""


@dataclass(frozen=True)
class Ready:
    """A formula of the field: products and sums of ``above``, divided by ``below``.

    The score is the product of ``above``, or their sum where ``adds``.
    """

    name: str
    above: tuple[Figure, ...]
    below: tuple[Figure, ...] = ()
    adds: bool = False

    @property
    def words(self) -> str:
        """The formula as people write it."""
        top = (" + " if self.adds else " × ").join(self.above)
        top = f"({top})" if self.adds and self.below else top
        return f"{top} ÷ {' × '.join(self.below)}" if self.below else top


ICE = Ready("ICE", (Figure.IMPACT, Figure.CONFIDENCE, Figure.FEASIBILITY))
"""Impact, confidence, ease (Ellis and Brown, 2017). Ease is what Hoshin calls feasibility."""

RICE = Ready("RICE", (Figure.REACH, Figure.IMPACT, Figure.CONFIDENCE), (Figure.EFFORT,))
"""Reach, impact, confidence, effort (McBride, Intercom, 2016)."""

WSJF = Ready("WSJF", (Figure.IMPACT, Figure.URGENCY, Figure.RISK_REDUCTION), (Figure.EFFORT,), adds=True)
"""Weighted shortest job first: cost of delay over job size (Reinertsen, 2009; Leffingwell)."""

READY = {each.name: each for each in (ICE, RICE, WSJF)}


@dataclass(frozen=True)
class Weighted:
    """A formula of one's own: figures with weights above 0. Raises FormulaRefused.

    Each figure is spread from 0, the worst of the initiatives compared, to 1, the best of them; the score is the
    weighted mean. So units do not matter, and it says nothing across portfolios.
    """

    name: str
    weights: tuple[tuple[Figure, float], ...]

    def __post_init__(self) -> None:
        named = [figure for figure, _ in self.weights]
        if not named:
            raise FormulaRefused("A formula weighs at least one figure: give one a weight above 0.")
        if len(set(named)) < len(named):
            raise FormulaRefused("A formula names each figure once: add the weights up.")
        for figure, weight in self.weights:
            if not (isfinite(weight) and weight > 0):
                raise FormulaRefused(
                    f"The weight of {figure} is {weight:g}: give more than 0, or leave the figure out."
                )

    @property
    def words(self) -> str:
        """The formula as people write it."""
        whole = sum(weight for _, weight in self.weights)
        return " + ".join(f"{weight / whole:.0%} {figure}" for figure, weight in self.weights)


Formula = Ready | Weighted


@dataclass(frozen=True)
class Scored:
    """One initiative's score; None where a figure of the formula is not known: ``missing`` names them."""

    score: float | None
    missing: tuple[Figure, ...] = ()


def figures_of(formula: Formula) -> tuple[Figure, ...]:
    """The figures that a formula asks for."""
    if isinstance(formula, Ready):
        return (*formula.above, *formula.below)
    return tuple(figure for figure, _ in formula.weights)


def scores(formula: Formula, initiatives: Mapping[str, Figures]) -> dict[str, Scored]:
    """The score of each initiative. What lacks a figure has none, and takes no part in the spread of the others."""
    asked = figures_of(formula)
    found: dict[str, Scored] = {}
    known = {}
    for key, figures in initiatives.items():
        missing = tuple(each for each in asked if figures.get(each) is None or not isfinite(figures[each]))
        if isinstance(formula, Ready):
            missing += tuple(each for each in formula.below if each not in missing and figures[each] <= 0)
        found[key] = Scored(None, missing)
        if not missing:
            known[key] = figures
    for key, figures in known.items():
        found[key] = Scored(
            _ready(formula, figures)
            if isinstance(formula, Ready)
            else _weighted(formula, figures, list(known.values()))
        )
    return found


def ranking(scored: Mapping[str, Scored]) -> list[str]:
    """The keys from the best score down; those without a score last, by their keys."""
    return sorted(scored, key=lambda key: (scored[key].score is None, -(scored[key].score or 0.0), key))


def _score(formula: Formula, figures: Figures, everybody: Sequence[Figures]) -> float:
    return _ready(formula, figures) if isinstance(formula, Ready) else _weighted(formula, figures, everybody)


def _ready(formula: Ready, figures: Figures) -> float:
    top = sum(figures[each] for each in formula.above) if formula.adds else 1.0
    if not formula.adds:
        for each in formula.above:
            top *= figures[each]
    for each in formula.below:
        top /= figures[each]
    return top


def _weighted(formula: Weighted, figures: Figures, everybody: Sequence[Figures]) -> float:
    whole = sum(weight for _, weight in formula.weights)
    return sum(weight * _spread(figure, figures, everybody) for figure, weight in formula.weights) / whole


def _spread(figure: Figure, figures: Figures, everybody: Sequence[Figures]) -> float:
    amounts = [each[figure] for each in everybody]
    least, most = min(amounts), max(amounts)
    if most <= least:
        return 0.5
    part = (figures[figure] - least) / (most - least)
    return part if figure.better == "higher" else 1 - part
