"""Issued editions of board packs, as they lie in ``home.packs``: a folder each, never changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from hoshin.eventlog.refused import Refused
from hoshin.metrics.result import reading_json
from hoshin.pipeline.home import Home
from hoshin.reporting.snapshot import PublishedReading, Snapshot
from hoshin.warehouse import durable

FORMAT = 1
"""The version of the manifest's form."""
SNAPSHOT, MANIFEST = "snapshot.json", "manifest.json"
_NUMBER = re.compile(r"\d{6,}")


class UnknownEdition(Refused):
    """An edition was named that this installation has not issued."""


class EditionDamaged(Refused):
    """An edition's own manifest is missing or cannot be read."""


class Form(StrEnum):
    """The forms that a pack is issued in."""

    PPTX = "pptx"
    PDF = "pdf"
    HTML = "html"

    @property
    def file(self) -> str:
        """The name of the file in an edition's folder."""
        return f"pack.{self.value}"


@dataclass(frozen=True)
class Edition:
    """One issued edition.

    ``files`` are the rendered forms, ``identity`` is the SHA-256 of the snapshot, ``digest`` that of the manifest,
    which in turn names the SHA-256 of every file: whoever keeps the digest elsewhere can prove that nothing changed.
    """

    number: int
    folder: Path
    files: tuple[Path, ...]
    identity: str
    digest: str
    title: str
    generation: str | None

    def file(self, form: Form) -> Path:
        """The file of that form. Raises UnknownEdition where the edition was issued without it."""
        if self.folder / form.file not in self.files:
            raise UnknownEdition(f"Edition {self.number} was issued without {form.value.upper()}.")
        return self.folder / form.file


def folder_of(home: Home, number: int) -> Path:
    """Where an edition lies, or would lie."""
    return home.packs / f"{number:06d}"


def numbers(home: Home) -> tuple[int, ...]:
    """The numbers of all issued editions, oldest first."""
    if not home.packs.is_dir():
        return ()
    return tuple(sorted(int(p.name) for p in home.packs.iterdir() if p.is_dir() and _NUMBER.fullmatch(p.name)))


def edition(home: Home, number: int) -> Edition:
    """The edition of that number. Raises UnknownEdition or EditionDamaged."""
    folder = folder_of(home, number)
    if not folder.is_dir():
        issued = numbers(home)
        there = f"the last one is {issued[-1]}" if issued else "none has been issued"
        raise UnknownEdition(f"There is no edition {number} of the board pack here; {there}.")
    return opened(folder)


def editions(home: Home) -> tuple[Edition, ...]:
    """All issued editions, oldest first."""
    return tuple(edition(home, number) for number in numbers(home))


def manifest_of(folder: Path) -> dict[str, Any]:
    """An edition's manifest. Raises EditionDamaged."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        if found["format"] != FORMAT:
            raise ValueError(f"it has form {found['format']}, this version reads form {FORMAT}")
        files, names = found["files"], (found["snapshot"], found["title"])
        if not all(isinstance(text, str) for text in (*files, *files.values(), *names)):
            raise TypeError("a name or hash is no text")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EditionDamaged(
            f"The manifest of edition {folder.name} cannot be read ({error}): restore it from a backup."
        ) from error
    return dict(found)


def content(
    number: int, snapshot: Snapshot, generation: Mapping[str, str] | None, files: Mapping[str, str]
) -> dict[str, Any]:
    """What an edition's manifest says; ``generation`` and ``files`` give names and SHA-256."""
    return {
        "format": FORMAT,
        "edition": number,
        "title": snapshot.title,
        "organisation": snapshot.organisation,
        "period": snapshot.period,
        "as_of": snapshot.as_of.isoformat(),
        "snapshot": snapshot.identity,
        "generation": generation,
        "files": dict(files),
        "readings": [_published(published) for published in snapshot.readings],
    }


def _published(published: PublishedReading) -> dict[str, Any]:
    query = published.query
    asked = {
        "grain": query.grain.value,
        "by": query.by,
        **({"across": query.across} if query.across else {}),
        "first": query.first.isoformat() if query.first else None,
        "last": query.last.isoformat() if query.last else None,
        "where": [list(pair) for pair in query.where],
    }
    return reading_json(published.reading) | {"query": asked}


def opened(folder: Path) -> Edition:
    """The edition in that folder. Raises EditionDamaged."""
    found = manifest_of(folder)
    generation = found.get("generation")
    return Edition(
        number=int(folder.name),
        folder=folder,
        files=tuple(folder / form.file for form in Form if form.file in found["files"]),
        identity=found["snapshot"],
        digest=durable.sha256(folder / MANIFEST),
        title=found["title"],
        generation=generation.get("name") if isinstance(generation, dict) else None,
    )
