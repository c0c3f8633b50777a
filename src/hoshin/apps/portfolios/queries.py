"""Reads of initiatives, and the verdicts that follow from their claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import integrity, verdicts
from hoshin.apps.portfolios.integrity import Integrity
from hoshin.apps.portfolios.models import Claim, Initiative, Verdict
from hoshin.apps.portfolios.verdicts import Question, Said
from hoshin.eventlog.refused import Refused
from hoshin.metrics.definition import Metric
from hoshin.pipeline.effect import Scope
from hoshin.pipeline.read import Reader


class UnknownInitiative(Refused):
    """No initiative has this short name or number."""


@dataclass(frozen=True)
class Judged:
    """An initiative with its verdict.

    ``metric`` is what the claim names, by the definition that it is judged by; ``newer`` says that
    the metric has another definition today.

    The verdict is None for a draft, where its desk is not there, and where the seal is broken: then nobody knows what
    was claimed.
    """

    initiative: Initiative
    claim: Claim | None
    verdict: Said | None
    generation: str
    integrity: Integrity | None = None
    metric: Metric | None = None
    newer: bool = False


@dataclass(frozen=True)
class Overlap:
    """Another initiative that acts in some of the same groups at the same time: nobody can tell the two apart."""

    initiative: Initiative
    values: tuple[str, ...]


def initiatives() -> QuerySet[Initiative]:
    """All initiatives with scope, claims and key result, in a fixed number of queries."""
    return Initiative.objects.select_related("owner", "key_result__objective").prefetch_related(
        "values", "claims__person", "claims__supersedes"
    )


def serving(objective: int) -> QuerySet[Initiative]:
    """The initiatives that serve a key result of the objective."""
    return initiatives().filter(key_result__objective=objective)


def judged(reader: Reader | None, found: Iterable[Initiative]) -> list[Judged]:
    """Each initiative with its verdict by the reader's generation."""
    wanted = list(found)
    everybody = list(initiatives())
    catalogue = reader.catalogue if reader else definitions.catalogue()
    states = {each.claim: integrity.check(each, each.claim, catalogue) for each in wanted if each.claim}
    asked = {
        each.claim: _question(reader, each, each.claim, everybody)
        for each in wanted
        if each.claim and reader and (not each.desk or each.desk in reader.desks)
        if not states[each.claim].broken
    }
    said = verdicts.said(reader, asked) if reader else {}
    generation = reader.generation if reader else ""
    found_verdicts = []
    for each in wanted:
        claim = each.claim
        if claim is None:
            found_verdicts.append(Judged(each, None, None, generation))
            continue
        metric = integrity.definition_of(claim, catalogue)
        newer = metric.digest != catalogue.metric(claim.metric).digest
        found_verdicts.append(Judged(each, claim, said.get(claim), generation, states[claim], metric, newer))
    return found_verdicts


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
    with readers.opened() as reader:
        return judged(reader, [found])[0]


def history(claim: Claim) -> list[Verdict]:
    """What earlier generations of tickets said of a claim, newest first: the last verdict by each."""
    latest = {verdict.generation: verdict for verdict in Verdict.objects.filter(claim=claim)}
    return sorted(latest.values(), key=lambda verdict: (verdict.as_of, verdict.pk), reverse=True)


def overlaps(found: Initiative) -> list[Overlap]:
    """The initiatives that act in some of the same groups while this one does."""
    own = set(found.scope_values)
    shared = (
        (each, own & set(each.scope_values))
        for each in initiatives()
        if each.pk != found.pk and _alike(each, found) and _at_the_same_time(each, found)
    )
    return [Overlap(each, tuple(sorted(values))) for each, values in shared if values]


def _question(reader: Reader, found: Initiative, claim: Claim, everybody: list[Initiative]) -> Question:
    covered = reader.coverage(found.where)[1]
    as_of = min(found.end, covered) if found.end else covered
    others = [
        (value, each.title) for each in everybody if _in_the_way(each, found, as_of) for value in each.scope_values
    ]
    scope = Scope(found.dimension, found.scope_values, found.where)
    return verdicts.question(claim, scope, found.start, others, as_of)


def _in_the_way(other: Initiative, found: Initiative, as_of: date) -> bool:
    """Whether another initiative's groups cannot serve as comparison: it is sealed, and runs in the time judged."""
    ended = other.end is not None and other.end < found.start
    return other.pk != found.pk and other.sealed and _alike(other, found) and not ended and other.start <= as_of


def _alike(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives tell tickets apart by the same dimension, in the same desk or in any."""
    return one.dimension == other.dimension and (one.desk == other.desk or not one.desk or not other.desk)


def _at_the_same_time(one: Initiative, other: Initiative) -> bool:
    return (one.end is None or one.end >= other.start) and (other.end is None or other.end >= one.start)
