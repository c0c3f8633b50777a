"""Exports of desks, made by hand, and the worker that imports them."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.management.commands.db_worker import Worker

from hoshin.apps.accounts.models import Person
from hoshin.apps.sources import actions
from hoshin.apps.sources.models import Upload

SERVICENOW = Path(__file__).resolve().parents[3] / ".." / "shared/data/servicenow/incident_event_log.csv.gz"

TICKETS = (
    ("Number", "Opened", "Resolved", "State", "Priority", "Team"),
    ("T-1", "2026-03-02 08:00", "2026-03-02 10:00", "Solved", "P1", "Network"),
    ("T-2", "2026-03-03 09:30", "", "Parked", "P3", "Desktop"),
    ("T-3", "2026-03-04 11:00", "2026-03-06 11:00", "Solved", "P3", "Network"),
)
"""One row a ticket, with times that can be read only one way and a state that nobody knows."""

AMBIGUOUS = (
    ("Number", "Opened", "Resolved"),
    ("T-1", "3/4/2026 08:00", "5/4/2026 10:00"),
    ("T-2", "6/4/2026 09:30", ""),
)
"""Dates that can be read both ways."""


def csv_bytes(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def packed(content: bytes) -> bytes:
    """The content as .gz."""
    return gzip.compress(content, mtime=0)


def xlsx_bytes(rows: Iterable[Sequence[str | datetime | int | None]]) -> bytes:
    """The rows as an Excel workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def file(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser gives it."""
    return SimpleUploadedFile(name, content)


def kept(person: Person, name: str, content: bytes) -> Upload:
    """A file that somebody brought in."""
    return actions.keep(person, name, [content])


def work() -> None:
    """Do what waits, as the worker process does, and return when nothing waits any more."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run()
