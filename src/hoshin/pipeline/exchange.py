"""Replacing an installation's state by another that lies ready beside it, so that a crash leaves one of the two.

    .exchange/new/…     the state that is to come, whole
    .exchange/old/…     the state that was
    .exchange/READY     `new` is whole: the old state may be moved away
    .exchange/MOVED     the old state is away: the new one may be moved in

Both steps can be taken again from wherever they were cut off.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from hoshin.pipeline.home import Home
from hoshin.warehouse import durable

PARTS = (
    "hoshin.sqlite3",
    "hoshin.sqlite3-journal",
    "hoshin.sqlite3-shm",
    "hoshin.sqlite3-wal",
    "packs",
    "warehouse/landing",
    "warehouse/parts",
    "warehouse/generations",
    "warehouse/CURRENT",
)
"""What is exchanged, in this order. The lock file stays where it is: whoever waits for it must not wait in vain."""


def prepare(home: Home) -> Path:
    """An empty folder for the state that is to come, on the home's own file system."""
    place = home.root / ".exchange"
    shutil.rmtree(place, ignore_errors=True)
    (place / "new").mkdir(parents=True, mode=0o700)
    return place / "new"


def exchange(home: Home) -> None:
    """Let what lies in the prepared folder take the place of the home's state. Call it under the lock."""
    for path in (home.root / ".exchange" / "new").rglob("*"):
        durable.sync(path)
    durable.write(home.root / ".exchange" / "READY", b"")
    complete(home)


def complete(home: Home) -> None:
    """Go on with an exchange that was cut off, or drop it where what was to come was not whole."""
    place = home.root / ".exchange"
    if (place / "READY").exists():
        for part in PARTS:
            _move(home.root / part, place / "old" / part)
        (place / "READY").rename(place / "MOVED")
        durable.sync(place)
    if (place / "MOVED").exists():
        for part in PARTS:
            _move(place / "new" / part, home.root / part)
        home.prepare()
        durable.sync(home.root)
    if place.exists():
        gone = home.root / ".exchanged"
        shutil.rmtree(gone, ignore_errors=True)
        place.rename(gone)
    shutil.rmtree(home.root / ".exchanged", ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        source.rename(target)
        durable.sync(target.parent)
