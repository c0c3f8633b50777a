"""Everything right of landing, made again: because files were lost or damaged, or because the rules have changed."""

from __future__ import annotations

from collections.abc import Callable

from hoshin.pipeline.home import Home
from hoshin.pipeline.progress import Meter, Progress, silent
from hoshin.pipeline.publish import publish, write
from hoshin.pipeline.resume import clear
from hoshin.warehouse import landing
from hoshin.warehouse.errors import NothingPublished
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.lock import writing


def rebuild(home: Home, *, progress: Callable[[Progress], None] = silent, wait: bool = True) -> tuple[Generation, ...]:
    """Make every generation again from landing, and publish the last.

    The same rules give the same bytes, so a whole generation is left as it lies, and a damaged or missing one comes
    back. Where the rules have changed since, the new generation stands beside the old one, which issued packs may
    name. Nothing is removed before what replaces it is on the disk. Raises NothingPublished where nothing has landed,
    and Busy with ``wait=False`` while another process writes.
    """
    meter = Meter(progress)
    with writing(home.warehouse, "rebuilding", wait=wait, waiting=meter.waits):
        clear(home)
        landed = landing.batches(home.warehouse)
        if not landed:
            raise NothingPublished("There is nothing to rebuild: no file has been imported yet.")
        made: list[Generation] = []
        for number in range(1, len(landed) + 1):
            made.append(write(home, landed[:number], _trusted(made), meter))
        publish(home, made[-1], meter)
    return tuple(made)


def _trusted(made: list[Generation]) -> Generation | None:
    """The generation made last in this very run."""
    return made[-1] if made else None
