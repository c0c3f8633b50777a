"""What an import that was cut off left undone: clear what is half written, publish what has landed."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from hoshin.pipeline.exchange import complete
from hoshin.pipeline.home import Home
from hoshin.pipeline.progress import Meter, Progress, silent
from hoshin.pipeline.publish import publish, write
from hoshin.warehouse import generations, landing, parts, scratch
from hoshin.warehouse.errors import Damaged, NothingPublished
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.lock import writing


def resume(home: Home, *, progress: Callable[[Progress], None] = silent, wait: bool = True) -> Generation | None:
    """Finish an import that was cut off. Does nothing where all is finished.

    Returns the published generation, or None where nothing was ever imported. Raises Busy with ``wait=False`` while
    another process writes.
    """
    meter = Meter(progress)
    with writing(home.warehouse, "clearing up after an import", wait=wait, waiting=meter.waits):
        return finish(home, meter)


def finish(home: Home, meter: Meter) -> Generation | None:
    """What ``resume`` does, for one who holds the lock."""
    clear(home)
    landed = landing.batches(home.warehouse)
    newest = published(home)
    first = newest.number + 1 if newest else 1
    for number in range(first, len(landed) + 1):
        newest = write(home, landed[:number], newest, meter)
    if newest and first <= len(landed):
        publish(home, newest, meter)
    return newest


def published(home: Home) -> Generation | None:
    """The published generation; None where there is none, or where it is damaged and has to be made again."""
    try:
        return generations.current(home.warehouse)
    except (NothingPublished, Damaged):
        return None


def clear(home: Home) -> None:
    """Finish or drop a restore that was cut off; remove what was never finished and nobody can see."""
    complete(home)
    for folder in ("landing", "generations"):
        shutil.rmtree(home.warehouse / folder / ".partial", ignore_errors=True)
    scratch.clear(home.warehouse)
    parts.keep(home.warehouse, generations.parts_of_all(home.warehouse))
