"""The bytes of a warehouse, to compare one with another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hoshin.pipeline.home import Home

Bytes = dict[str, str]


def warehouse_bytes(home: Home) -> Bytes:
    """The SHA-256 of each file of the warehouse by its path in it, hidden ones included; the lock has no content."""
    return folder_bytes(home.warehouse)


def folder_bytes(folder: Path) -> Bytes:
    """The SHA-256 of each file below ``folder`` by its path in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "LOCK"
    }
