"""The thread from the vision down to goals: objectives as a tree, goals at its ends; and the way up from one goal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.people.reports.goals import Line
from hoshin.apps.strategy.level import level_words
from hoshin.apps.strategy.models import KeyResult, Level, Objective
from hoshin.apps.strategy.reports.tree import carried
from hoshin.metrics.catalogue import Catalogue

DEEPEST = 6
"""How many goals below each other are drawn."""
LEVELS = tuple(Level)


@dataclass(frozen=True)
class Twig:
    """A goal and the goals below it, with how deep it lies."""

    line: Line
    depth: int


@dataclass(frozen=True)
class Promise:
    """What an objective is measured by: a key result with its target in words."""

    key_result: KeyResult
    target_words: str


@dataclass(frozen=True)
class Branch:
    """An objective with its key results, the goals below it, and the objectives below it, most impact first."""

    objective: Objective
    promises: tuple[Promise, ...]
    twigs: tuple[Twig, ...]
    children: tuple[Branch, ...]


@dataclass(frozen=True)
class Thread:
    """The trees of objectives with their goals, and the goals that hang below nothing."""

    roots: tuple[Branch, ...]
    loose: tuple[Twig, ...]


Tie = tuple[int, int | None, int | None]
"""A goal, the objective that it hangs below, and the goal that it hangs below; None for neither."""


def told(ties: Sequence[Tie], parents: Mapping[int, int | None]) -> str:
    """The sentence of all goals, before any of them is read; ``parents`` says what each objective contributes to."""
    hanging = len(reached(ties, parents))
    loose = len(ties) - hanging
    if not parents and not loose:
        return "Nothing hangs together yet: write an objective, then propose a goal below it."
    parts = [f"{hanging} of {len(ties)} goals hang below an objective"]
    if bare := len(parents) - len(carried(parents, (each for _, each, _ in ties if each is not None))):
        have = "has" if bare == 1 else "have"
        parts.append(f"{bare} of {len(parents)} objectives {have} no goal below")
    return f"{'; '.join(parts)}."


def reached(ties: Sequence[Tie], objectives: Collection[int]) -> list[int]:
    """The goals that hang below some objectives, parents before children."""
    return _down([pk for pk, objective, _ in ties if objective in objectives], ties)


def adrift(ties: Sequence[Tie]) -> list[int]:
    """The goals that hang below no objective, parents before children."""
    known = {pk for pk, _, _ in ties}
    return _down([pk for pk, objective, parent in ties if objective is None and parent not in known], ties)


def _down(found: list[int], ties: Sequence[Tie]) -> list[int]:
    below: dict[int, list[int]] = {}
    for pk, _, parent in ties:
        if parent is not None:
            below.setdefault(parent, []).append(pk)
    level, seen = found, list(found)
    for _ in range(DEEPEST):
        level = [child for pk in level for child in below.get(pk, ())]
        seen += level
    return seen


def compose(objectives: Sequence[Objective], lines: Sequence[Line], catalogue: Catalogue) -> Thread:
    """All objectives with the goals below them. A goal whose parent is not among ``lines`` counts as loose."""
    known = {each.goal.pk for each in lines}
    loose = [
        each
        for each in lines
        if each.goal.objective_id is None and (each.goal.parent_id is None or each.goal.parent_id not in known)
    ]
    below = _below(lines)
    hanging: dict[int | None, list[Line]] = {}
    for each in lines:
        hanging.setdefault(each.goal.objective_id, []).append(each)
    there = {each.pk for each in objectives}
    children: dict[int | None, list[Objective]] = {}
    for objective in objectives:
        children.setdefault(objective.parent_id if objective.parent_id in there else None, []).append(objective)

    def grow(objective: Objective) -> Branch:
        contributing = sorted(children.get(objective.pk, ()), key=lambda found: (-found.weight, found.pk))
        return Branch(
            objective,
            tuple(_promise(each, catalogue) for each in objective.key_results.all()),
            _all(hanging.get(objective.pk, ()), below),
            tuple(map(grow, contributing)),
        )

    tops = sorted(children.get(None, ()), key=lambda found: (LEVELS.index(Level(found.level)), found.first, found.pk))
    return Thread(tuple(map(grow, tops)), _all(loose, below))


def _promise(key_result: KeyResult, catalogue: Catalogue) -> Promise:
    return Promise(key_result, level_words(catalogue.metric(key_result.metric), key_result.target))


def branch(objective: Objective, lines: Sequence[Line]) -> tuple[Twig, ...]:
    """The goals below an objective."""
    return _all([each for each in lines if each.goal.objective_id == objective.pk], _below(lines))


def _below(lines: Sequence[Line]) -> Mapping[int, Sequence[Line]]:
    """The goals that hang directly below each goal."""
    found: dict[int, list[Line]] = {}
    for each in lines:
        if each.goal.parent_id is not None:
            found.setdefault(each.goal.parent_id, []).append(each)
    return found


def _all(roots: Iterable[Line], below: Mapping[int, Sequence[Line]]) -> tuple[Twig, ...]:
    return tuple(twig for root in roots for twig in _grow(root, below, 0))


def _grow(line: Line, below: Mapping[int, Sequence[Line]], depth: int) -> Iterable[Twig]:
    yield Twig(line, depth)
    if depth < DEEPEST:
        for each in below.get(line.goal.pk, ()):
            yield from _grow(each, below, depth + 1)
