"""Reads of imports, files that wait, saved mappings, and of what the warehouse publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db.models import QuerySet

from hoshin.apps.sources.models import ImportRun, SavedMapping, State, Upload
from hoshin.pipeline.home import Home
from hoshin.warehouse import generations, landing
from hoshin.warehouse.errors import NothingPublished
from hoshin.warehouse.manifest import DeskEntry

STALE = timedelta(seconds=20)
"""An import of the worker that has given no sign of life for so long has lost its process."""
STALE_COMMAND = timedelta(minutes=10)
"""The same for the command line, which gives signs of life only between its steps."""
UNATTENDED = timedelta(seconds=6)
"""An import that has waited for so long while none is running is probably waiting for a worker that nobody started."""
GROUPS_SHOWN = 50
"""Kinds of rejected rows that a page lists; the file to download holds them all."""


def home() -> Home:
    """The installation that this process serves."""
    found: Home = settings.HOME
    return found


def all_runs() -> QuerySet[ImportRun]:
    """Every import, the newest first, each with who started it."""
    return ImportRun.objects.select_related("person", "upload")


def runs(limit: int = 100) -> QuerySet[ImportRun]:
    """The newest imports, each with who started it."""
    return all_runs()[:limit]


def uploads() -> QuerySet[Upload]:
    """Files that were given to the browser and are neither imported nor in work."""
    return Upload.objects.select_related("person").exclude(runs__state__in=[State.WAITING, State.RUNNING])


def saved_mappings() -> QuerySet[SavedMapping]:
    """The mappings that people saved, by name."""
    return SavedMapping.objects.select_related("saved_by")


def stored_at(upload: Upload) -> Path:
    """Where the file lies: in a folder of its own with a name of ours, under its own name without what could harm."""
    return home().uploads / upload.stored / upload.name


def harmless(name: str) -> str:
    """A file's own name, without folders and without characters that a file system or a terminal could stumble on.

    >>> harmless("../../etc/Tickets März.csv.gz"), harmless(".."), harmless("a\\x00b.csv")
    ('Tickets März.csv.gz', 'export', 'a_b.csv')
    """
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[^\w .()+-]", "_", last).strip(" .")
    return kept[-100:].strip(" .") or "export"


def published_desks() -> dict[str, DeskEntry]:
    """The desks of the published generation and the days that they cover; empty where nothing is published."""
    try:
        return dict(generations.current(home().warehouse).manifest.desks)
    except NothingPublished:
        return {}


def published_name() -> str:
    """The name of the published generation; empty where nothing is published."""
    try:
        return generations.current(home().warehouse).name
    except NothingPublished:
        return ""


def number_and_tickets(generation: str) -> tuple[int, int]:
    """A generation's number and how many tickets it holds; zeros where ``generation`` is empty: there was none."""
    if not generation:
        return 0, 0
    found = generations.named(home().warehouse, generation)
    return found.number, found.manifest.tables["tickets"].rows


def is_stale(run: ImportRun, now: datetime) -> bool:
    """Whether a running import has lost the process that did it."""
    patience = STALE if run.upload_id else STALE_COMMAND
    return run.state == State.RUNNING and run.heartbeat < now - patience


def seems_unattended(run: ImportRun, now: datetime) -> bool:
    """Whether an import waits although no other one is being worked on: most likely no worker runs."""
    if run.state != State.WAITING or run.heartbeat > now - UNATTENDED:
        return False
    return not ImportRun.objects.filter(state=State.RUNNING, heartbeat__gte=now - STALE).exists()


@dataclass(frozen=True)
class RejectGroup:
    """Rows that were rejected for one reason in one column: how many, and where the first ones stand."""

    column: str
    reason: str
    expected: str
    count: int
    lines: tuple[int, ...]
    example: str


def rejects(run: ImportRun) -> pa.Table | None:
    """What the import could not read, in the columns of ``landing.REJECTS``; None where it landed nothing."""
    if run.batch is None:
        return None
    for batch in landing.batches(home().warehouse):
        if batch.number == run.batch:
            return landing.rejects(batch)
    return None


def reject_groups(table: pa.Table) -> list[RejectGroup]:
    """The rejected rows by column and reason, most frequent first, at most ``GROUPS_SHOWN``."""
    grouped = table.group_by(["column", "reason", "expected"], use_threads=False).aggregate(
        [("line", "count"), ("line", "min"), ("text", "first")]
    )
    ordered = grouped.sort_by([("line_count", "descending"), ("line_min", "ascending")]).slice(0, GROUPS_SHOWN)
    return [
        RejectGroup(
            row["column"],
            row["reason"],
            row["expected"],
            row["line_count"],
            _first_lines(table, row),
            row["text_first"],
        )
        for row in ordered.to_pylist()
    ]


def _first_lines(table: pa.Table, row: dict[str, object], most: int = 5) -> tuple[int, ...]:
    same = table.filter(
        (pc.field("column") == row["column"])
        & (pc.field("reason") == row["reason"])
        & (pc.field("expected") == row["expected"])
    )
    return tuple(same.slice(0, most)["line"].to_pylist())


def reject_rows(table: pa.Table) -> Iterator[tuple[int, str, str, str, str]]:
    """Each rejected row as (line, column, reason, expected, text), in the order of the file."""
    for batch in table.select(["line", "column", "reason", "expected", "text"]).to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
