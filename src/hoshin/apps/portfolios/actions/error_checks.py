"""Writes of error checks: asking for one, how far the worker is, and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import CheckState, ErrorCheck
from hoshin.apps.portfolios.queries import error_checks
from hoshin.apps.portfolios.queries.error_checks import Found, Subject
from hoshin.impact.placebo_starts import Tally
from hoshin.pipeline.read import Reader
from hoshin.reporting import to_json


@transaction.atomic
def ask(person: Person | None, reader: Reader, subject: Subject, now: datetime) -> ErrorCheck:
    """Record that somebody wants to know; what failed or fell silent waits anew. Raises UnknownMetric."""
    check = _waiting(reader, subject, now)
    if check.state == CheckState.FAILED:
        check.state, check.done, check.why = CheckState.WAITING, 0, ""
    if check.state == CheckState.WAITING:
        check.beat = now
        check.save(update_fields=["state", "done", "why", "beat"])
    detail = f"{subject.metric} by {subject.dimension}{f', {subject.desk}' if subject.desk else ''}"
    record(person, "asked how often verdicts err", error_checks.title(subject), detail)
    return check


@transaction.atomic
def take_up(reader: Reader, subject: Subject, now: datetime) -> ErrorCheck | None:
    """The check of today's question, for the worker to answer; None where it has been answered.

    Unanswered checks of earlier questions go: nobody will answer them any more.
    """
    check = _waiting(reader, subject, now)
    rows = ErrorCheck.objects.filter(metric=subject.metric, dimension=subject.dimension, desk=subject.desk)
    rows.exclude(pk=check.pk).exclude(state=CheckState.DONE).delete()
    if check.state != CheckState.WAITING:
        return None
    check.beat = now
    check.save(update_fields=["beat"])
    return check


def _waiting(reader: Reader, subject: Subject, now: datetime) -> ErrorCheck:
    check, _ = ErrorCheck.objects.get_or_create(
        question=error_checks.question(reader, subject),
        defaults={
            "metric": subject.metric,
            "dimension": subject.dimension,
            "desk": subject.desk,
            "definition": reader.catalogue.metric(subject.metric).digest,
            "generation": reader.generation,
            "beat": now,
        },
    )
    return check


def progress(check: ErrorCheck, done: int, most: int, now: datetime) -> None:
    """How far the worker is, as a sign of life."""
    ErrorCheck.objects.filter(pk=check.pk).update(done=done, most=most, beat=now)


@transaction.atomic
def finish(check: ErrorCheck, found: Found, total: Tally) -> None:
    """Keep the answer. Of earlier answers only the counts stay."""
    rows = ErrorCheck.objects.filter(metric=check.metric, dimension=check.dimension, desk=check.desk)
    rows.exclude(pk=check.pk).update(found="")
    rows.filter(pk=check.pk).update(
        state=CheckState.DONE,
        judged=total.judged,
        called=total.called,
        before_after=total.before_after,
        apart=found.apart,
        found=to_json.canonical(found).decode(),
    )


def refuse(check: ErrorCheck, why: Exception) -> None:
    """Record why it cannot be worked out."""
    ErrorCheck.objects.filter(pk=check.pk).update(state=CheckState.REFUSED, why=str(why))


def fail(check: ErrorCheck, why: str) -> None:
    """Record that Hoshin met an error of its own."""
    ErrorCheck.objects.filter(pk=check.pk).update(state=CheckState.FAILED, why=why)
