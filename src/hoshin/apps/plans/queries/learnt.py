"""What past claims teach a round: claims beside proven effects, by kind, and what they do to its estimates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.definitions import readers
from hoshin.apps.plans.models import PlanningRound
from hoshin.apps.plans.queries.rounds import NOTHING_LEARNT
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Category, Initiative, Towards
from hoshin.apps.portfolios.queries import Judged
from hoshin.impact.kind import VerdictKind
from hoshin.portfolio.learning import Correction, Past, corrections
from hoshin.warehouse.errors import NothingPublished


@dataclass(frozen=True)
class Lesson:
    """One past claim beside what is known of its effect: relative changes with their signs.

    ``past`` is what is learnt from it; None where nothing is, with ``why`` in words.
    """

    judged: Judged
    claimed: float
    seen: float | None
    past: Past | None
    why: str = ""

    @property
    def initiative(self) -> Initiative:
        """Whose claim it is."""
        return self.judged.initiative


def lessons() -> list[Lesson]:
    """Every sealed claim, the newest start first. Without tickets none of them teaches."""
    claimed = [each for each in portfolios.initiatives() if each.claim]
    try:
        with readers.opened() as reader:
            judged = portfolios.judged(reader, claimed)
    except NothingPublished:
        judged = portfolios.judged(None, claimed)
    return [_lesson(each) for each in judged]


def _lesson(judged: Judged) -> Lesson:
    claim, said, kind = judged.claim, judged.verdict, judged.initiative.category
    assert claim is not None
    claimed = claim.size if claim.towards == Towards.UP else -claim.size
    seen = said.relative.amount if said and said.relative else None
    if said is None or seen is None:
        return Lesson(judged, claimed, None, None, "not judged yet, so it teaches nothing")
    if said.kind is VerdictKind.CANNOT_TELL:
        return Lesson(judged, claimed, seen, None, "cannot be told, so it teaches nothing")
    if not kind:
        return Lesson(judged, claimed, seen, None, "nobody said of which kind it is, so it teaches nothing")
    return Lesson(judged, claimed, seen, Past(kind, claimed, seen))


def learnt(found: Sequence[Lesson]) -> dict[str, Correction]:
    """The correction of every kind."""
    return corrections([each.past for each in found if each.past], [kind.value for kind in Category])


def learnt_for(of: PlanningRound) -> Mapping[str, Correction]:
    """What a round counts on: the corrections where it learns, nothing where it does not."""
    return learnt(lessons()) if of.learns else NOTHING_LEARNT
