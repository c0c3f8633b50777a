"""The rules and the links in one go, as they are put together when a desk is normalised; tickets lack their days."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.judging import pending
from hoshin.eventlog.links import LINKED_BY, LINKS, linked
from hoshin.eventlog.rows import CODED, plain
from hoshin.eventlog.schema import DAYS, TABLES, TICKETS
from hoshin.eventlog.steps import derive


def derived(rows: pa.Table) -> dict[str, pa.Table]:
    """The canonical tables of rows (``hoshin.eventlog.rows``), sorted by their keys; the tickets lack their days."""
    found = {name: made.cast(plain(made.schema)) for name, made in derive(rows).items()}
    for table in TABLES:
        ordered = found[table.name].sort_by([(name, "ascending") for name in table.key])
        assert ordered == found[table.name], "the rules give a table in the order of its key"
    found[TICKETS.name] = with_links(found[TICKETS.name])
    return found


def with_links(tickets: pa.Table) -> pa.Table:
    """Tickets of several desks with what others of their desk tell of them."""
    made = [tickets.slice(0, 0)]
    for desk in pc.unique(tickets["desk"]).to_pylist():
        own = tickets.filter(pc.equal(tickets["desk"], desk))
        columns = {name: own[name] for name in ("ticket", *LINKED_BY)}
        texts = {name: own[name].cast(CODED) for name in LINKED_BY if pa.types.is_string(own[name].type)}
        days = {day: own[day] if day in own.column_names else own[at].cast(pa.date32()) for day, at in DAYS.items()}
        promised = pending(pa.table({**{name: own[name] for name in own.column_names}, **days}))
        told = linked(
            pa.table({**columns, **texts, **dict(zip(promised.column_names, promised, strict=True))}),
            pc.max(own["updated_at"]),
        )
        for name in LINKS:
            own = own.append_column(name, told[name])
        made.append(own)
    return pa.concat_tables(made, promote_options="default")
