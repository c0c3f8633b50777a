"""From landed files to the canonical tables. The rules are in ``hoshin.eventlog``; here they are put in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.mapping import Mapping as DeskMapping
from hoshin.connectors.mapping import Shape, loads
from hoshin.connectors.parsing import intake
from hoshin.eventlog.days import local_days
from hoshin.eventlog.rows import CONTENT, ORIGIN, ROWS
from hoshin.eventlog.schema import DAYS, TABLES, TICKETS, Status
from hoshin.pipeline.progress import Meter
from hoshin.warehouse import landing
from hoshin.warehouse.engines.duckdb import derive
from hoshin.warehouse.landing import Batch
from hoshin.warehouse.manifest import DeskEntry

STAGE = "normalising"
UNZONED = "UTC"
"""The zone in which days are counted for a desk whose times carry their own offset, so that nobody had to name one."""


@dataclass(frozen=True)
class EventTables:
    """The canonical tables as Arrow, sorted by their keys, and the desks that they tell of."""

    tables: Mapping[str, pa.Table]
    desks: Mapping[str, DeskEntry]


def normalise(landed: Sequence[Batch], meter: Meter) -> EventTables:
    """The event log that the landed batches amount to: a function of them and of nothing else."""
    placed = landing.effective(landed)
    rows = pa.concat_tables(_rows(placed, meter))
    steps = len(placed) + len(TABLES)
    found = {}
    meter.at(STAGE, len(placed), steps, rows.num_rows)
    for done, (table, made) in enumerate(derive(rows), len(placed) + 1):
        found[table.name] = made
        meter.at(STAGE, done, steps, rows.num_rows, table.name)
    mappings = {batch.origin.desk: (loads(batch.origin.mapping), batch) for batch in landed}
    found[TICKETS.name], desks = _dated(found[TICKETS.name], mappings)
    return EventTables(found, desks)


def _rows(placed: Sequence[tuple[int, Batch]], meter: Meter) -> Iterator[pa.Table]:
    count = 0
    for position, (place, batch) in enumerate(placed):
        mapping = loads(batch.origin.mapping)
        for raw in landing.rows(batch, mapping.columns.values()):
            read, _ = intake(raw, mapping)
            count += read.num_rows
            meter.at(STAGE, position, len(placed) + len(TABLES), count, batch.origin.file)
            given = {ours for ours, theirs in mapping.columns.items() if theirs in raw.column_names}
            yield _with_origin(read, mapping, given, batch.origin.desk, place)


def _with_origin(read: pa.Table, mapping: DeskMapping, given: Set[str], desk: str, place: int) -> pa.Table:
    said = {
        "desk": desk,
        "place": place,
        "history": mapping.shape is Shape.UPDATES,
        "gives_resolved": "resolved_at" in given,
        "gives_closed": "closed_at" in given,
        "gives_waiting": Status.WAITING in mapping.states.values(),
        "gives_active": Status.ACTIVE in mapping.states.values(),
    }
    columns = [pa.repeat(pa.scalar(said[field.name], field.type), read.num_rows) for field in ORIGIN]
    origin = pa.Table.from_arrays(columns, schema=ORIGIN)
    return pa.Table.from_arrays([*origin.columns, *read.select(CONTENT.names).cast(CONTENT).columns], schema=ROWS)


def _dated(
    undated: pa.Table, mappings: Mapping[str, tuple[DeskMapping, Batch]]
) -> tuple[pa.Table, dict[str, DeskEntry]]:
    """The tickets with their days, in the zone of the mapping with which each desk was imported last."""
    parts, desks = [], {}
    for desk in sorted(mappings):
        mapping, batch = mappings[desk]
        zone = mapping.zone or UNZONED
        part = undated.filter(pc.equal(undated["desk"], desk))
        for day in DAYS:
            part = part.append_column(day, local_days(part[DAYS[day]], zone))
        if part.num_rows:
            days = pc.min_max(part["opened_on"]).as_py()
            desks[desk] = DeskEntry(
                mapping.name, mapping.digest, zone, batch.origin.demonstration, days["min"], days["max"]
            )
        parts.append(part.select(TICKETS.arrow.names))
    return pa.concat_tables(parts), desks
