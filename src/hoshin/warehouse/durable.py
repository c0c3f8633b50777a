"""Files that are whole or absent, whatever happens while they are written: write, sync, then rename."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Return only when the file's bytes, or the folder's entries, have reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of ``path`` in one step: a reader sees the old bytes or the new ones, never a part."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    sync(beside)
    beside.replace(path)
    sync(path.parent)


def accept(folder: Path, place: Path) -> None:
    """Let a finished folder appear at its final place in one step, with all that it holds on the disk."""
    for file in folder.iterdir():
        sync(file)
    sync(folder)
    folder.rename(place)
    sync(place.parent)
