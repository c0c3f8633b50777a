"""The funnel as a picture: how much came how far, each stage a link to what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.plans.queries.funnel import Funnel, Stage

LABELS = {
    Stage.PROPOSED: ("Ideas open", "wait for an answer"),
    Stage.TAKEN_IN: ("Taken in", "candidates of this round"),
    Stage.ESTIMATED: ("Estimated", "benefit, chance, cost, people"),
    Stage.PLANNED: ("In the plan", "approved, drafted"),
    Stage.BEGUN: ("Begun", "sealed, or spoken of"),
}


@dataclass(frozen=True)
class Step:
    """One stage; ``width`` is its share of the largest, from 0 to 100."""

    stage: Stage
    label: str
    note: str
    many: int
    width: int


def compose(found: Funnel) -> list[Step]:
    """All stages, from the idea to what has begun."""
    most = max(1, *(found.many(stage) for stage in Stage))
    return [Step(stage, *LABELS[stage], found.many(stage), round(100 * found.many(stage) / most)) for stage in Stage]
