"""What has landed, read again: the rows of whole files, or of some tickets alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors.mapping import Mapping as DeskMapping
from hoshin.connectors.mapping import Shape, loads
from hoshin.connectors.parsing import intake
from hoshin.eventlog.outcome import TOLD
from hoshin.eventlog.rows import ORIGIN, ROWS
from hoshin.eventlog.schema import Status
from hoshin.pipeline.threads import spread
from hoshin.warehouse import landing
from hoshin.warehouse.landing import Batch

Placed = tuple[int, Batch]
"""A batch that counts, and its place in the order of imports."""


def schema(placed: Sequence[Placed]) -> pa.Schema:
    """The columns of ``hoshin.eventlog.rows`` that any of the batches gives; ``pieces`` have these."""
    given = {"line", "kind", "status"}.union(*(_given(batch) for _, batch in placed))
    return pa.schema([field for field in ROWS if field.name in given or field.name in ORIGIN.names])


def pieces(placed: Sequence[Placed], tickets: pa.Array | None = None) -> Iterator[tuple[Batch, pa.Table]]:
    """The rows of the batches, in the columns of ``schema``, piece by piece; of those ``tickets`` alone, if given."""
    form = schema(placed)
    for place, batch in placed:
        mapping = loads(batch.origin.mapping)
        columns = mapping.columns.values()
        every = landing.rows(batch, columns) if tickets is None else None
        raws = every or landing.rows_among(batch, columns, mapping.columns["ticket"], tickets)
        said = _said(batch, mapping, place)
        for rows in spread(partial(_canonical, mapping=mapping, said=said, form=form), raws):
            yield batch, rows


def tickets_of(batches: Sequence[Batch]) -> pa.Array:
    """The names of all tickets that the batches mention, each once."""
    found = [landing.words(batch, loads(batch.origin.mapping).columns["ticket"]) for batch in batches]
    return pc.unique(pa.chunked_array(found, pa.string()))


def _given(batch: Batch) -> frozenset[str]:
    """The canonical fields for which the batch has a column."""
    held = landing.columns(batch)
    mapping = loads(batch.origin.mapping)
    given = {ours for ours, theirs in mapping.columns.items() if theirs in held}
    # Waiting states say for whom a ticket waits, where the mapping explains them so.
    return frozenset(given | ({"hold_reason"} if "state" in given and mapping.meanings.get("hold_reason") else set()))


def _said(batch: Batch, mapping: DeskMapping, place: int) -> dict[str, object]:
    """What is the same in all rows of a batch: the columns of ``ORIGIN``."""
    given = _given(batch)
    reasons = set(mapping.meanings.get("hold_reason", {}).values()) if "hold_reason" in given else set()
    return {
        "desk": batch.origin.desk,
        "place": place,
        "history": mapping.shape is Shape.UPDATES,
        "gives_resolved": "resolved_at" in given,
        "gives_closed": "closed_at" in given,
        "gives_waiting": Status.WAITING in mapping.states.values(),
        "gives_active": Status.ACTIVE in mapping.states.values(),
        **{f"tells_{reason.value}": reason.value in reasons for reason in TOLD},
    }


def _canonical(raw: pa.Table, *, mapping: DeskMapping, said: dict[str, object], form: pa.Schema) -> pa.Table:
    read, _ = intake(raw, mapping, form.names)
    columns = {name: pa.repeat(pa.scalar(word, ORIGIN.field(name).type), len(read)) for name, word in said.items()}
    return pa.table([columns[name] if name in columns else read[name] for name in form.names], schema=form)
