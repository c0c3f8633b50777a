"""How often verdicts would be wrong here, worked out in the background: it takes a quarter of a minute for a metric."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios.actions import error_checks as actions
from hoshin.apps.portfolios.models import ErrorCheck
from hoshin.apps.portfolios.queries import error_checks
from hoshin.apps.portfolios.queries.error_checks import MOST, Found, Subject
from hoshin.apps.portfolios.queries.listing import initiatives
from hoshin.eventlog.refused import Refused
from hoshin.impact.error_sentence import error_sentence
from hoshin.impact.placebo_starts import error_rate
from hoshin.pipeline.progress import Meter, Progress
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished

LAST = -50
"""The priority of what nobody waits for: an import comes first."""


def ask(person: Person, reader: Reader, subject: Subject) -> None:
    """Have the worker work it out."""
    with transaction.atomic():
        actions.ask(person, reader, subject, timezone.now())
        work_out.enqueue(subject.metric, subject.dimension, subject.desk)


@task()
def work_out(metric: str, dimension: str, desk: str) -> None:
    """Work out how often verdicts would be wrong, by the published tickets; does nothing where that is known."""
    subject = Subject(metric, dimension, desk)
    # A metric that is known no more has nothing to be worked out.
    with suppress(NothingPublished, Refused), readers.opened() as reader:
        check = actions.take_up(reader, subject, timezone.now())
        if check:
            _answer(reader, subject, check)


def _answer(reader: Reader, subject: Subject, check: ErrorCheck) -> None:
    def tell(progress: Progress) -> None:
        actions.progress(check, progress.done, progress.total, timezone.now())

    try:
        there = error_checks.history_of(reader, subject)
        meter = Meter(tell)
        rate = error_rate(there, MOST, lambda done, most: meter.at("judging", done, most))
    except Refused as refusal:
        actions.refuse(check, refusal)
        return
    except Exception as error:
        actions.fail(check, f"Hoshin met an error of its own ({type(error).__name__}: {error}).")
        raise
    found = Found(
        grain=there.grain,
        periods=len(there.periods),
        first=there.periods[0] if there.periods else None,
        last=there.ends[-1] if there.ends else None,
        tried=rate.tried,
        possible=rate.possible,
        groups=rate.groups,
        after=rate.after,
        apart=rate.apart,
        untold=tuple(rate.untold.items()),
        elsewhere=sum(each.dimension != subject.dimension for each in initiatives(Eyes.MACHINE)),
        sentence=error_sentence(there, rate),
    )
    actions.finish(check, found, rate.total)


@task(priority=LAST)
def work_out_all() -> None:
    """Have all worked out anew that somebody asked for, or that a claim uses, one after another."""
    for subject in sorted({*error_checks.claimed(), *error_checks.asked()}):
        work_out.using(priority=LAST).enqueue(subject.metric, subject.dimension, subject.desk)


def tickets_published() -> None:
    """Have it worked out by the tickets just published."""
    work_out_all.enqueue()


def metrics_defined() -> None:
    """Have it worked out by the definitions as they are now; what did not change stays known."""
    work_out_all.enqueue()
