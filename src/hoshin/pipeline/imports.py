"""A desk's export, from a file to a published generation."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

from hoshin.connectors.mapping import Mapping, dumps
from hoshin.connectors.opening import nothing_readable
from hoshin.connectors.parsing import unreadable
from hoshin.connectors.rows import Reject
from hoshin.connectors.settling import Reading, Settled, settle
from hoshin.pipeline.home import Home
from hoshin.pipeline.progress import Meter, silent
from hoshin.pipeline.progress import Progress as Progress
from hoshin.pipeline.publish import publish, write
from hoshin.pipeline.resume import finish, published
from hoshin.pipeline.resume import resume as resume
from hoshin.pipeline.threads import ahead
from hoshin.warehouse import landing
from hoshin.warehouse.errors import DeskConflict
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.landing import Batch, Landing, Origin
from hoshin.warehouse.lock import writing

_PIECE = 1 << 20


@dataclass(frozen=True)
class Outcome:
    """What an import came to.

    ``batch`` is the landing batch that holds the file, ``generation`` the name of the one now published. ``rows`` were
    read, ``rejected`` could not be (they can be downloaded), ``tickets`` are now in the generation, ``added`` more than
    before. ``changed`` is False where the same file had been imported and published in the same way. ``notes`` say what
    was decided from the file, and what the mapping names but the file lacks.
    """

    changed: bool
    batch: int
    generation: str
    rows: int
    rejected: int
    tickets: int
    added: int
    notes: tuple[str, ...] = ()


def import_file(
    home: Home,
    path: Path,
    mapping: Mapping,
    *,
    demonstration: bool = False,
    progress: Callable[[Progress], None] = silent,
    wait: bool = True,
) -> Outcome:
    """Land ``path`` as ``mapping`` reads it, and publish the generation that holds it.

    What the mapping leaves open is settled by the file, never guessed. The same content for the same desk with the same
    mapping changes nothing. With another mapping it takes the place of its earlier reading. Whenever the process ends,
    readers see the old generation or the new one, and the next import finishes what has landed.

    Raises FileRefused (or NeedsAnswer) where the file cannot be read, DeskConflict where a demonstration and real
    tickets would mix, Busy with ``wait=False`` while another process writes; nothing has changed then.
    """
    home.prepare()
    meter = Meter(progress)
    reading = Reading(path, mapping)
    with writing(home.warehouse, f"the import of '{path.name}'", wait=wait, waiting=meter.waits):
        before = published(home)
        finished = finish(home, meter)
        landed = landing.batches(home.warehouse)
        content = content_digest(path)
        same = _same(landed, mapping.desk, content)
        if same is not None and finished is not None:
            settled = settle(path, mapping)
            if same.origin.mapping_digest == settled.mapping.digest:
                return _outcome(same, finished, before, settled.notes)
        _keep_apart(landed, mapping.desk, demonstration)
        origin = Origin(mapping.desk, demonstration, path.name, content, "", "")
        settled, batch = _land(home, path, reading, origin, len(landed) + 1, meter)
        generation = write(home, [*landed, batch], finished, meter)
        publish(home, generation, meter)
    return _outcome(batch, generation, before, settled.notes)


def content_digest(path: Path) -> str:
    """SHA-256 (hexadecimal) of what the file says, so that packing it with gzip does not make it another file."""
    digest = hashlib.sha256()
    # A cut or broken gzip file is refused where it is read, with what is wrong with it.
    with _unpacked(path) as content, suppress(EOFError, gzip.BadGzipFile, zlib.error):
        while piece := content.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _unpacked(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path)) if packed else path.open("rb")


def _same(landed: tuple[Batch, ...], desk: str, content: str) -> Batch | None:
    """The batch that counts for this very file and desk, with whichever mapping it was read."""
    for _, batch in landing.effective(landed):
        if (batch.origin.desk, batch.origin.sha256) == (desk, content):
            return batch
    return None


def _keep_apart(landed: tuple[Batch, ...], desk: str, demonstration: bool) -> None:
    for batch in landed:
        if batch.origin.desk == desk and batch.origin.demonstration != demonstration:
            held, new = ("a demonstration's", "real") if batch.origin.demonstration else ("real", "a demonstration's")
            raise DeskConflict(
                f"Desk '{desk}' holds {held} tickets, and this file would add {new} ones: "
                "give the desk another name in the mapping."
            )


def _land(home: Home, path: Path, reading: Reading, origin: Origin, number: int, meter: Meter) -> tuple[Settled, Batch]:
    """Land the file as its rows settle the mapping; ``origin`` lacks the mapping still."""
    mapping: Mapping | None = None
    while True:
        with Landing(home.warehouse) as land:
            mapping, accepted, first = _read(path, reading, mapping, land, meter)
            settled = reading.settled()
            if settled.mapping != mapping:
                # Rows beyond the first piece decide what that left open: which rows can be read may be another now.
                mapping = settled.mapping
                continue
            if first and not accepted:
                raise nothing_readable(path, land.rejected, first)
            meter.at("landing", 0, 1, land.rows, path.name)
            batch = land.accept(
                number, replace(origin, mapping=dumps(mapping), mapping_digest=mapping.digest), accepted
            )
            meter.at("landing", 1, 1, land.rows, path.name)
            return settled, batch


def _read(
    path: Path, reading: Reading, mapping: Mapping | None, land: Landing, meter: Meter
) -> tuple[Mapping | None, int, Reject | None]:
    """Give the file to ``land``, read by ``mapping``, or without one as its first piece settles it.

    Returns the mapping, how many rows could be read, and what the first fault was.
    """
    learning = mapping is None
    accepted = 0
    first: Reject | None = None
    meter.at("reading", 0, path.stat().st_size, detail=path.name)
    for chunk in ahead(reading.chunks()):
        if learning:
            learnt = reading.learn(chunk)
            mapping = mapping or learnt
        assert mapping is not None
        unread = unreadable(chunk.rows, mapping)
        rejects = sorted((*chunk.rejects, *unread), key=lambda reject: reject.line)
        first = first or next(iter(rejects), None)
        accepted += chunk.rows.num_rows - len(unread)
        land.add(chunk.rows, [(r.line, r.column, r.reason, r.expected, r.text) for r in rejects])
        meter.at("reading", chunk.done, chunk.total, land.rows, path.name)
    return mapping, accepted, first


def _outcome(batch: Batch, generation: Generation, before: Generation | None, notes: tuple[str, ...]) -> Outcome:
    tickets = generation.manifest.tables["tickets"].rows
    added = tickets - (before.manifest.tables["tickets"].rows if before else 0)
    changed = before is None or generation.name != before.name
    return Outcome(changed, batch.number, generation.name, batch.rows, batch.rejected, tickets, added, notes)
