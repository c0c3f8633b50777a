"""Verdicts as they were worked out: kept in rows, so that pages are quick and what was said before can be read.

A verdict follows from the claim, the tickets and the method alone. Its question is the hash of all three, so nothing
kept is ever out of date: new tickets, another claim or another method is another question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import prefetch_related_objects

from hoshin import impact
from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.models import (
    Claim,
    ComparisonGroup,
    Verdict,
    VerdictGroup,
    VerdictPeriod,
    VerdictPlacebo,
    VerdictSince,
)
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.design import LeftOut
from hoshin.impact.effect import Interval
from hoshin.impact.staggered_verdict import GroupEffect
from hoshin.impact.verdict import Course, VerdictKind
from hoshin.impact.verdict import Verdict as Judgement
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain
from hoshin.pipeline.effect import Scope, counted, effect
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import StaggeredEffect, Starts, counted_since, staggered_effect


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
    among: tuple[str, ...] = ()
    """The comparison groups that were sealed with the claim; none where none were."""
    starts: Starts | None = None
    """Of a roll-out, who starts when; None where all start together."""
    estimator: str = ""
    """The key of the estimator that was sealed with the claim; empty where none was."""

    def digest(self, generation: str, definition: str) -> str:
        """The question's hash for one generation of tickets, by the metric's definition of that hash."""
        parts = (generation, method(), definition, repr(self))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """A question on a sealed claim, to be answered by a metric of this definition.

    ``guardrail`` is set where it asks whether that metric got worse, ``months`` where it asks how things stood so long
    after the start. ``drawn`` says that chart and placebos are wanted too.
    """

    claim: Claim
    question: Question
    measured: Metric = field(compare=False)
    guardrail: str = ""
    months: int = 0
    drawn: bool = True


@dataclass(frozen=True)
class Said:
    """A verdict on a claim, as ``hoshin.impact.verdict`` gave it.

    ``relative`` is None where there is nothing to relate to, and ``absolute`` where nothing could be estimated.
    ``tickets`` were counted by the metric in the scope after the start. Of a verdict that was not to be drawn,
    the course may be empty, as may the names of groups and the ``placebos``. Of a roll-out, ``groups`` and ``since``
    are as in ``StaggeredEffect``.
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
    tickets: int = 0
    placebos: tuple[float, ...] = ()
    estimator: str = ""
    groups: tuple[GroupEffect, ...] = ()
    since: tuple[float, ...] = ()


@cache
def method() -> str:
    """The hash of the code that judges: a verdict by another method is another verdict."""
    folder = Path(impact.__file__).parent
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        found.update(file.relative_to(folder).as_posix().encode() + b"\n" + file.read_bytes())
    return found.hexdigest()[:16]


def question(
    claim: Claim,
    scope: Scope,
    start: date,
    others: Iterable[tuple[str, str]],
    as_of: date,
    *,
    meant: ImpactClaim | None = None,
    starts: Starts | None = None,
) -> Question:
    """The question that a sealed claim asks; ``meant`` where another than its own is asked of the same design."""
    own = ImpactClaim(claim.metric, Direction(claim.towards), claim.size)
    among = tuple(sorted(sealing.lines(claim.text, sealing.COMPARED)))
    estimator = sealing.line(claim.text, sealing.ESTIMATOR)
    return Question(
        claim.seal, scope, start, meant or own, tuple(sorted(others)), as_of, among, starts=starts, estimator=estimator
    )


def said(reader: Reader, asked: Iterable[Asked]) -> dict[Asked, Said]:
    """The verdict on each question: kept ones in a fixed number of queries, the others worked out and kept."""
    wanted = list(dict.fromkeys(asked))
    digests = {each: each.question.digest(reader.generation, each.measured.digest) for each in wanted}
    kept = {row.question: row for row in Verdict.objects.filter(question__in=set(digests.values()))}
    drawn = [kept[digests[each]] for each in wanted if each.drawn and digests[each] in kept]
    prefetch_related_objects(drawn, "periods", "comparison_groups", "placebos", "groups", "since")
    found = {}
    for each in wanted:
        row = kept.get(digests[each])
        if row is None or (each.drawn and not row.periods.all()):
            found[each] = _worked_out(reader, each, digests[each])
        else:
            found[each] = _from_row(row, each.question.start, drawn=each.drawn)
    return found


def _worked_out(reader: Reader, asked: Asked, digest: str) -> Said:
    each = asked.question
    rolled = _rolled_out(reader, asked, each.starts) if each.starts else None
    judged = rolled.verdict if rolled else _judged(reader, asked)
    if each.starts:
        tickets = counted_since(reader, each.scope, each.starts, each.as_of, asked.measured)
    else:
        tickets = counted(reader, each.scope, each.start, each.as_of, asked.measured)
    found = _from_judgement(judged, each.as_of, tickets)
    if rolled:
        found = replace(found, groups=rolled.groups, since=rolled.since)
    _keep(asked, digest, reader.generation, judged, found)
    return found if asked.drawn else _bare(found)


def _judged(reader: Reader, asked: Asked) -> Judgement:
    each = asked.question
    return effect(
        reader,
        each.scope,
        each.start,
        each.claim,
        as_of=each.as_of,
        others=dict(each.others),
        measured=asked.measured,
        among=each.among,
        sealed=each.estimator,
    )


def _rolled_out(reader: Reader, asked: Asked, starts: Starts) -> StaggeredEffect:
    each = asked.question
    return staggered_effect(
        reader,
        each.scope,
        starts,
        each.claim,
        as_of=each.as_of,
        others=dict(each.others),
        measured=asked.measured,
        among=each.among,
    )


def _bare(found: Said) -> Said:
    """Without what only a picture needs."""
    course = Course((), found.course.grain, 0, (), (), (), ())
    return replace(found, course=course, used=(), left_out=(), placebos=(), groups=(), since=())


def _keep(asked: Asked, digest: str, generation: str, judged: Judgement, found: Said) -> None:
    """Keep a verdict. Where that fails, such as in a database that only reads, it is worked out again next time."""
    try:
        with transaction.atomic():
            row, new = Verdict.objects.get_or_create(
                question=digest,
                defaults={
                    "claim": asked.claim,
                    "generation": generation,
                    "as_of": found.as_of,
                    "guardrail": asked.guardrail,
                    "months": asked.months,
                    "kind": found.kind.value,
                    "sentence": found.sentence,
                    "reason": found.reason,
                    "detail": found.detail,
                    "grain": found.course.grain.value,
                    "p_value": found.p_value,
                    **_interval("relative", found.relative),
                    **_interval("absolute", found.absolute),
                    "tickets": found.tickets,
                    "estimator": found.estimator,
                },
            )
            if new:
                _keep_groups(row, judged)
            # Only the newest verdict on a claim is drawn; the chart of any other can be worked out again.
            if not asked.guardrail and not asked.months:
                _keep_picture(row, found)
                older = Verdict.objects.filter(claim=asked.claim).exclude(pk=row.pk)
                VerdictPeriod.objects.filter(verdict__in=older).delete()
                VerdictPlacebo.objects.filter(verdict__in=older).delete()
                VerdictGroup.objects.filter(verdict__in=older).delete()
                VerdictSince.objects.filter(verdict__in=older).delete()
    except DatabaseError:
        return


def _keep_picture(row: Verdict, found: Said) -> None:
    course = found.course
    row.periods.all().delete()
    row.placebos.all().delete()
    row.groups.all().delete()
    row.since.all().delete()
    lines = zip(course.periods, course.observed, course.expected, course.low, course.high, strict=True)
    VerdictPeriod.objects.bulk_create(
        VerdictPeriod(verdict=row, first=first, observed=observed, expected=expected, low=low, high=high)
        for first, observed, expected, low, high in lines
    )
    VerdictPlacebo.objects.bulk_create(VerdictPlacebo(verdict=row, change=change) for change in found.placebos)
    VerdictGroup.objects.bulk_create(
        VerdictGroup(verdict=row, name=each.name, change=each.change) for each in found.groups
    )
    VerdictSince.objects.bulk_create(
        VerdictSince(verdict=row, period=period, change=change) for period, change in enumerate(found.since)
    )


def _keep_groups(row: Verdict, found: Judgement) -> None:
    groups = (*((name, "") for name in found.used), *((each.name, each.why) for each in found.left_out))
    ComparisonGroup.objects.bulk_create(ComparisonGroup(verdict=row, name=name, why=why) for name, why in groups)


def _interval(name: str, found: Interval | None) -> dict[str, float | None]:
    ends = (found.amount, found.low, found.high) if found else (None, None, None)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))


def _from_judgement(found: Judgement, as_of: date, tickets: int) -> Said:
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
        tickets=tickets,
        placebos=found.placebos,
        estimator=found.estimator,
    )


def _from_row(row: Verdict, start: date, *, drawn: bool) -> Said:
    periods = list(row.periods.all()) if drawn else []
    groups = list(row.comparison_groups.all()) if drawn else []
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
        tickets=row.tickets,
        placebos=tuple(each.change for each in row.placebos.all()) if drawn else (),
        estimator=row.estimator,
        groups=tuple(GroupEffect(each.name, each.change) for each in row.groups.all()) if drawn else (),
        since=tuple(each.change for each in row.since.all()) if drawn else (),
    )


def _read(amount: float | None, low: float | None, high: float | None) -> Interval | None:
    return None if amount is None or low is None or high is None else Interval(amount, low, high)
