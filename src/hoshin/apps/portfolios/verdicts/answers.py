"""The verdict on each question: as it is kept, or worked out now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import prefetch_related_objects

from hoshin.apps.portfolios.models import Verdict
from hoshin.apps.portfolios.verdicts.kept import from_row, keep
from hoshin.apps.portfolios.verdicts.questions import Asked
from hoshin.apps.portfolios.verdicts.said import Said, from_judgement
from hoshin.impact.verdict import Course
from hoshin.impact.verdict import Verdict as Judgement
from hoshin.pipeline.effect import counted, effect
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import StaggeredEffect, Starts, counted_since, staggered_effect


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
            found[each] = from_row(row, each.question.start, drawn=each.drawn)
    return found


def _worked_out(reader: Reader, asked: Asked, digest: str) -> Said:
    each = asked.question
    rolled = _rolled_out(reader, asked, each.starts) if each.starts else None
    judged = rolled.verdict if rolled else _judged(reader, asked)
    if each.starts:
        tickets = counted_since(reader, each.scope, each.starts, each.as_of, asked.measured)
    else:
        tickets = counted(reader, each.scope, each.start, each.as_of, asked.measured)
    found = from_judgement(judged, each.as_of, tickets)
    if rolled:
        found = replace(found, groups=rolled.groups, since=rolled.since)
    keep(asked, digest, reader.generation, judged, found)
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
