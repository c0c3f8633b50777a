"""The thread from objectives down to goals, as branches. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.people.reports.goals import Line
from hoshin.apps.strategy.models import Objective

DEEPEST = 6
"""How many goals below each other are drawn."""


@dataclass(frozen=True)
class Twig:
    """A goal and the goals below it, with how deep it lies."""

    line: Line
    depth: int


@dataclass(frozen=True)
class Thread:
    """Each objective with its goals, parents before children, and the goals that hang below nothing."""

    branches: tuple[tuple[Objective, tuple[Twig, ...]], ...]
    loose: tuple[Twig, ...]

    @property
    def sentence(self) -> str:
        """What a leader has to know first."""
        bare = sum(not twigs for _, twigs in self.branches)
        hanging = sum(len(twigs) for _, twigs in self.branches)
        return sentence(hanging, len(self.loose), bare, len(self.branches))


def sentence(hanging: int, loose: int, bare: int, objectives: int) -> str:
    """How many goals hang below an objective, and how many objectives have none below."""
    if not objectives and not loose:
        return "Nothing hangs together yet: write an objective, then propose a goal below it."
    parts = [f"{hanging} of {hanging + loose} goals hang below an objective"]
    if bare:
        have = "has" if bare == 1 else "have"
        parts.append(f"{bare} of {objectives} objectives {have} no goal below")
    return f"{'; '.join(parts)}."


Tie = tuple[int, int | None, int | None]
"""A goal, the objective that it hangs below, and the goal that it hangs below; None for neither."""


def told(ties: Sequence[Tie], objectives: Collection[int]) -> str:
    """The sentence of all goals, before any of them is read."""
    hanging = len(reached(ties, objectives))
    carrying = {objective for _, objective, _ in ties if objective is not None}
    return sentence(hanging, len(ties) - hanging, len(set(objectives) - carrying), len(objectives))


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


def compose(objectives: Sequence[Objective], lines: Sequence[Line]) -> Thread:
    """All objectives with the goals below them. A goal whose parent is not among ``lines`` counts as loose."""
    known = {each.goal.pk for each in lines}
    roots = [
        each
        for each in lines
        if each.goal.objective_id is None and (each.goal.parent_id is None or each.goal.parent_id not in known)
    ]
    below = _below(lines)
    hanging: dict[int | None, list[Line]] = {}
    for each in lines:
        hanging.setdefault(each.goal.objective_id, []).append(each)
    return Thread(
        tuple((objective, _all(hanging.get(objective.pk, ()), below)) for objective in objectives), _all(roots, below)
    )


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
