"""DuckDB, in memory and inside this process: reads a generation's parts where they lie.

A connection is private to whoever opens it, so that any number of threads may each open one. It never writes to disk
outside of its temporary space, and never reaches for the network: what the engine needs is built into it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from threading import Lock

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend

from hoshin.eventlog.grouping import Build, Sets
from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS, Table
from hoshin.warehouse.generations import Generation


def connect() -> Backend:
    """A new private engine in memory that never downloads an extension. ``disconnect()`` releases it."""
    return ibis.duckdb.connect(autoinstall_known_extensions=False, autoload_known_extensions=False)


def open_log(generation: Generation) -> EventLog:
    """The event log of a published generation. The caller closes it; other readers are not touched by that."""
    engine = connect()

    def table(of: Table) -> ibis.Table:
        files = generation.files(of.name)
        if files:
            return engine.read_parquet(files, table_name=of.name)
        return engine.create_table(of.name, schema=ibis.Schema.from_pyarrow(of.arrow))

    found = table(TICKETS)
    grouped = partial(_grouped, engine, tuple(found.columns))
    return EventLog(found, table(TRANSITIONS), table(ASSIGNMENTS), engine.disconnect, grouped)


@dataclass(frozen=True)
class _Prepared:
    """How a question is put to the engine, and the columns of its answer."""

    sql: str
    schema: pa.Schema


_MARK = "grouping_set"
_REMEMBERED = 512
"""Questions whose SQL is remembered: Ibis takes longer over it than a small desk over the answer."""
_prepared: OrderedDict[Hashable, _Prepared] = OrderedDict()
_preparing = Lock()


def _grouped(engine: Backend, columns: tuple[str, ...], question: Hashable, sets: Sets, build: Build) -> list[pa.Table]:
    """As ``Grouping``: all sets in one pass, by ``GROUPING SETS``."""
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
    keys = tuple(dict.fromkeys(chain.from_iterable(sets)))
    found = []
    for each in sets:
        own = answer.filter(pc.equal(answer[_MARK], _bits(each, keys)))
        names = [name for name in prepared.schema.names if name in each or name not in keys]
        found.append(own.select(names).cast(pa.schema([prepared.schema.field(name) for name in names])))
    return found


def _prepare(engine: Backend, sets: Sets, build: Build) -> _Prepared:
    rows, sums = build()
    keys = tuple(dict.fromkeys(chain.from_iterable(sets)))
    expression = (rows.group_by(*keys) if keys else rows).aggregate(**sums)
    select = engine.compiler.to_sqlglot(expression)
    quoted = [f'"{key}"' for key in keys]
    marked = f"GROUPING({', '.join(quoted)})" if keys else "0"
    select = select.select(f"CAST({marked} AS BIGINT) AS {_MARK}", dialect="duckdb")
    if keys:
        places = [", ".join(str(keys.index(key) + 1) for key in each) for each in sets]
        select.set("group", None)
        sql = f"{select.sql('duckdb')} GROUP BY GROUPING SETS ({', '.join(f'({each})' for each in places)})"
    else:
        sql = select.sql("duckdb")
    return _Prepared(sql, expression.schema().to_pyarrow())


def _bits(own: tuple[str, ...], keys: tuple[str, ...]) -> int:
    """What ``GROUPING`` says of the rows of a set: a bit, the first key's the highest, for each key it sums over."""
    return sum((key not in own) << place for place, key in enumerate(reversed(keys)))
