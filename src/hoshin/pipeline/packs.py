"""Issues board packs: freezes a snapshot, renders it in each form, and writes down the hash of everything."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from hoshin.eventlog.refused import Refused
from hoshin.pipeline.editions import (
    MANIFEST,
    SNAPSHOT,
    Edition,
    Form,
    UnknownEdition,
    content,
    edition,
    editions,
    folder_of,
    numbers,
    opened,
)
from hoshin.pipeline.home import Home
from hoshin.pipeline.verification import Check, NoPack, Verification, verify
from hoshin.reporting import to_html, to_pdf, to_pptx
from hoshin.reporting.snapshot import Snapshot
from hoshin.warehouse import durable, generations
from hoshin.warehouse.lock import writing
from hoshin.warehouse.manifest import canonical

__all__ = [
    "Check",
    "Edition",
    "Form",
    "NoPack",
    "SnapshotRefused",
    "UnknownEdition",
    "Verification",
    "edition",
    "editions",
    "issue",
    "verify",
]

FORMS = (Form.PPTX, Form.PDF, Form.HTML)
_RENDERERS = {Form.PPTX: to_pptx.render, Form.PDF: to_pdf.render, Form.HTML: to_html.render}
_PARTIAL = ".partial"


class SnapshotRefused(Refused):
    """A snapshot that cannot be issued, because it does not say where its numbers come from."""


def issue(home: Home, snapshot: Snapshot, forms: Sequence[Form] = FORMS) -> Edition:
    """Issue the next edition: all files appear together, or none does.

    Writes ``home.packs/NNNNNN/`` with ``snapshot.json``, a file a form and ``manifest.json``. Raises SnapshotRefused,
    UnknownGeneration or Damaged where the numbers could not be computed again from what the warehouse holds.
    """
    generation = _generation(home, snapshot)
    home.prepare()
    with writing(home.packs, "issuing a board pack"):
        number = max(numbers(home), default=0) + 1
        partial = home.packs / _PARTIAL
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        (partial / SNAPSHOT).write_bytes(snapshot.canonical)
        for form in dict.fromkeys(forms):
            (partial / form.file).write_bytes(_RENDERERS[form](snapshot, number))
        files = {p.name: durable.sha256(p) for p in sorted(partial.iterdir()) if p.name != SNAPSHOT}
        (partial / MANIFEST).write_bytes(canonical(content(number, snapshot, generation, files)))
        place = folder_of(home, number)
        durable.accept(partial, place)
    return opened(place)


def _generation(home: Home, snapshot: Snapshot) -> dict[str, str] | None:
    strange = {p.reading.generation for p in snapshot.readings} - {snapshot.generation}
    if strange:
        raise SnapshotRefused(
            f"The snapshot is of generation {snapshot.generation}, but holds readings of {', '.join(sorted(strange))}: "
            "read all numbers of a pack from one generation."
        )
    for block in (block for section in snapshot.report.sections for block in section.blocks):
        for figure in getattr(block, "figures", ()):
            if figure.reading is not None and not 0 <= figure.reading < len(snapshot.readings):
                raise SnapshotRefused(
                    f"The figure “{figure.label}” refers to reading {figure.reading}, but the snapshot holds "
                    f"{len(snapshot.readings)}: give the position in its readings."
                )
    if snapshot.generation is None:
        return None
    found = generations.named(home.warehouse, snapshot.generation)
    generations.verify(found)
    return {"name": found.name, "manifest_sha256": durable.sha256(found.folder / "manifest.json")}
