"""Verdicts in rows, so that pages are quick and what was said before can be read."""

from __future__ import annotations

from datetime import date

from django.db import DatabaseError, transaction

from hoshin.apps.portfolios.models import (
    ComparisonGroup,
    Verdict,
    VerdictGroup,
    VerdictPeriod,
    VerdictPlacebo,
    VerdictSince,
)
from hoshin.apps.portfolios.verdicts.questions import Asked
from hoshin.apps.portfolios.verdicts.said import Said
from hoshin.impact.design import LeftOut
from hoshin.impact.effect import Interval
from hoshin.impact.staggered_verdict import GroupEffect
from hoshin.impact.verdict import Course, VerdictKind
from hoshin.impact.verdict import Verdict as Judgement
from hoshin.metrics.query import Grain


def keep(asked: Asked, digest: str, generation: str, judged: Judgement, found: Said) -> None:
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


def from_row(row: Verdict, start: date, *, drawn: bool) -> Said:
    """A kept verdict; with what only a picture needs where it is to be drawn."""
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
