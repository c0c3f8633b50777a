"""Verdicts as they were worked out: kept in rows, so that pages are quick and what was said before can be read.

A verdict follows from the claim, the tickets and the method alone. Its question is the hash of all three, so nothing
kept is ever out of date: new tickets, another claim or another method is another question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db import DatabaseError, transaction

from hoshin import impact
from hoshin.apps.portfolios.integrity import definition_of
from hoshin.apps.portfolios.models import Claim, ComparisonGroup, Verdict, VerdictPeriod
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.design import LeftOut
from hoshin.impact.effect import Interval
from hoshin.impact.verdict import Course, VerdictKind
from hoshin.impact.verdict import Verdict as Judgement
from hoshin.metrics.query import Grain
from hoshin.pipeline.effect import Scope, effect
from hoshin.pipeline.read import Reader


@dataclass(frozen=True)
class Question:
    """All that a verdict depends on, but for the tickets and the method.

    ``others`` names the groups that other initiatives touch, each with that initiative's title. ``as_of`` is the last
    day to judge.
    """

    seal: str
    scope: Scope
    start: date
    claim: ImpactClaim
    others: tuple[tuple[str, str], ...]
    as_of: date

    def digest(self, generation: str, definition: str) -> str:
        """The question's hash for one generation of tickets, by the metric's definition of that hash."""
        parts = (generation, method(), definition, repr(self))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Said:
    """A verdict on a claim, as ``hoshin.impact.verdict`` gave it.

    ``relative`` is None where there is nothing to relate to, and ``absolute`` where nothing could be estimated.
    """

    kind: VerdictKind
    sentence: str
    reason: str
    detail: str
    p_value: float | None
    relative: Interval | None
    absolute: Interval | None
    course: Course
    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    as_of: date


@cache
def method() -> str:
    """The hash of the code that judges: a verdict by another method is another verdict."""
    folder = Path(impact.__file__).parent
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        found.update(file.relative_to(folder).as_posix().encode() + b"\n" + file.read_bytes())
    return found.hexdigest()[:16]


def question(claim: Claim, scope: Scope, start: date, others: Iterable[tuple[str, str]], as_of: date) -> Question:
    """The question that a sealed claim asks."""
    meant = ImpactClaim(claim.metric, Direction(claim.towards), claim.size)
    return Question(claim.seal, scope, start, meant, tuple(sorted(others)), as_of)


def said(reader: Reader, asked: dict[Claim, Question]) -> dict[Claim, Said]:
    """The verdict on each claim: kept ones in a fixed number of queries, the others worked out and kept."""
    metrics = {claim: definition_of(claim, reader.catalogue) for claim in asked}
    digests = {claim: each.digest(reader.generation, metrics[claim].digest) for claim, each in asked.items()}
    rows = Verdict.objects.filter(question__in=digests.values()).prefetch_related("periods", "comparison_groups")
    kept = {row.question: row for row in rows}
    found = {}
    for claim, each in asked.items():
        row = kept.get(digests[claim])
        if row is None or not row.periods.all():
            judged = effect(
                reader,
                each.scope,
                each.start,
                each.claim,
                as_of=each.as_of,
                others=dict(each.others),
                measured=metrics[claim],
            )
            _keep(claim, digests[claim], reader.generation, each, judged)
            found[claim] = _from_judgement(judged, each.as_of)
        else:
            found[claim] = _from_row(row, each.start)
    return found


def _keep(claim: Claim, digest: str, generation: str, asked: Question, found: Judgement) -> None:
    """Keep a verdict. Where that fails, such as in a database that only reads, it is worked out again next time."""
    relative = found.effect.relative if found.effect else None
    absolute = found.effect.absolute if found.effect else None
    course = found.course
    try:
        with transaction.atomic():
            row, new = Verdict.objects.get_or_create(
                question=digest,
                defaults={
                    "claim": claim,
                    "generation": generation,
                    "as_of": asked.as_of,
                    "kind": found.kind.value,
                    "sentence": found.sentence,
                    "reason": str(found.reason or ""),
                    "detail": found.detail,
                    "grain": course.grain.value,
                    "p_value": found.p_value,
                    **_interval("relative", relative),
                    **_interval("absolute", absolute),
                },
            )
            if new:
                _keep_groups(row, found)
            lines = zip(course.periods, course.observed, course.expected, course.low, course.high, strict=True)
            row.periods.all().delete()
            VerdictPeriod.objects.bulk_create(
                VerdictPeriod(verdict=row, first=first, observed=observed, expected=expected, low=low, high=high)
                for first, observed, expected, low, high in lines
            )
            # The chart of an older verdict on the same claim can be worked out again; what it said stays.
            VerdictPeriod.objects.filter(verdict__claim=claim).exclude(verdict=row).delete()
    except DatabaseError:
        return


def _keep_groups(row: Verdict, found: Judgement) -> None:
    groups = (*((name, "") for name in found.used), *((each.name, each.why) for each in found.left_out))
    ComparisonGroup.objects.bulk_create(ComparisonGroup(verdict=row, name=name, why=why) for name, why in groups)


def _interval(name: str, found: Interval | None) -> dict[str, float | None]:
    ends = (found.amount, found.low, found.high) if found else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))


def _from_judgement(found: Judgement, as_of: date) -> Said:
    return Said(
        kind=found.kind,
        sentence=found.sentence,
        reason=str(found.reason or ""),
        detail=found.detail,
        p_value=found.p_value,
        relative=found.effect.relative if found.effect else None,
        absolute=found.effect.absolute if found.effect else None,
        course=found.course,
        used=found.used,
        left_out=found.left_out,
        as_of=as_of,
    )


def _from_row(row: Verdict, start: date) -> Said:
    periods = list(row.periods.all())
    groups = list(row.comparison_groups.all())
    firsts = tuple(each.first for each in periods)
    return Said(
        kind=VerdictKind(row.kind),
        sentence=row.sentence,
        reason=row.reason,
        detail=row.detail,
        p_value=row.p_value,
        relative=_read(row.relative, row.relative_low, row.relative_high),
        absolute=_read(row.absolute, row.absolute_low, row.absolute_high),
        course=Course(
            periods=firsts,
            grain=Grain(row.grain),
            start=sum(first < start for first in firsts),
            observed=tuple(each.observed for each in periods),
            expected=tuple(each.expected for each in periods),
            low=tuple(each.low for each in periods),
            high=tuple(each.high for each in periods),
        ),
        used=tuple(each.name for each in groups if not each.why),
        left_out=tuple(LeftOut(each.name, each.why) for each in groups if each.why),
        as_of=row.as_of,
    )


def _read(amount: float | None, low: float | None, high: float | None) -> Interval | None:
    return None if amount is None or low is None or high is None else Interval(amount, low, high)
