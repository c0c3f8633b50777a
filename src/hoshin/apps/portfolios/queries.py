"""Reads of initiatives, and the verdicts that follow from their claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.eventlog.refused import Refused
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.verdict import Verdict
from hoshin.pipeline.effect import Scope, effect
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader


class UnknownInitiative(Refused):
    """No initiative has this short name or number."""


@dataclass(frozen=True)
class Judged:
    """An initiative with its verdict; the verdict is None for a draft, or where its desk is not there."""

    initiative: Initiative
    claim: Claim | None
    verdict: Verdict | None
    generation: str


def initiatives() -> QuerySet[Initiative]:
    """All initiatives with scope, claims and key result, in a fixed number of queries."""
    return Initiative.objects.select_related("owner", "key_result__objective").prefetch_related(
        "values", "claims__person"
    )


def judged(reader: Reader | None, found: Iterable[Initiative]) -> list[Judged]:
    """Each initiative with its verdict by the reader's generation."""
    wanted = list(found)
    everybody = list(initiatives())
    return [_judged(reader, each, everybody) for each in wanted]


def verdict_of(name: str) -> Judged:
    """The verdict on the initiative with this short name or number, by the published generation.

    Raises UnknownInitiative, and NothingPublished before the first import.
    """
    found = initiatives().filter(slug=name).first()
    if found is None and name.isdigit():
        found = initiatives().filter(pk=int(name)).first()
    if found is None:
        known = ", ".join(Initiative.objects.values_list("slug", flat=True)) or "none yet"
        raise UnknownInitiative(f"There is no initiative '{name}'. Known: {known}.")
    with Reader.open(Home.from_environment()) as reader:
        return judged(reader, [found])[0]


def _judged(reader: Reader | None, found: Initiative, everybody: list[Initiative]) -> Judged:
    claim = found.claim
    if reader is None or claim is None or (found.desk and found.desk not in reader.desks):
        return Judged(found, claim, None, reader.generation if reader else "")
    others = tuple(
        sorted((value, each.title) for each in everybody if _in_the_way(each, found) for value in each.scope_values)
    )
    where = (("desk", found.desk),) if found.desk else ()
    question = _Question(
        str(Home.from_environment().root),
        reader.generation,
        Scope(found.dimension, found.scope_values, where),
        found.start,
        ImpactClaim(claim.metric, Direction(claim.towards), claim.size),
        others,
    )
    return Judged(found, claim, _verdict(reader, question), reader.generation)


def _in_the_way(other: Initiative, found: Initiative) -> bool:
    """Whether another initiative's groups cannot serve as comparison: sealed, of the same dimension and desk."""
    same = other.dimension == found.dimension and other.desk == found.desk
    ended = other.end is not None and other.end < found.start
    return other.pk != found.pk and same and other.sealed and not ended


@dataclass(frozen=True)
class _Question:
    """All that a verdict depends on: equal questions have equal verdicts."""

    home: str
    generation: str
    scope: Scope
    start: date
    claim: ImpactClaim
    others: tuple[tuple[str, str], ...]


_remembered: dict[_Question, Verdict] = {}
"""Verdicts that this process has worked out. Never stale: a new generation or claim is another question."""
MOST = 512


def _verdict(reader: Reader, question: _Question) -> Verdict:
    found = _remembered.get(question)
    if found is None:
        found = effect(reader, question.scope, question.start, question.claim, others=dict(question.others))
        if len(_remembered) >= MOST:
            _remembered.clear()
        _remembered[question] = found
    return found
