"""From landed files to the canonical tables. The rules are in ``hoshin.eventlog``; here they are put in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.mapping import Mapping as DeskMapping
from hoshin.connectors.mapping import Shape, loads
from hoshin.connectors.parsing import INTAKE, intake
from hoshin.eventlog.days import local_days
from hoshin.eventlog.history import assignments, transitions
from hoshin.eventlog.origin import ORIGIN
from hoshin.eventlog.schema import ASSIGNMENTS, TABLES, TICKETS, TRANSITIONS, Status
from hoshin.eventlog.tickets import newest, tickets
from hoshin.eventlog.updates import once, ordered
from hoshin.pipeline.progress import Meter
from hoshin.warehouse import landing
from hoshin.warehouse.engines.duckdb import connect, hold
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
    done = len(placed)
    engine = connect()
    try:
        read = hold(engine, "rows", rows)
        updates = engine.create_table("updates", ordered(once(read)))
        found = {}
        for table, rule in ((TRANSITIONS, transitions), (ASSIGNMENTS, assignments)):
            meter.at(STAGE, done, steps, rows.num_rows, table.name)
            found[table.name] = _sorted(engine.create_table(table.name, rule(updates)), table.key)
            done += 1
        meter.at(STAGE, done, steps, rows.num_rows, TICKETS.name)
        last = engine.create_table("newest", newest(read, updates))
        expression = tickets(last, engine.table(TRANSITIONS.name), engine.table(ASSIGNMENTS.name))
        undated = _sorted(expression, TICKETS.key)
    finally:
        engine.disconnect()
    mappings = {batch.origin.desk: (loads(batch.origin.mapping), batch) for batch in landed}
    found[TICKETS.name], desks = _dated(undated, mappings)
    meter.at(STAGE, steps, steps, rows.num_rows)
    return EventTables(found, desks)


def _rows(placed: Sequence[tuple[int, Batch]], meter: Meter) -> Iterator[pa.Table]:
    count = 0
    for position, (place, batch) in enumerate(placed):
        mapping = loads(batch.origin.mapping)
        for raw in landing.rows(batch, mapping.columns.values()):
            read, _ = intake(raw, mapping)
            count += read.num_rows
            meter.at(STAGE, position, len(placed) + len(TABLES), count, batch.origin.file)
            yield _with_origin(read, mapping, batch.origin.desk, place)


def _with_origin(read: pa.Table, mapping: DeskMapping, desk: str, place: int) -> pa.Table:
    said = {
        "desk": desk,
        "place": place,
        "history": mapping.shape is Shape.UPDATES,
        "gives_resolved": "resolved_at" in mapping.columns,
        "gives_closed": "closed_at" in mapping.columns,
        "gives_waiting": Status.WAITING in mapping.states.values(),
    }
    columns = [pa.repeat(pa.scalar(said[field.name], field.type), read.num_rows) for field in ORIGIN]
    origin = pa.Table.from_arrays(columns, schema=ORIGIN)
    return pa.Table.from_arrays([*origin.columns, *read.columns], schema=pa.schema([*ORIGIN, *INTAKE]))


def _sorted(table: ibis.Table, key: Sequence[str]) -> pa.Table:
    return table.order_by(*key).to_pyarrow()


def _dated(
    undated: pa.Table, mappings: Mapping[str, tuple[DeskMapping, Batch]]
) -> tuple[pa.Table, dict[str, DeskEntry]]:
    """The tickets with their days, in the zone of the mapping with which each desk was imported last."""
    parts, desks = [], {}
    for desk in sorted(mappings):
        mapping, batch = mappings[desk]
        zone = mapping.zone or UNZONED
        part = undated.filter(pc.equal(undated["desk"], desk))
        for moment in ("opened", "resolved", "left"):
            part = part.append_column(f"{moment}_on", local_days(part[f"{moment}_at"], zone))
        if part.num_rows:
            days = pc.min_max(part["opened_on"]).as_py()
            desks[desk] = DeskEntry(
                mapping.name, mapping.digest, zone, batch.origin.demonstration, days["min"], days["max"]
            )
        parts.append(part.select(TICKETS.arrow.names))
    return pa.concat_tables(parts), desks
