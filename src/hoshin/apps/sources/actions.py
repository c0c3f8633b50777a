"""Writes of files that wait, saved mappings, and of the record of every import."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.sources import queries
from hoshin.apps.sources.announcing import announce
from hoshin.apps.sources.models import ImportRun, SavedMapping, State, Upload
from hoshin.apps.sources.previews import surveyed
from hoshin.connectors import mapping as mappings
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.imports import Outcome
from hoshin.pipeline.progress import Progress

PAUSE = 0.4
"""Seconds between two writes of an import's progress: people cannot read faster, and the database has other work."""


class AlreadyAtWork(Refused):
    """The file is being imported already."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(f"'{run.file}' is being imported already: wait until that import is over.")
        self.run = run


# --- files -----------------------------------------------------------------------------------------------------------


def keep(person: Person, name: str, pieces: Iterable[bytes]) -> Upload:
    """Keep a file that somebody gave, if it is what it says. Raises FileRefused, and then nothing is left of it."""
    upload = Upload(person=person, name=queries.harmless(name), stored=secrets.token_hex(16), size=0)
    path = queries.stored_at(upload)
    path.parent.mkdir(parents=True, mode=0o700)
    try:
        with path.open("xb") as file:
            for piece in pieces:
                upload.size += file.write(piece)
        surveyed(path)
        with transaction.atomic():
            upload.save()
            record(person, "brought in a file", upload.name, f"{upload.size:,} bytes")
    except BaseException:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise
    return upload


@transaction.atomic
def keep_draft(upload: Upload, mapping: str) -> None:
    """Remember how the file is meant to be read, so that nobody has to say it twice."""
    upload.mapping = mapping
    upload.save(update_fields=["mapping"])


@transaction.atomic
def discard(person: Person | None, upload: Upload) -> None:
    """Delete a file that was given to the browser. Raises AlreadyAtWork."""
    at_work = upload.runs.filter(state__in=[State.WAITING, State.RUNNING]).first()
    if at_work is not None:
        raise AlreadyAtWork(at_work)
    record(person, "discarded a file", upload.name)
    _forget(upload)


def _forget(upload: Upload) -> None:
    folder = queries.stored_at(upload).parent
    upload.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


# --- mappings --------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_mapping(person: Person, name: str, mapping: mappings.Mapping) -> SavedMapping:
    """Save a mapping under a name; what had that name before is replaced."""
    text = mappings.dumps(mapping)
    saved, new = SavedMapping.objects.update_or_create(
        name=name, defaults={"desk": mapping.desk, "text": text, "saved_by": person}
    )
    record(person, "saved a mapping" if new else "changed a mapping", name, f"digest: {mapping.digest}")
    return saved


@transaction.atomic
def delete_mapping(person: Person, saved: SavedMapping) -> None:
    """Delete a saved mapping. What was imported with it stays as it is."""
    record(person, "deleted a mapping", saved.name)
    saved.delete()


# --- imports ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def await_import(person: Person, upload: Upload, mapping: mappings.Mapping) -> ImportRun:
    """Record that a file waits to be imported; ``jobs.start`` also tells the worker. Raises AlreadyAtWork."""
    at_work = upload.runs.filter(state__in=[State.WAITING, State.RUNNING]).first()
    if at_work is not None:
        raise AlreadyAtWork(at_work)
    text = mappings.dumps(mapping)
    keep_draft(upload, text)
    record(person, "started an import", upload.name, f"desk: {mapping.desk}, mapping: {mapping.digest}")
    return ImportRun.objects.create(
        person=person, upload=upload, file=upload.name, desk=mapping.desk, mapping=text, heartbeat=timezone.now()
    )


@transaction.atomic
def begin_run(person: Person | None, file: str | Path, desk: str, mapping: str) -> ImportRun:
    """Record that an import has begun in this process. ``mapping`` is its text; ``person`` is None in a terminal."""
    now = timezone.now()
    name = Path(file).name[:200]
    record(person, "started an import", name, f"desk: {desk}")
    return ImportRun.objects.create(
        person=person,
        file=name,
        desk=desk,
        mapping=mapping,
        state=State.RUNNING,
        attempts=1,
        started_at=now,
        heartbeat=now,
    )


def take_up(run_id: int) -> ImportRun | None:
    """The run, marked as being done by this process; None where it does not wait (any more)."""
    now = timezone.now()
    waiting = ImportRun.objects.filter(pk=run_id, state=State.WAITING)
    waiting.filter(attempts=0).update(started_at=now, generation_before=queries.published_name())
    taken = waiting.update(state=State.RUNNING, attempts=F("attempts") + 1, heartbeat=now)
    return ImportRun.objects.select_related("person", "upload").get(pk=run_id) if taken else None


def put_back(run: ImportRun, now: datetime) -> bool:
    """Let a run wait again whose process died; False where it has moved on since ``run`` was read."""
    unmoved = ImportRun.objects.filter(pk=run.pk, state=run.state, attempts=run.attempts, heartbeat=run.heartbeat)
    if not unmoved.update(state=State.WAITING, stage="", detail="", heartbeat=now):
        return False
    run.refresh_from_db()
    return True


def progress(run: ImportRun, step: Progress) -> None:
    """Record how far an import is. Cheap to call often: most calls write nothing."""
    now = timezone.now()
    if step.stage == run.stage and (now - run.heartbeat).total_seconds() < PAUSE:
        return
    run.stage, run.heartbeat = step.stage, now
    _mine(run).update(
        stage=step.stage,
        detail=step.detail[:200],
        heartbeat=now,
        bytes_done=step.done,
        bytes_total=step.total,
        rows=step.rows,
        rate=step.rate,
        seconds_left=step.left,
    )


def beat(run: ImportRun) -> None:
    """Say that the process which does this import is alive."""
    _mine(run).update(heartbeat=timezone.now())


@transaction.atomic
def finish(run: ImportRun, outcome: Outcome) -> None:
    """Record what came of an import, and delete the file that the browser gave for it."""
    ended = _end(
        run,
        State.DONE,
        changed=outcome.changed,
        batch=outcome.batch,
        generation=outcome.generation,
        rows=outcome.rows,
        rejected=outcome.rejected,
        tickets=outcome.tickets,
        added=outcome.added,
    )
    if not ended:
        return
    said = f"{outcome.rows:,} new rows, {outcome.rejected:,} rejected" if outcome.changed else "nothing new"
    record(run.person, "imported a file", run.file, f"desk: {run.desk}, {said}, generation: {outcome.generation}")
    if run.upload is not None:
        upload, run.upload = run.upload, None
        _forget(upload)
    if outcome.changed:
        announce.enqueue()


@transaction.atomic
def refuse(run: ImportRun, error: Exception) -> None:
    """Record that the file was refused, with the sentence that says why. The file stays, so that it can be mended."""
    if _end(run, State.REFUSED, error=str(error)):
        record(run.person, "import refused", run.file, str(error))


@transaction.atomic
def fail(run: ImportRun, sentence: str) -> None:
    """Record that an import broke off for a reason that is not the file's."""
    if _end(run, State.FAILED, error=sentence):
        record(run.person, "import failed", run.file, sentence)


def _end(run: ImportRun, state: State, **fields: object) -> bool:
    now = timezone.now()
    ended = _mine(run).update(state=state, finished_at=now, heartbeat=now, seconds_left=None, **fields)
    run.refresh_from_db()
    return bool(ended)


def _mine(run: ImportRun) -> QuerySet[ImportRun]:
    # A worker that was taken for dead may still be at it: what it says after that must not overwrite its successor.
    return ImportRun.objects.filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts)
