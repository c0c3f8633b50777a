"""Alignment: objectives as a tree with the initiatives that serve them, and what hangs in the air."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.apps.strategy.models import Level
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.reports.tree import Branch, forest
from hoshin.reporting.blocks import Tone


@dataclass(frozen=True)
class Node:
    """One objective of the tree with the initiatives that serve it, and the nodes below it."""

    branch: Branch
    initiatives: tuple[InitiativeStanding, ...]
    children: tuple[Node, ...]

    @property
    def standing(self) -> ObjectiveStanding:
        """Where it stands by its own key results."""
        return self.branch.standing


@dataclass(frozen=True)
class Loose:
    """Something that is not tied to the rest: what it is, why that matters, and where to mend it."""

    title: str
    href: str
    why: str


@dataclass(frozen=True)
class LooseEnds:
    """All loose ends of one sort."""

    title: str
    found: tuple[Loose, ...]


@dataclass(frozen=True)
class Alignment:
    """The tree, what is loose, and the sentence on top."""

    roots: tuple[Node, ...]
    loose: tuple[LooseEnds, ...]
    objectives: int
    carried: int

    @property
    def tone(self) -> Tone:
        """Good where nothing is loose."""
        return Tone.WATCH if self.loose else Tone.GOOD

    @property
    def sentence(self) -> str:
        """How many objectives are carried by work, and how much is loose."""
        count = sum(len(each.found) for each in self.loose)
        ends = f"{count} loose end{'' if count == 1 else 's'}" if count else "Nothing hangs in the air"
        many = f"{self.carried} of {self.objectives} objectives are carried by an initiative, their own or one below"
        return f"{many}. {ends}."


def compose(
    standings: Iterable[ObjectiveStanding], initiatives: Sequence[InitiativeStanding], today: date
) -> Alignment:
    """The tree of all objectives, and the loose ends of those objectives and initiatives that are not over."""
    trees = forest(standings)
    serving: dict[int, list[InitiativeStanding]] = {}
    for standing in initiatives:
        if served := standing.judged.initiative.key_result:
            serving.setdefault(served.objective_id, []).append(standing)

    def node(branch: Branch) -> Node:
        own = serving.get(branch.standing.objective.pk, ())
        return Node(branch, tuple(own), tuple(map(node, branch.children)))

    every = [branch for tree in trees for branch in tree.walk()]
    going = [each for each in every if each.standing.objective.last >= today]
    carried = {each.standing.objective.pk for each in every if _carried(each, serving)}
    every_initiative = [each.judged.initiative for each in initiatives]
    running = [each for each in every_initiative if each.end is None or each.end >= today]
    sorts = (
        ("Objective without initiative", [_idle(each) for each in going if each.standing.objective.pk not in carried]),
        ("Objective without key result", [_unmeasured(each) for each in going if not each.standing.key_results]),
        ("Objective that contributes to nothing", _alone(going)),
        ("Initiative without metric", [_unclaimed(each) for each in running if not each.sealed]),
        ("Effort without objective", [_aimless(each) for each in running if each.key_result is None]),
    )
    loose = tuple(LooseEnds(title, tuple(found)) for title, found in sorts if found)
    return Alignment(tuple(map(node, trees)), loose, len(every), len(carried))


def _carried(branch: Branch, serving: Mapping[int, Sequence[InitiativeStanding]]) -> bool:
    return any(each.standing.objective.pk in serving for each in branch.walk())


def _idle(branch: Branch) -> Loose:
    return _of(branch, "Nobody does anything for it: no initiative serves it, nor an objective below it.")


def _unmeasured(branch: Branch) -> Loose:
    return _of(branch, "It has no key result, so nobody can tell whether it is reached.")


def _alone(going: Iterable[Branch]) -> list[Loose]:
    """Objectives below the business with no parent, once there is an objective of the business."""
    found = list(going)
    if not any(each.standing.objective.level == Level.BUSINESS for each in found):
        return []
    lower = [each for each in found if each.standing.objective.level != Level.BUSINESS]
    why = "It is not said which objective above it helps."
    return [_of(each, why) for each in lower if each.standing.objective.parent_id is None]


def _of(branch: Branch, why: str) -> Loose:
    objective = branch.standing.objective
    return Loose(objective.title, reverse("strategy:objective", args=[objective.pk]), why)


def _unclaimed(initiative: Initiative) -> Loose:
    why = "It has not sealed what it claims, so no metric will tell what it did."
    return Loose(initiative.title, reverse("portfolios:initiative", args=[initiative.slug]), why)


def _aimless(initiative: Initiative) -> Loose:
    why = "It serves no key result: what would be missing without it?"
    return Loose(initiative.title, reverse("portfolios:initiative", args=[initiative.slug]), why)
