"""Alignment: objectives as a tree with the initiatives that serve them, and what hangs in the air."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.apps.strategy.models import Level
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.reports.tree import Branch, carried, forest
from hoshin.reporting.blocks import Tone

MANY, SHALLOW = 20, 2
"""With more objectives than this, only so many levels of the tree stand open: the rest is a click away."""


@dataclass(frozen=True)
class Node:
    """One objective of the tree with the initiatives that serve it, and the nodes below it, shown at once or folded."""

    branch: Branch
    initiatives: tuple[InitiativeStanding, ...]
    children: tuple[Node, ...]
    unfolded: bool = True

    @property
    def standing(self) -> ObjectiveStanding:
        """Where it stands by its own key results."""
        return self.branch.standing


@dataclass(frozen=True)
class Loose:
    """Something that is not tied to the rest: what it is, why that matters, what to do, and where (``mend``)."""

    title: str
    href: str
    why: str
    todo: str
    mend: str


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


@dataclass(frozen=True)
class Whole:
    """What is known of all objectives where only some are drawn: how many there are, and which are carried."""

    objectives: int
    carried: frozenset[int]


def whole(parents: Mapping[int, int | None], served: Collection[int]) -> Whole:
    """Which of all objectives are carried by an initiative, their own or one below; ``parents`` by their number."""
    return Whole(len(parents), carried(parents, served))


def compose(
    standings: Iterable[ObjectiveStanding],
    initiatives: Sequence[InitiativeStanding],
    today: date,
    known: Whole | None = None,
) -> Alignment:
    """The tree of the objectives, and the loose ends of those objectives and initiatives that are not over.

    Where these are not all, ``known`` says what holds for all.
    """
    trees = forest(standings)
    serving: dict[int, list[InitiativeStanding]] = {}
    for standing in initiatives:
        if served := standing.judged.initiative.key_result:
            serving.setdefault(served.objective_id, []).append(standing)

    every = [branch for tree in trees for branch in tree.walk()]

    def node(branch: Branch, depth: int = 0) -> Node:
        own = serving.get(branch.standing.objective.pk, ())
        below = tuple(node(each, depth + 1) for each in branch.children)
        return Node(branch, tuple(own), below, unfolded=len(every) <= MANY or depth < SHALLOW)

    going = [each for each in every if each.standing.objective.last >= today]
    own = Whole(len(every), frozenset(each.standing.objective.pk for each in every if _carried(each, serving)))
    found_whole = known or own
    carried = found_whole.carried
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
    return Alignment(tuple(node(each) for each in trees), loose, found_whole.objectives, len(carried))


def _carried(branch: Branch, serving: Mapping[int, Sequence[InitiativeStanding]]) -> bool:
    return any(each.standing.objective.pk in serving for each in branch.walk())


def _idle(branch: Branch) -> Loose:
    key_results = list(branch.standing.objective.key_results.all())
    if not key_results:
        why = "Nobody does anything for it, and no key result says what would help."
        return _of(branch, why, "Add a key result, then draft what serves it", "strategy:add-key-result")
    served = f"{reverse('portfolios:new')}?{urlencode({'key_result': key_results[0].pk})}"
    why = "Nobody does anything for it: no initiative serves it, nor an objective below it."
    return replace(_of(branch, why, "Draft an initiative that serves it", "strategy:objective"), mend=served)


def _unmeasured(branch: Branch) -> Loose:
    why = "It has no key result, so nobody can tell whether it is reached."
    return _of(branch, why, "Add a key result", "strategy:add-key-result")


def _alone(going: Iterable[Branch]) -> list[Loose]:
    """Objectives below the business with no parent, once there is an objective of the business."""
    found = list(going)
    if not any(each.standing.objective.level == Level.BUSINESS for each in found):
        return []
    lower = [each for each in found if each.standing.objective.level != Level.BUSINESS]
    why = "It is not said which objective above it helps."
    todo = "Say what it contributes to"
    return [
        _of(each, why, todo, "strategy:change-objective") for each in lower if each.standing.objective.parent_id is None
    ]


def _of(branch: Branch, why: str, todo: str, mend: str) -> Loose:
    objective = branch.standing.objective
    href = reverse("strategy:objective", args=[objective.pk])
    return Loose(objective.title, href, why, todo, reverse(mend, args=[objective.pk]))


def _unclaimed(initiative: Initiative) -> Loose:
    why = "It has not sealed what it claims, so no metric will tell what it did."
    href = reverse("portfolios:initiative", args=[initiative.slug])
    return Loose(initiative.title, href, why, "Seal its claim before it starts", href)


def _aimless(initiative: Initiative) -> Loose:
    why = "It serves no key result: what would be missing without it?"
    href = reverse("portfolios:initiative", args=[initiative.slug])
    if initiative.sealed:
        return Loose(initiative.title, href, why, "Look whether it goes on: what is sealed names no other aim", href)
    mend = reverse("portfolios:change", args=[initiative.slug])
    return Loose(initiative.title, href, why, "Choose the key result that it serves, or discard it", mend)
