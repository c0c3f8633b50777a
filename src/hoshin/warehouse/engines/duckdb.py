"""DuckDB, in memory and inside this process: reads a generation's parts where they lie.

A connection is private to whoever opens it, so that any number of threads may each open one. It never writes to disk
outside of its temporary space, and never reaches for the network: what the engine needs is built into it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from hoshin.eventlog.grouping import Build, Sets, Sum
from hoshin.eventlog.log import EventLog, completed
from hoshin.eventlog.schema import ASSIGNMENTS, TABLES, TICKETS, TRANSITIONS, Table
from hoshin.warehouse.engines.cells import all_keys, asked, put_together
from hoshin.warehouse.generations import Generation


def connect() -> Backend:
    """A new private engine in memory that never downloads an extension. ``disconnect()`` releases it."""
    return ibis.duckdb.connect(autoinstall_known_extensions=False, autoload_known_extensions=False)


def open_log(generation: Generation) -> EventLog:
    """The event log of a published generation. The caller closes it; other readers are not touched by that."""
    files = {each.name: generation.files(each.name) for each in TABLES}
    engine = connect()

    def table(of: Table) -> ibis.Table:
        if files[of.name]:
            return engine.read_parquet(files[of.name], table_name=of.name)
        return engine.create_table(of.name, schema=ibis.Schema.from_pyarrow(of.arrow))

    made = table(TICKETS)
    grouped = partial(_grouped, engine, tuple(made.columns))
    return EventLog(completed(made), table(TRANSITIONS), table(ASSIGNMENTS), engine.disconnect, grouped)


@dataclass(frozen=True)
class _Prepared:
    """How a question is put to the engine, the types of the keys in its answer, and what is made of that."""

    sql: str
    keys: pa.Schema
    sums: Mapping[str, Sum]


_REMEMBERED = 512
"""Questions whose SQL is remembered: Ibis takes longer over it than a small desk over the answer."""
_prepared: OrderedDict[Hashable, _Prepared] = OrderedDict()
_preparing = Lock()


def _grouped(engine: Backend, columns: tuple[str, ...], question: Hashable, sets: Sets, build: Build) -> list[pa.Table]:
    """As ``Grouping``: one pass by all keys, and the rest from its cells."""
    remembered = (columns, question, sets)
    with _preparing:
        prepared = _prepared.get(remembered)
        if prepared is None:
            prepared = _prepared[remembered] = _prepare(engine, sets, build)
            if len(_prepared) > _REMEMBERED:
                _prepared.popitem(last=False)
        else:
            _prepared.move_to_end(remembered)
    answer = engine.con.sql(prepared.sql).to_arrow_table()
    for field in prepared.keys:
        place = answer.column_names.index(field.name)
        answer = answer.set_column(place, field, answer[field.name].cast(field.type))
    return put_together(answer, sets, prepared.sums)


def _prepare(engine: Backend, sets: Sets, build: Build) -> _Prepared:
    rows, sums = build()
    keys, told = all_keys(sets), asked(rows, sums)
    expression = (rows.group_by(*keys) if keys else rows).aggregate(**told)
    types = expression.schema().to_pyarrow()
    sql = engine.compiler.to_sqlglot(expression).sql("duckdb")
    return _Prepared(sql, pa.schema([types.field(key) for key in keys]), sums)
