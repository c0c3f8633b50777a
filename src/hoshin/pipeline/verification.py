"""Says whether a file of a board pack is as it was issued, and computes every published number again."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hoshin.eventlog.refused import Refused
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Query
from hoshin.metrics.registry import LIBRARY
from hoshin.metrics.result import Reading, Refusal, Result
from hoshin.pipeline import editions
from hoshin.pipeline.editions import MANIFEST, SNAPSHOT, Edition, EditionDamaged, manifest_of
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.reporting import snapshot as snapshots
from hoshin.reporting.provenance import MARK
from hoshin.reporting.snapshot import PublishedReading, Snapshot, SnapshotInvalid
from hoshin.reporting.wording import period_words, scope_words
from hoshin.service_levels.book_file import digest as digest_of
from hoshin.service_levels.by_book import ByBook
from hoshin.warehouse import durable, generations
from hoshin.warehouse.manifest import canonical

_IDENTITY = re.compile(rb"%b([0-9a-f]{64})" % MARK.encode())
_ISSUED = ("file", "snapshot", "manifest")
_PROPERTIES = "docProps/core.xml"
_LARGEST = 256 * 2**20
"""Bytes. No pack comes near; a larger file is none."""


class NoPack(Refused):
    """The file is not a board pack that this installation has issued."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what it was, whether it holds, and in words what was found."""

    what: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Verification:
    """What verifying a file found. ``ok`` holds where every check does."""

    edition: Edition
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """True where nothing was changed and every number came out again."""
        return all(check.ok for check in self.checks)

    @property
    def as_issued(self) -> bool:
        """True where file and edition are as they were issued, whatever the numbers are when computed again."""
        return all(check.ok for check in self.checks if check.what in _ISSUED or check.what.startswith("pack."))


def verify(home: Home, file: Path, catalogue: Catalogue = LIBRARY) -> Verification:
    """Check a rendered form, ``manifest.json`` or ``snapshot.json`` of an edition, wherever the file lies now.

    The edition is found by the file's hash, else by the identity that it carries; definitions come from the
    ``catalogue``. Raises NoPack where there is none, and EditionDamaged where it may be one whose manifest cannot be
    read.
    """
    try:
        if file.stat().st_size > _LARGEST or not file.is_file():
            raise NoPack(f"'{file}' is no board pack: expected a PPTX, PDF, HTML or JSON file of an issued edition.")
        digest, data = durable.sha256(file), file.read_bytes()
    except OSError as error:
        raise NoPack(f"'{file}' cannot be read: {error.strerror or error}.") from error
    found, as_issued = _edition(home, file, digest, data)
    manifest = manifest_of(found.folder)
    checks = [as_issued]
    if file.name == MANIFEST or digest == found.digest:
        checks += _stored_files(found, manifest)
    stored, check = _snapshot(found)
    checks.append(check)
    if stored is not None:
        checks.append(_manifest(found, stored, manifest))
        whole, about = _generation(home, stored, manifest)
        checks += about
        checks += _readings(home, stored, catalogue) if whole else _unproven(stored, catalogue)
    return Verification(found, tuple(checks))


def _edition(home: Home, file: Path, digest: str, data: bytes) -> tuple[Edition, Check]:
    known, damaged = _known(home)
    for found in known:
        hashes: dict[str, str] = {
            **manifest_of(found.folder)["files"],
            SNAPSHOT: found.identity,
            MANIFEST: found.digest,
        }
        for name, value in hashes.items():
            if value == digest:
                return found, Check("file", True, f"{name} of edition {found.number}, as it was issued")
    identity = _identity(file, data)
    for found in known:
        beside = file.resolve().parent == found.folder.resolve()
        if identity == found.identity or (beside and file.name in (SNAPSHOT, MANIFEST)):
            words = f"the file was changed after issue: its SHA-256 {digest} is not that of any file of the edition"
            return found, Check("file", False, words)
    if damaged:
        raise damaged[0]
    if identity:
        raise NoPack(
            f"'{file.name}' names the snapshot {identity[:12]}…, which this installation has not issued: verify it "
            "where it was issued, or restore that installation's backup."
        )
    raise NoPack(
        f"'{file.name}' is no board pack of this installation: expected a PPTX, PDF or HTML file, a manifest.json or "
        "a snapshot.json of an issued edition."
    )


def _known(home: Home) -> tuple[list[Edition], list[EditionDamaged]]:
    """The editions, latest first, and what is wrong with those that cannot be opened."""
    known: list[Edition] = []
    damaged: list[EditionDamaged] = []
    for number in reversed(editions.numbers(home)):
        try:
            known.append(editions.edition(home, number))
        except EditionDamaged as error:
            damaged.append(error)
    return known, damaged


def _identity(file: Path, data: bytes) -> str | None:
    """The snapshot that a file says it shows."""
    if zipfile.is_zipfile(file):
        try:
            with zipfile.ZipFile(file) as package:
                member = package.getinfo(_PROPERTIES)
                data = package.read(member) if member.file_size < 2**20 else b""
        except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return None
    elif data[:1] == b"{":
        return _identity_of_json(data)
    found = _IDENTITY.search(data)
    return found[1].decode() if found else None


def _identity_of_json(data: bytes) -> str | None:
    """A manifest names its snapshot; a snapshot's identity is its hash, so a changed one names none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    named = found.get("snapshot") if isinstance(found, dict) else None
    return named if isinstance(named, str) else None


def _stored_files(found: Edition, manifest: dict[str, Any]) -> Iterator[Check]:
    for name, digest in manifest["files"].items():
        path = found.folder / name
        same = path.is_file() and durable.sha256(path) == digest
        yield Check(name, same, "as it was issued" if same else "the stored file is missing or was changed after issue")


def _snapshot(found: Edition) -> tuple[Snapshot | None, Check]:
    try:
        data = (found.folder / SNAPSHOT).read_bytes()
        stored = snapshots.loads(data)
    except (OSError, SnapshotInvalid) as error:
        return None, Check("snapshot", False, f"the edition's snapshot cannot be read: {error}")
    same = durable.sha256(found.folder / SNAPSHOT) == found.identity
    words = "as it was issued" if same else "the edition's snapshot was changed after issue"
    return stored, Check("snapshot", same, words)


def _manifest(found: Edition, stored: Snapshot, manifest: dict[str, Any]) -> Check:
    """The manifest must say of the snapshot what the snapshot says of itself."""
    expected = editions.content(found.number, stored, manifest.get("generation"), manifest["files"])
    # As JSON, where 1 and 1.0 are the same and lists are no tuples.
    said, should = (json.loads(canonical(side)) for side in (manifest, expected))
    strange = sorted(key for key in said | should if said.get(key) != should.get(key))
    words = f"the edition's manifest was changed after issue: {', '.join(strange)}" if strange else "fits the snapshot"
    return Check("manifest", not strange, words)


def _generation(home: Home, stored: Snapshot, manifest: dict[str, Any]) -> tuple[bool, list[Check]]:
    """Whether the generation can be read, and what was found."""
    if stored.generation is None:
        return True, []
    try:
        found = generations.named(home.warehouse, stored.generation)
        generations.verify(found)
    except Refused as error:
        return False, [Check("generation", False, str(error))]
    recorded = (manifest.get("generation") or {}).get("manifest_sha256")
    same = durable.sha256(found.folder / "manifest.json") == recorded
    words = f"{found.name}, every file as it was published" if same else f"{found.name} has another manifest than then"
    return True, [Check("generation", same, words)]


def _unproven(stored: Snapshot, catalogue: Catalogue) -> Iterator[Check]:
    for published in stored.readings:
        yield _compared(published, "its generation is missing or damaged", catalogue)


def _readings(home: Home, stored: Snapshot, catalogue: Catalogue) -> Iterator[Check]:
    """Every published number beside the same question asked again of the same generation."""
    asked: dict[_Question, list[Metric]] = {}
    for p in stored.readings:
        metrics = asked.setdefault(_question(p, catalogue), [])
        # A definition that has changed since is still known by its hash.
        known = catalogue.knows(p.reading.metric)
        metric = catalogue.defined(p.reading.metric, p.reading.definition) if known else None
        if metric and metric not in metrics:
            metrics.append(metric)
    again: dict[_Question, Sequence[Reading] | str] = {}
    for question, metrics in asked.items():
        generation, query, _, _ = question
        try:
            with Reader.open(home, generation) as reader:
                again[question] = reader.read_as(metrics, query) if metrics else []
        except (Refused, ValueError) as error:
            again[question] = str(error)
    for p in stored.readings:
        yield _compared(p, again[_question(p, catalogue)], catalogue)


_Question = tuple[str, Query, int, str]
"""Generation, question, version and book: of one metric only one definition can be read at a time."""


def _question(published: PublishedReading, catalogue: Catalogue) -> _Question:
    reading = published.reading
    found = catalogue.defined(reading.metric, reading.definition) if catalogue.knows(reading.metric) else None
    book = digest_of(found.book) if isinstance(found, ByBook) else ""
    return reading.generation, published.query, found.version if found else 0, book


def _compared(published: PublishedReading, again: Sequence[Reading] | str, catalogue: Catalogue) -> Check:
    then = published.reading
    what = f"{then.metric}, {period_words(then.period)}, {scope_words(then.scope)}"
    if isinstance(again, str):
        return Check(what, False, f"cannot be computed again: {again}")
    if not catalogue.knows(then.metric):
        return Check(what, False, "cannot be computed again: this version of Hoshin has no such metric")
    key = (then.metric, then.period, then.scope)
    now = next((r for r in again if (r.metric, r.period, r.scope) == key), None)
    if now is None:
        return Check(what, False, f"published {_said(then.result)}; the question no longer has this among its answers")
    differences = []
    if now.result != then.result:
        differences.append(f"published {_said(then.result)}, computed again {_said(now.result)}")
    if now.definition != then.definition:
        differences.append(f"the definition was {then.definition[:12]}, and is {now.definition[:12]} today")
    if (now.unit, now.complete) != (then.unit, then.complete):
        differences.append("unit or completeness of the period differ")
    return Check(what, not differences, "; ".join(differences) or f"{_said(now.result)}, as published")


def _said(result: Result) -> str:
    """A result to the last digit, so that even the smallest difference shows."""
    if isinstance(result, Refusal):
        return f"“{result}” (n {result.n})"
    interval = "" if result.low is None else f", {result.low!r} to {result.high!r}"
    return f"{result.amount!r} (n {result.n}{interval})"
