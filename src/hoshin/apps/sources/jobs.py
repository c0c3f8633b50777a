"""Imports in the background: the task, and what becomes of imports whose worker died."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.models import Person
from hoshin.apps.sources import actions, queries
from hoshin.apps.sources.models import ImportRun, State, Upload
from hoshin.connectors import mapping as mappings
from hoshin.eventlog.refused import Refused
from hoshin.pipeline import imports

logger = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two signs of life of an import at work."""
ATTEMPTS = 5
"""How often an import is begun whose worker dies over it, before it is given up: the file itself may be what kills."""


def start(person: Person, upload: Upload, mapping: mappings.Mapping) -> ImportRun:
    """Have a file imported in the background as ``mapping`` says."""
    with transaction.atomic():
        run = actions.await_import(person, upload, mapping)
        _enqueue(run)
    return run


def _enqueue(run: ImportRun) -> None:
    result = import_upload.enqueue(run.pk)
    run.task = str(result.id)
    run.save(update_fields=["task"])


@task()
def import_upload(run_id: int) -> None:
    """Import the file of one run. Safe to do twice: the import itself takes nothing in that is there already."""
    run = actions.take_up(run_id)
    recover_orphans(timezone.now())
    if run is None:
        return
    if run.upload is None:
        actions.refuse(run, FileNotFoundError("The file is no longer there: bring it in again."))
        return
    try:
        with _alive(run):
            outcome = imports.import_file(
                queries.home(),
                queries.stored_at(run.upload),
                mappings.loads(run.mapping),
                progress=lambda step: actions.progress(run, step),
            )
    except Refused as refusal:
        actions.refuse(run, refusal)
    except Exception as error:
        actions.fail(run, f"Hoshin met an error of its own ({type(error).__name__}: {error}).")
        raise
    else:
        actions.finish(run, _since_the_beginning(run, outcome))


def _since_the_beginning(run: ImportRun, outcome: imports.Outcome) -> imports.Outcome:
    """What all attempts of a run came to. An earlier one may have landed the file before its worker died."""
    if run.attempts == 1 or outcome.generation == run.generation_before:
        return outcome
    number, tickets = queries.number_and_tickets(run.generation_before)
    if outcome.batch <= number:
        return outcome  # the file was known before; somebody else imported meanwhile
    return replace(outcome, changed=True, added=outcome.tickets - tickets)


@contextmanager
def _alive(run: ImportRun) -> Iterator[None]:
    """Give signs of life while the import is in a long step that reports nothing."""
    over = Event()

    def beat() -> None:
        while not over.wait(BEAT):
            try:
                actions.beat(run)
            except OperationalError:
                logger.warning("The database was too busy for a sign of life of import %s", run.pk)
        connection.close()

    thread = Thread(target=beat, name=f"import-{run.pk}-alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@task()
def look_after_orphans() -> None:
    """Recover imports whose worker died so shortly before that they still seemed alive when this one started."""
    recover_orphans(timezone.now())


def recover_orphans(now: datetime) -> list[int]:
    """Queue again, once each, the imports that lost their process; returns their numbers.

    An import of the command line cannot be done by a worker, which does not have the file: it is marked as failed.
    """
    recovered = []
    silent = ImportRun.objects.filter(heartbeat__lt=now - queries.STALE)
    for run in silent.filter(state=State.RUNNING):
        if not queries.is_stale(run, now):
            continue
        if run.upload_id is None:
            actions.fail(run, "The process that did this import stopped. Start it again: it goes on where it was.")
        elif run.attempts >= ATTEMPTS:
            actions.fail(run, f"The worker stopped {run.attempts} times over this file. See its log for the reason.")
        elif _requeue(run, now):
            recovered.append(run.pk)
    # A worker may also die between taking the task and taking up the run.
    for run in silent.filter(state=State.WAITING):
        lost = not DBTaskResult.objects.filter(pk=run.task, status=TaskResultStatus.READY).exists()
        if lost and _requeue(run, now):
            recovered.append(run.pk)
    return recovered


def _requeue(run: ImportRun, now: datetime) -> bool:
    with transaction.atomic():
        if not actions.put_back(run, now):
            return False  # another worker was faster, or the import is alive after all
        lost = DBTaskResult.objects.filter(pk=run.task, status=TaskResultStatus.RUNNING)
        lost.update(status=TaskResultStatus.FAILED, finished_at=now)
        _enqueue(run)
    return True


def recover_at_start(now: datetime) -> list[int]:
    """What a worker does before its first task: finish a cut-off import, and recover the imports of a dead worker."""
    try:
        imports.resume(queries.home())
    except Refused:
        logger.exception("What an earlier import left behind could not be finished")
    recovered = recover_orphans(now)
    if ImportRun.objects.filter(state=State.RUNNING).exists():
        look_after_orphans.using(run_after=now + queries.STALE + timedelta(seconds=1)).enqueue()
    return recovered
