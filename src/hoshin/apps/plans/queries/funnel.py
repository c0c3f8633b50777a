"""The funnel from an idea to work that has begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from hoshin.apps.plans.models import Candidate, Idea, PlannedInitiative, PlanningRound
from hoshin.apps.plans.queries.rounds import approved, candidates
from hoshin.apps.plans.queries.running import begun


class Stage(StrEnum):
    """How far something has come. Each holds all that came as far as that, or further."""

    PROPOSED = "proposed"
    TAKEN_IN = "taken-in"
    ESTIMATED = "estimated"
    PLANNED = "planned"
    BEGUN = "begun"


@dataclass(frozen=True)
class Funnel:
    """The open ideas, and the candidates of a round by how far each has come."""

    ideas: QuerySet[Idea]
    stages: dict[Stage, tuple[Candidate, ...]]

    def many(self, stage: Stage) -> int:
        """How many came so far."""
        return self.ideas.count() if stage is Stage.PROPOSED else len(self.stages[stage])


def ideas() -> QuerySet[Idea]:
    """All ideas, the newest first."""
    return Idea.objects.select_related("proposer", "answered_by", "candidate__round")


def funnel(of: PlanningRound | None, today: date, *, found: Sequence[Candidate] | None = None) -> Funnel:
    """The funnel of a round; without one, only ideas. ``found`` are its candidates where they are read already."""
    waiting = ideas().filter(candidate=None, declined="")
    if of is None:
        return Funnel(waiting, dict.fromkeys(Stage, ()))
    taken = tuple(candidates(of) if found is None else found)
    approval = approved(of)
    rows = PlannedInitiative.objects.filter(approval=approval).select_related("initiative") if approval else ()
    planned = {each.candidate: each.initiative for each in rows}
    active = begun([each for each in planned.values() if each], today)
    runs = {key for key, own in planned.items() if own is not None and own.pk in active}
    return Funnel(
        waiting,
        {
            Stage.PROPOSED: (),
            Stage.TAKEN_IN: taken,
            Stage.ESTIMATED: tuple(each for each in taken if each.estimated),
            Stage.PLANNED: tuple(each for each in taken if each.pk in planned),
            Stage.BEGUN: tuple(each for each in taken if each.pk in runs),
        },
    )
