"""From landed files to the parts of the canonical tables, a desk at a time, in bounded memory.

The rules (``hoshin.eventlog``) need the rows of one ticket at a time, so the rows go through them in buckets that hold
whole tickets. What other tickets tell of a ticket is worked out afterwards, over a few columns of all tickets of the
desk. Where a generation stands already, only the tickets that new batches mention are made again, and only the months
that this changes are written; the other parts are shared with that generation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hoshin.connectors.mapping import loads
from hoshin.eventlog.days import local_days
from hoshin.eventlog.links import LINKS
from hoshin.eventlog.schema import DAYS, TABLES, TICKETS, Table
from hoshin.eventlog.steps import derive
from hoshin.pipeline.landed import Placed, pieces, schema, tickets_of
from hoshin.pipeline.progress import Meter
from hoshin.pipeline.threads import spread
from hoshin.warehouse import landing, parts
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.landing import Batch
from hoshin.warehouse.linking import Linking
from hoshin.warehouse.manifest import DeskEntry, Part, TableEntry
from hoshin.warehouse.scratch import Buckets, Slices, scratch

STAGE = "normalising"
WRITING = "publishing"
UNZONED = "UTC"
"""The zone in which days are counted for a desk whose times carry their own offset, so that nobody had to name one."""
BUCKET = 2_000_000
"""About how many rows go through the rules at once."""
MOST = 3
"""Where more than one in so many tickets of a desk is mentioned anew, all of the desk is made again."""

Parts = dict[str, list[Part]]


@dataclass(frozen=True)
class EventTables:
    """The parts of the canonical tables, all on the disk, and the desks that they tell of."""

    tables: Mapping[str, TableEntry]
    desks: Mapping[str, DeskEntry]


@dataclass(frozen=True)
class _Task:
    """What is to be made of a desk: all of it, or ``tickets`` alone (one column) beside what ``standing`` has."""

    desk: str
    zone: str
    placed: tuple[Placed, ...]
    tickets: pa.Array | None
    standing: Mapping[str, tuple[Part, ...]]
    rows: int


def normalise(warehouse: Path, landed: Sequence[Batch], before: Generation | None, meter: Meter) -> EventTables:
    """The event log that the landed batches amount to: a function of them and of nothing else.

    ``before`` is a generation of the first of them, made by the same rules, whose parts may be shared.
    """
    latest = {batch.origin.desk: batch for batch in landed}
    tables: Parts = {table.name: [] for table in TABLES}
    desks = {}
    for desk in sorted(latest):
        task = _task(desk, landed, before)
        if task is None and before is not None:
            made = {name: [p for p in entry.parts if p.desk == desk] for name, entry in before.manifest.tables.items()}
        elif task is not None:
            made = _desk(warehouse, task, meter)
        for name, found in made.items():
            tables[name] += found
        if made[TICKETS.name]:
            desks[desk] = _entry(warehouse, latest[desk], made[TICKETS.name])
    return EventTables({name: TableEntry(tuple(sorted(found))) for name, found in tables.items()}, desks)


def _task(desk: str, landed: Sequence[Batch], before: Generation | None) -> _Task | None:
    """What is to be made of the desk; None where it stands already as it should."""
    ours = [batch for batch in landed if batch.origin.desk == desk]
    placed = landing.effective(ours)
    zone = loads(ours[-1].origin.mapping).zone or UNZONED
    whole = _Task(desk, zone, placed, None, {}, sum(batch.rows for _, batch in placed))
    if before is None or desk not in before.manifest.desks or before.manifest.desks[desk].zone != zone:
        return whole
    known = [batch for batch in ours if batch.number <= before.number]
    new = ours[len(known) :]
    if not new:
        return None
    if not set(landing.effective(known)) <= set(placed):
        return whole
    tickets = tickets_of(new)
    standing = {
        name: tuple(part for part in entry.parts if part.desk == desk) for name, entry in before.manifest.tables.items()
    }
    held = sum(part.rows for part in standing[TICKETS.name])
    if len(tickets) * MOST > held:
        return whole
    rows = whole.rows * len(tickets) // held
    return _Task(desk, zone, placed, tickets, standing, max(rows, sum(batch.rows for batch in new)))


def _desk(warehouse: Path, task: _Task, meter: Meter) -> Parts:
    with scratch(warehouse) as folder:
        buckets = Buckets(folder, schema(task.placed), max(1, ceil(task.rows / BUCKET)))
        count = 0
        for batch, rows in pieces(task.placed, task.tickets):
            buckets.add(rows)
            count += rows.num_rows
            meter.at(STAGE, min(count, task.rows), 2 * task.rows, count, batch.origin.file)
        slices = Slices(folder if len(buckets) > 1 else None)
        linking = Linking()
        done = 0
        for rows in buckets.read():
            made = derive(rows)
            done += rows.num_rows
            del rows
            made[TICKETS.name] = _dated(made[TICKETS.name], task.zone)
            linking.add_fresh(made[TICKETS.name])
            slices.add(parts.by_month(made))
            meter.at(STAGE, count + done, 2 * count, done, task.desk)
        again = task.tickets if task.tickets is not None else pa.array([], pa.string())
        files = [parts.sound(warehouse, part) for part in task.standing.get(TICKETS.name, ())]
        left = linking.add_standing(files, again)
        linked = linking.link()
        meter.at(STAGE, 1, 1, done, task.desk)
        return _write(warehouse, task, linking, slices, sorted({*left, *linked}), meter)


def _dated(tickets: pa.Table, zone: str) -> pa.Table:
    for day, instant in DAYS.items():
        tickets = tickets.append_column(day, local_days(tickets[instant], zone))
    return tickets


def _write(
    warehouse: Path, task: _Task, linking: Linking, slices: Slices, months: Sequence[int], meter: Meter
) -> Parts:
    """Write the parts of the months that change, and take over the others."""
    names = {parts.month_name(month) for month in months}
    made: Parts = {t.name: [p for p in task.standing.get(t.name, ()) if p.month not in names] for t in TABLES}
    rows = 0

    def composed() -> Iterator[tuple[Table, str, pa.Table]]:
        for month, table in product(months, TABLES):
            name = parts.month_name(month)
            standing = next((part for part in task.standing.get(table.name, ()) if part.month == name), None)
            found = _composed(warehouse, table, standing, slices.read(table.name, month), task.tickets)
            if table is TICKETS and found.num_rows:
                found = linking.of(found, month)
            if found.num_rows:
                yield table, name, found

    def written(job: tuple[Table, str, pa.Table]) -> tuple[str, Part]:
        return job[0].name, parts.write(warehouse, *job)

    for table, part in spread(written, composed()):
        made[table].append(part)
        rows += part.rows
        meter.at(WRITING, months.index(int(part.month.replace("-", ""))), len(months), rows, table)
    return made


def _composed(
    warehouse: Path, table: Table, standing: Part | None, fresh: Sequence[pa.Table], again: pa.Array | None
) -> pa.Table:
    """The rows of a month: those that stay and those made now, in the order of the key."""
    names = [name for name in table.arrow.names if name not in LINKS]
    schema = pa.schema([table.arrow.field(name).with_nullable(True) for name in names])
    found = [piece.select(names).cast(schema) for piece in fresh]
    if standing is not None:
        old = pq.read_table(parts.sound(warehouse, standing), columns=names, partitioning=None).cast(schema)
        found.append(old.filter(pc.invert(pc.is_in(old["ticket"], again))))
    rows = pa.concat_tables([schema.empty_table(), *found])
    if len(found) == 1 and standing is None:
        return rows
    return rows.sort_by([(name, "ascending") for name in table.key if name != "desk"])


def _entry(warehouse: Path, latest: Batch, tickets: Sequence[Part]) -> DeskEntry:
    mapping = loads(latest.origin.mapping)
    ordered = sorted(tickets)

    def days(part: Part) -> pa.ChunkedArray:
        return pq.read_table(parts.place(warehouse, part), columns=["opened_on"])["opened_on"]

    first, last = pc.min(days(ordered[0])).as_py(), pc.max(days(ordered[-1])).as_py()
    zone = mapping.zone or UNZONED
    return DeskEntry(mapping.name, mapping.digest, zone, latest.origin.demonstration, first, last)
