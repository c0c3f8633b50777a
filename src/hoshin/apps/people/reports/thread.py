"""The thread from objectives down to goals, as branches. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
        bare = [objective for objective, twigs in self.branches if not twigs]
        hanging = sum(len(twigs) for _, twigs in self.branches)
        if not self.branches and not self.loose:
            return "Nothing hangs together yet: write an objective, then propose a goal below it."
        parts = [f"{hanging} of {hanging + len(self.loose)} goals hang below an objective"]
        if bare:
            have = "has" if len(bare) == 1 else "have"
            parts.append(f"{len(bare)} of {len(self.branches)} objectives {have} no goal below")
        return f"{'; '.join(parts)}."


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
