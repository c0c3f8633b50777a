"""What has landed, read again: the rows of whole files, or of some tickets alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.mapping import Mapping as DeskMapping
from hoshin.connectors.mapping import Shape, loads
from hoshin.connectors.parsing import intake
from hoshin.eventlog.rows import CONTENT, ORIGIN, ROWS
from hoshin.eventlog.schema import Status
from hoshin.warehouse import landing
from hoshin.warehouse.landing import Batch

Placed = tuple[int, Batch]
"""A batch that counts, and its place in the order of imports."""


def pieces(placed: Sequence[Placed], tickets: pa.Array | None = None) -> Iterator[tuple[Batch, pa.Table]]:
    """The rows of the batches (``hoshin.eventlog.rows``), piece by piece; of those ``tickets`` alone, if given."""
    for place, batch in placed:
        mapping = loads(batch.origin.mapping)
        columns = mapping.columns.values()
        every = landing.rows(batch, columns) if tickets is None else None
        for raw in every or landing.rows_among(batch, columns, mapping.columns["ticket"], tickets):
            read, _ = intake(raw, mapping)
            given = {ours for ours, theirs in mapping.columns.items() if theirs in raw.column_names}
            yield batch, _with_origin(read, mapping, given, batch.origin.desk, place)


def tickets_of(batches: Sequence[Batch]) -> pa.Array:
    """The names of all tickets that the batches mention, each once."""
    found = [landing.words(batch, loads(batch.origin.mapping).columns["ticket"]) for batch in batches]
    return pc.unique(pa.chunked_array(found, pa.string()))


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
