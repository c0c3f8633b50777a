"""The whole installation in one file, and back: database, warehouse and issued packs, with a hash for each file."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from hoshin.eventlog.refused import Refused
from hoshin.pipeline import exchange
from hoshin.pipeline.home import Home
from hoshin.pipeline.resume import clear
from hoshin.warehouse import durable, generations, parts
from hoshin.warehouse.errors import NothingPublished
from hoshin.warehouse.lock import writing
from hoshin.warehouse.manifest import canonical

FORMAT = 1
CONTENTS = "manifest.json"
_NAME = r"[^./\\\0][^/\\\0]*"  # no hidden file, no way out of the folder
MEMBER = re.compile(
    rf"hoshin\.sqlite3|warehouse/CURRENT|warehouse/landing/\d{{6,}}/{_NAME}"
    rf"|warehouse/generations/{generations.NAME.pattern}/{_NAME}"
    rf"|warehouse/parts/[0-9a-f]{{64}}\.parquet|packs(/{_NAME})+"
)
"""The only names that a backup may hold."""


class BackupRefused(Refused):
    """A backup cannot be written or restored; nothing has changed."""


@dataclass(frozen=True)
class Contents:
    """What a backup holds: how many files and bytes, and the name of the published generation (None if none)."""

    files: int
    bytes: int
    generation: str | None


def backup(home: Home, file: Path) -> Contents:
    """Write the installation to ``file`` (a .tar.gz), while it may be in use.

    The database is copied first, by SQLite's own backup, then the pointer, then the immutable folders: so everything
    that the copied database names is in the file. Raises BackupRefused where ``file`` exists or there is nothing.
    """
    if file.exists():
        raise BackupRefused(f"'{file}' exists already: name a new file.")
    if not occupied(home):
        raise BackupRefused(f"There is nothing to back up in '{home.root}': it holds no database and no imported file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".hoshin-backup-", dir=file.parent) as folder:
            partial = Path(folder) / "backup.tar.gz"
            contents = _write(home, partial, Path(folder) / "hoshin.sqlite3")
            durable.sync(partial)
            partial.rename(file)
            durable.sync(file.parent)
    except OSError as error:
        raise BackupRefused(f"'{file}' cannot be written: {error.strerror or error}.") from error
    return contents


def restore(home: Home, file: Path, *, force: bool = False) -> Contents:
    """Put the state that ``file`` holds in the place of the home's.

    All is verified before anything changes; a crash leaves the old state or leads to the new one at the next start.
    Stop the server first: it holds the old database open. Raises BackupRefused where ``file`` is no whole backup, or
    where the home holds something and ``force`` is not set.
    """
    if not file.is_file():
        raise BackupRefused(f"There is no file '{file}'.")
    home.prepare()
    with writing(home.warehouse, "a restore"):
        clear(home)
        if occupied(home) and not force:
            raise BackupRefused(
                f"'{home.root}' holds an installation already: restore into an empty folder (HOSHIN_HOME), "
                "or say that it may be replaced (--force)."
            )
        try:
            contents = _extract(file, exchange.prepare(home))
            exchange.exchange(home)
        finally:
            exchange.complete(home)
    return contents


def occupied(home: Home) -> bool:
    """Whether the home holds anything that a restore would replace."""
    folders = (home.packs, home.warehouse / "landing", home.warehouse / "generations")
    return home.database.exists() or any(folder.is_dir() and any(folder.iterdir()) for folder in folders)


def _write(home: Home, target: Path, copy: Path) -> Contents:
    listed: dict[str, dict[str, Any]] = {}
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:

        def add(name: str, content: IO[bytes], size: int) -> None:
            member = tarfile.TarInfo(name)
            member.size, member.mode = size, 0o600
            hashed = _Hashed(content)
            archive.addfile(member, hashed)
            listed[name] = {"bytes": size, "sha256": hashed.digest.hexdigest()}

        if home.database.exists():
            live = sqlite3.connect(f"{home.database.resolve().as_uri()}?mode=ro", uri=True)
            with closing(live), closing(sqlite3.connect(copy)) as still:
                live.backup(still)
            with copy.open("rb") as content:
                add("hoshin.sqlite3", content, copy.stat().st_size)
        published = _pointer(home)
        if published is not None:
            add("warehouse/CURRENT", BytesIO(published), len(published))
        for path in _immutable(home):
            with path.open("rb") as content:
                add(path.relative_to(home.root).as_posix(), content, path.stat().st_size)
        data = canonical({"format": FORMAT, "files": listed})
        add(CONTENTS, BytesIO(data), len(data))
    del listed[CONTENTS]
    return _contents(listed, published)


def _pointer(home: Home) -> bytes | None:
    try:
        generations.current(home.warehouse)
    except NothingPublished:
        return None
    return generations.pointer(home.warehouse).read_bytes()


def _immutable(home: Home) -> Iterator[Path]:
    # The generations first: whatever appears meanwhile, the parts of those that were found are there by then.
    named = {parts.place(home.warehouse, part) for part in generations.parts_of_all(home.warehouse)}
    yield from sorted(file for file in named if file.is_file())
    for folder in (home.warehouse / "landing", home.warehouse / "generations", home.packs):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and MEMBER.fullmatch(path.relative_to(home.root).as_posix()):
                yield path


def _extract(file: Path, folder: Path) -> Contents:
    found: dict[str, dict[str, Any]] = {}
    manifest = b""
    try:
        with gzip.open(file) as plain, tarfile.open(fileobj=plain, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or member.name in found or not (member.name == CONTENTS or _allowed(member.name)):
                    raise BackupRefused(f"'{file}' is no backup of Hoshin: it holds '{member.name}'.")
                if member.name == CONTENTS:
                    manifest = content.read()
                    continue
                place = folder / member.name
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                hashed = _Hashed(content)
                with place.open("xb") as target:
                    shutil.copyfileobj(hashed, target)
                found[member.name] = {"bytes": place.stat().st_size, "sha256": hashed.digest.hexdigest()}
            plain.read()  # to its end, so that gzip's own checksum is compared
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise BackupRefused(f"'{file}' is no whole backup of Hoshin ({error}): it may have been cut off.") from error
    _compare(file, manifest, found)
    pointer = folder / "warehouse" / "CURRENT"
    return _contents(found, pointer.read_bytes() if pointer.exists() else None)


def _allowed(name: str) -> bool:
    return MEMBER.fullmatch(name) is not None


def _compare(file: Path, manifest: bytes, found: dict[str, dict[str, Any]]) -> None:
    if not manifest:
        raise BackupRefused(f"'{file}' is no whole backup of Hoshin: its list of contents is missing.")
    try:
        said = json.loads(manifest)
        form, listed = said["format"], said["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"'{file}' is no backup of Hoshin: its list of contents cannot be read.") from error
    if form != FORMAT:
        raise BackupRefused(f"'{file}' has form {form}, this version of Hoshin reads form {FORMAT}.")
    for name in sorted({*listed, *found}):
        if listed.get(name) != found.get(name):
            raise BackupRefused(f"'{file}' is damaged: '{name}' is missing or not what was backed up.")


def _contents(files: dict[str, dict[str, Any]], pointer: bytes | None) -> Contents:
    total = sum(int(entry["bytes"]) for entry in files.values())
    return Contents(len(files), total, pointer.decode().strip() if pointer else None)


class _Hashed:
    """A file that keeps the SHA-256 of what is read from it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self.digest.update(piece)
        return piece
