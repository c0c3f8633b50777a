"""What the tickets of a desk tell of each other, where some are made now and others stand in parts already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hoshin.eventlog.judging import JUDGED_BY, PENDING, pending
from hoshin.eventlog.links import LINKED_BY, LINKS, linked
from hoshin.eventlog.rows import CODED
from hoshin.eventlog.schema import INSTANT, TICKETS
from hoshin.warehouse.parts import opening_months

_TEXTS = tuple(name for name in LINKED_BY if pa.types.is_string(TICKETS.arrow.field(name).type))
_SAID = pa.schema(
    [
        pa.field("ticket", pa.string()),
        *[pa.field(name, CODED if name in _TEXTS else TICKETS.arrow.field(name).type) for name in LINKED_BY],
        *PENDING,
        pa.field("month", pa.int32()),  # of opening, as 202603
        pa.field("fresh", pa.bool_()),  # made now; else as a part has it
        *[pa.field(f"told {name}", TICKETS.arrow.field(name).type) for name in LINKS],  # by a part; null where fresh
    ]
)
_NOW = pa.scalar(None, INSTANT)
# Desks write 9999-12-31 for "never": no change of a ticket lies so far ahead.
_NEVER = pa.scalar(datetime(2200, 1, 1), INSTANT)  # noqa: DTZ001 the log is in UTC


_NOTHING = pa.schema([TICKETS.arrow.field(name) for name in ("ticket", *LINKS)]).empty_table()


class Linking:
    """Gathers a few columns of all tickets of a desk, and works out ``LINKS`` of them."""

    def __init__(self) -> None:
        self._pieces: list[pa.Table] = [_SAID.empty_table()]
        self._linked: dict[int, pa.Table] = {}
        self._now = _NOW

    def add_fresh(self, tickets: pa.Table) -> None:
        """Let tickets made now, with their days, take part."""
        self._add(tickets, fresh=True)

    def add_standing(self, files: Sequence[Path], again: pa.Array) -> list[int]:
        """Let the tickets of parts take part, but for those made ``again``; returns the months in which those lay."""
        months: set[int] = set()
        for file in files:
            columns = list(dict.fromkeys(["ticket", *LINKED_BY, *JUDGED_BY, "updated_at", "opened_on", *LINKS]))
            tickets = pq.read_table(file, columns=columns, read_dictionary=list(_TEXTS), partitioning=None)
            made_again = pc.is_in(tickets["ticket"], again)
            months |= set(opening_months(tickets.filter(made_again)).unique().to_pylist())
            self._add(tickets.filter(pc.invert(made_again)), fresh=False)
        return sorted(months)

    def _add(self, tickets: pa.Table, *, fresh: bool) -> None:
        changed = tickets["updated_at"]
        newest = pc.max(changed.filter(pc.less(changed, _NEVER)))
        self._now = pc.max_element_wise(self._now, newest)
        promised = pending(tickets)

        def column(field: pa.Field) -> pa.ChunkedArray | pa.Array:
            if field.name == "month":
                return opening_months(tickets)
            if field.name == "fresh":
                return pa.repeat(fresh, tickets.num_rows)
            if field.name in PENDING.names:
                return promised[field.name]
            if fresh and field.name.startswith("told "):
                return pa.nulls(tickets.num_rows, field.type)
            return tickets[field.name.removeprefix("told ")].cast(field.type)

        self._pieces.append(pa.table([column(field) for field in _SAID], schema=_SAID))

    def link(self) -> list[int]:
        """Let the tickets tell of each other; returns the months in which that changes one, those of fresh ones too."""
        said = pa.concat_tables(self._pieces).unify_dictionaries().combine_chunks()
        self._pieces = []
        now = linked(said, self._now)
        changed = said["fresh"]
        for name in LINKS:
            before = said[f"told {name}"]
            differs = pc.fill_null(pc.not_equal(before, now[name]), False)
            differs = pc.or_(differs, pc.xor(before.is_null(), now[name].is_null()))
            changed = pc.or_(changed, differs)
        months = said["month"].filter(changed).unique()
        told = pa.table({"ticket": said["ticket"], **{name: now[name] for name in LINKS}})
        for month in months.to_pylist():
            self._linked[month] = told.filter(pc.equal(said["month"], month))
        return sorted(months.to_pylist())

    def of(self, tickets: pa.Table, month: int) -> pa.Table:
        """The tickets opened in ``month`` with ``LINKS``."""
        told = self._linked.get(month, _NOTHING)
        place = pc.index_in(tickets["ticket"], told["ticket"])
        if place.null_count or tickets.num_rows != told.num_rows:
            raise AssertionError("the tickets of a month and what others tell of them must be the same")
        for name in LINKS:
            tickets = tickets.append_column(name, told[name].take(place))
        return tickets
