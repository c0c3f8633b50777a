"""From landed batches to the published generation."""

from __future__ import annotations

from collections.abc import Sequence

from hoshin.pipeline.home import Home
from hoshin.pipeline.normalise import WRITING, normalise
from hoshin.pipeline.progress import Meter
from hoshin.pipeline.rules import rules
from hoshin.warehouse import generations
from hoshin.warehouse.errors import Damaged
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.landing import Batch


def write(home: Home, landed: Sequence[Batch], before: Generation | None, meter: Meter) -> Generation:
    """Write the generation that ``landed`` amounts to, on the disk, but do not point at it yet.

    Where ``before`` is one of the first of these batches and was made by the rules of today, only what the others
    change is made; what of it is damaged is made again.
    """
    base = before if before is not None and _leads_to(before, landed) else None
    try:
        log = normalise(home.warehouse, landed, base, meter)
    except Damaged:
        if base is None:
            raise
        log = normalise(home.warehouse, landed, None, meter)
    entries = tuple(batch.entry for batch in landed)
    return generations.write(home.warehouse, landed[-1].number, log.tables, log.desks, entries, rules())


def _leads_to(before: Generation, landed: Sequence[Batch]) -> bool:
    first = tuple(batch.entry for batch in landed[: before.number])
    return before.rules == rules() and before.manifest.batches == first


def publish(home: Home, generation: Generation, meter: Meter) -> None:
    """Let readers see ``generation`` from now on."""
    generations.publish(home.warehouse, generation)
    meter.at(WRITING, 1, 1, generation.manifest.tables["tickets"].rows, generation.name)
