"""From landed batches to the published generation."""

from __future__ import annotations

from collections.abc import Sequence

from hoshin.eventlog.schema import TABLES
from hoshin.pipeline.home import Home
from hoshin.pipeline.normalise import normalise
from hoshin.pipeline.progress import Meter
from hoshin.warehouse import generations
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.landing import Batch

STAGE = "publishing"


def write(home: Home, landed: Sequence[Batch], meter: Meter) -> Generation:
    """Write the generation that ``landed`` amounts to, whole and on the disk, but do not point at it yet."""
    log = normalise(landed, meter)
    names = [table.name for table in TABLES]

    def tell(table: str) -> None:
        meter.at(STAGE, names.index(table), len(names), log.tables[table].num_rows, table)

    entries = tuple(batch.entry for batch in landed)
    return generations.write(home.warehouse, landed[-1].number, log.tables, log.desks, entries, tell)


def publish(home: Home, generation: Generation, meter: Meter) -> None:
    """Let readers see ``generation`` from now on."""
    generations.publish(home.warehouse, generation)
    meter.at(STAGE, len(TABLES), len(TABLES), generation.manifest.tables["tickets"].rows, generation.name)
