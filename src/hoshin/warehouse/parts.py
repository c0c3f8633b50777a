"""Parts: the immutable Parquet files of which generations are made, each named by its bytes and shared by all of them.

A part holds one table's rows of the tickets that one desk opened in one month, in the order of the table's key. Its
bytes depend on nothing but the rows, so that a generation that differs in one month shares all other parts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hoshin.eventlog.schema import TABLES, TICKETS, Table
from hoshin.warehouse import durable
from hoshin.warehouse.errors import Damaged
from hoshin.warehouse.manifest import Part, TableEntry

ROW_GROUP = 131_072
"""Rows in a Parquet row group: a fixed number, so that the bytes depend on nothing but the rows."""


def folder_of_all(warehouse: Path) -> Path:
    """Where the parts of a warehouse lie."""
    return warehouse / "parts"


def place(warehouse: Path, part: Part) -> Path:
    """The file of a part."""
    return folder_of_all(warehouse) / f"{part.sha256}.parquet"


def write(warehouse: Path, table: Table, month: str, rows: pa.Table) -> Part:
    """Write ``rows``, all of one desk and of tickets opened in ``month``, in the order of the table's key.

    The file is whole and on the disk before it has its name. One that lies there already and is whole stays.
    """
    folder = folder_of_all(warehouse)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    desk = rows["desk"][0].as_py()
    partial = folder / f".partial-{table.name}-{month}"
    shaped = rows.select(table.arrow.names).cast(table.arrow).combine_chunks()
    pq.write_table(shaped, partial, compression="zstd", row_group_size=ROW_GROUP)
    part = Part(desk, month, rows.num_rows, partial.stat().st_size, durable.sha256(partial))
    if whole(warehouse, part):
        partial.unlink()
    else:
        durable.sync(partial)
        partial.replace(place(warehouse, part))
    return part


def filled(warehouse: Path, part: Part) -> frozenset[str]:
    """The columns of a part that hold a value in any row, by the numbers of nulls that the file tells."""
    said = pq.read_metadata(place(warehouse, part))
    found = set()
    for group in map(said.row_group, range(said.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            nulls = column.statistics.null_count if column.statistics else 0
            if nulls is None or nulls < group.num_rows:
                found.add(column.path_in_schema)
    return frozenset(found)


def whole(warehouse: Path, part: Part) -> bool:
    """Whether the part's file holds the bytes that it is named by."""
    file = place(warehouse, part)
    return present(warehouse, part) and durable.sha256(file) == part.sha256


def sound(warehouse: Path, part: Part) -> Path:
    """The file of a part that holds the bytes that it is named by. Raises Damaged where it does not."""
    if not whole(warehouse, part):
        raise Damaged(f"parts/{part.sha256}.parquet is missing or not what was published: 'hoshin rebuild'.")
    return place(warehouse, part)


def present(warehouse: Path, part: Part) -> bool:
    """Whether the part's file is there and has the size that it should have."""
    try:
        return place(warehouse, part).stat().st_size == part.bytes
    except FileNotFoundError:
        return False


def settle(warehouse: Path) -> None:
    """Return only when the names of all parts have reached the disk."""
    if folder_of_all(warehouse).is_dir():
        durable.sync(folder_of_all(warehouse))


def keep(warehouse: Path, named: Iterable[Part]) -> None:
    """Remove what is half written, and every part that is not among ``named``. Call it under the lock."""
    kept = {place(warehouse, part) for part in named}
    folder = folder_of_all(warehouse)
    for file in folder.iterdir() if folder.is_dir() else ():
        if file not in kept:
            shutil.rmtree(file) if file.is_dir() else file.unlink()


def store(warehouse: Path, tables: Mapping[str, pa.Table]) -> dict[str, TableEntry]:
    """Write whole tables, in their columns and sorted by their keys, as parts."""
    months = opening_months(tables[TICKETS.name])
    of = pa.table({**{name: tables[TICKETS.name][name] for name in TICKETS.key}, "month": months})
    entries = {}
    for table in TABLES:
        rows = tables[table.name].join(of, list(TICKETS.key)).sort_by([(name, "ascending") for name in table.key])
        found = []
        for group in of.group_by(["desk", "month"]).aggregate([]).sort_by("desk").to_pylist():
            chosen = rows.filter((pc.field("desk") == group["desk"]) & (pc.field("month") == group["month"]))
            if chosen.num_rows:
                found.append(write(warehouse, table, month_name(group["month"]), chosen))
        entries[table.name] = TableEntry(tuple(sorted(found)))
    settle(warehouse)
    return entries


def by_month(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, int, pa.Table]]:
    """The rows of one desk's new tables by table and month of opening of their tickets, in the order that they have.

    ``tables`` are those of ``hoshin.eventlog.steps.derive``, the tickets with their days.
    """
    tickets = tables[TICKETS.name]
    names = tickets["ticket"].combine_chunks()
    month_of = np.zeros(len(names.dictionary), np.int32)
    month_of[names.indices] = opening_months(tickets)
    for name, rows in tables.items():
        months = month_of[rows["ticket"].combine_chunks().indices]
        order = np.argsort(months, kind="stable")
        ordered = rows.take(pa.array(order))
        found, starts, counts = np.unique(months[order], return_index=True, return_counts=True)
        for month, start, count in zip(found.tolist(), starts.tolist(), counts.tolist(), strict=True):
            yield name, month, ordered.slice(start, count)


def opening_months(tickets: pa.Table) -> pa.ChunkedArray:
    """The month in which each ticket was opened, as ``month_name`` reads it."""
    day = tickets["opened_on"]
    return pc.cast(pc.add(pc.multiply(pc.year(day), 100), pc.month(day)), pa.int32())


def month_name(month: int) -> str:
    """``202603`` as ``2026-03``."""
    return f"{month // 100:04d}-{month % 100:02d}"
