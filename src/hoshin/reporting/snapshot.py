"""What a board pack freezes: the blocks it shows, and every published number with the question that gives it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Query
from hoshin.metrics.result import Reading
from hoshin.reporting import to_json
from hoshin.reporting.blocks import Report

FORMAT = 1
"""The version of the snapshot's form. A reader refuses another one."""


class SnapshotInvalid(Refused):
    """The bytes are not a snapshot, or of another form."""


@dataclass(frozen=True)
class PublishedReading:
    """A number as published, and the question that has it among its answers.

    The generation to ask is ``reading.generation``, the metric ``reading.metric``.
    """

    query: Query
    reading: Reading


@dataclass(frozen=True)
class Snapshot:
    """All that an edition says. ``as_of`` is given by who issues; no clock is read.

    ``period`` is in words ("July to September 2026"). ``generation`` names what was read, or is None where the pack
    holds no measured number. ``Figure.reading`` in the report's blocks counts into ``readings``.
    """

    title: str
    organisation: str
    period: str
    as_of: date
    generation: str | None
    readings: tuple[PublishedReading, ...]
    report: Report
    format: int = FORMAT

    @cached_property
    def canonical(self) -> bytes:
        """The snapshot's bytes: canonical JSON."""
        return to_json.canonical(self)

    @cached_property
    def identity(self) -> str:
        """SHA-256 of the canonical bytes, in hexadecimal. Every rendered file carries it."""
        return hashlib.sha256(self.canonical).hexdigest()


def loads(data: bytes) -> Snapshot:
    """Read a snapshot's canonical bytes. Raises SnapshotInvalid."""
    try:
        found = json.loads(data)
        if isinstance(found, dict) and found.get("format", FORMAT) != FORMAT:
            raise SnapshotInvalid(f"The snapshot has form {found['format']}; this version reads form {FORMAT}.")
        return to_json.read(Snapshot, found)
    except SnapshotInvalid:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise SnapshotInvalid(f"This is no snapshot of a board pack: {error}.") from error
