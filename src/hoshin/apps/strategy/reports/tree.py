"""Objectives as a tree: what contributes to what, and with which impact. Nothing of it is ever averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hoshin.apps.strategy.models import Level
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Status
from hoshin.reporting.blocks import Tone

LEVELS = tuple(Level)


@dataclass(frozen=True)
class Branch:
    """An objective with where it stands by its own key results, and the branches below it, most impact first."""

    standing: ObjectiveStanding
    children: tuple[Branch, ...]

    def walk(self) -> Iterator[Branch]:
        """The branch itself and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def below_words(self) -> str:
        """How many objectives of each status stand below it, worst first; empty where there are none."""
        return counted(each.standing.status for child in self.children for each in child.walk())


def tallied(found: Iterable[Status]) -> list[tuple[Tone, str]]:
    """How many stand where, worst first, each with its tone: ``(Tone.BAD, "5 off track")``."""
    counts = Counter(found)
    return [(status.tone, f"{counts[status]} {status}") for status in reversed(Status) if counts[status]]


def counted(found: Iterable[Status]) -> str:
    """Statuses counted, worst first.

    >>> counted([Status.ON_TRACK, Status.MISSED, Status.ON_TRACK])
    '1 missed, 2 on track'
    """
    return ", ".join(words for _, words in tallied(found))


def carried(parents: Mapping[int, int | None], own: Iterable[int]) -> frozenset[int]:
    """The objectives that something hangs below, of their own or of one that contributes to them.

    ``parents`` has what each objective contributes to, by number; ``own`` are those with something of their own.
    """
    found: set[int] = set()
    for each in own:
        above: int | None = each
        while above is not None and above in parents and above not in found:
            found.add(above)
            above = parents[above]
    return frozenset(found)


def by_level(standings: Iterable[ObjectiveStanding]) -> list[ObjectiveStanding]:
    """From the business down; within a level as they come."""
    return sorted(standings, key=lambda each: LEVELS.index(Level(each.objective.level)))


def forest(standings: Iterable[ObjectiveStanding]) -> tuple[Branch, ...]:
    """The trees whose roots contribute to nothing, from the top level down; each objective stands once.

    One whose parent is not among ``standings`` is a root as well.
    """
    found = {each.objective.pk: each for each in standings}
    below: dict[int | None, list[ObjectiveStanding]] = {}
    for each in found.values():
        parent = each.objective.parent_id
        below.setdefault(parent if parent in found else None, []).append(each)

    def branch(standing: ObjectiveStanding) -> Branch:
        children = sorted(below.get(standing.objective.pk, ()), key=_by_impact)
        return Branch(standing, tuple(map(branch, children)))

    return tuple(map(branch, sorted(below.get(None, ()), key=_by_level)))


def _by_impact(standing: ObjectiveStanding) -> tuple[int, int]:
    return -standing.objective.weight, standing.objective.pk


def _by_level(standing: ObjectiveStanding) -> tuple[int, object, int]:
    objective = standing.objective
    return LEVELS.index(Level(objective.level)), objective.first, objective.pk
