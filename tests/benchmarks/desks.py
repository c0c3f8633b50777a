"""Desks to measure on: simulated exports of any size, and homes that hold them as published generations.

``python -m tests.benchmarks.desks export SLICES WHOLE INCREMENT`` or ``multiply SOURCE TARGET TIMES``: in a process
of its own, for a process that is started takes over the peak memory of the one that starts it.
"""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from hoshin.eventlog.schema import DAYS, INSTANT, TABLES, TICKETS
from hoshin.pipeline.home import Home
from hoshin.simulation.desk import simulate
from hoshin.simulation.export import export_csv
from hoshin.simulation.library.global_logistics.desk import FIRST, LAST, PLAN
from hoshin.simulation.plan import Happening
from hoshin.warehouse import generations, parts
from hoshin.warehouse.manifest import TableEntry

TICKETS_IN_A_SLICE = 260_000
"""A slice has about 1.5 million events, 5.8 for each ticket."""
COLUMNS = (
    "number",
    "short_description",
    "incident_state",
    "sys_mod_count",
    "opened_at",
    "sys_updated_at",
    "resolved_at",
    "closed_at",
    "priority",
    "assignment_group",
    "cmdb_ci",
    "category",
    "contact_type",
    "problem_id",
    "made_sla",
    "reassignment_count",
    "reopen_count",
)
"""What the export gives: the fields of an incident's audit log. Metrics that need others are asked for, and refused."""


def export(slices: int, whole: Path, increment: Path) -> int:
    """Write the audit log of a simulated desk as two per-update CSV exports; returns the number of their events.

    ``increment`` holds the last hundredth of the events, new tickets and updates of known ones, and ``whole`` all that
    was before. Slices have a seed each, and numbers of their own: ``INC0012345`` becomes ``INC0030012345`` in slice 3.
    The memory taken is that of one slice.
    """
    busier = replace(PLAN, tickets=TICKETS_IN_A_SLICE, happenings=(*PLAN.happenings, _BUSY))
    events = 0
    with whole.open("wb") as before, increment.open("wb") as after:
        for which in range(slices):
            simulation = simulate(busier, which + 1)
            events += len(simulation.updates.ticket)
            said = export_csv(simulation)
            names = said[: said.index(b"\n")].decode().replace('"', "").split(",")
            as_text = pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
            rows = pa.csv.read_csv(io.BytesIO(said), convert_options=as_text)
            number = pc.binary_join_element_wise(f"INC{which:03d}", pc.utf8_slice_codeunits(rows["number"], 3), "")
            rows = rows.set_column(0, "number", number).select(COLUMNS)
            moments = np.sort(simulation.updates.at)
            cut = moments[-len(moments) // 100]
            late = pc.greater_equal(rows["sys_updated_at"], str(np.datetime64(FIRST, "s") + cut).replace("T", " "))
            options = pa.csv.WriteOptions(include_header=which == 0, quoting_style="needed")
            pa.csv.write_csv(rows.filter(pc.invert(late)), before, options)
            pa.csv.write_csv(rows.filter(late), after, options)
    return events


JUDGED = {"sla_judged_on": "resolved_at", "response_judged_on": "responded_at"}
"""A desk that knows no due times judges a promise on the day of the end."""

_BUSY = Happening("more tickets wander and come back than in the demonstration", FIRST, LAST, strays=5.0, reopens=2.0)


def multiplied(source: Home, target: Home, times: int) -> None:
    """Publish in ``target`` the desk of ``source`` so many times over, each copy with numbers and times of its own.

    The times of a copied ticket move together by up to two hours, and its resolution by up to another half. Never more
    than a month is held at once: the copies of a part are one part.
    """
    original = generations.current(source.warehouse)
    target.prepare()
    entries = {}
    with duckdb.connect() as engine:
        for table in TABLES:
            found = []
            for part in original.manifest.tables[table.name].parts:
                file = parts.place(source.warehouse, part)
                columns = [_moved(table.arrow.names, table.name, copy) for copy in range(times)]
                copies = " UNION ALL ".join(f"SELECT {moved} FROM read_parquet('{file}')" for moved in columns)
                rows = engine.sql(f"{copies} ORDER BY {', '.join(table.key)}").to_arrow_table()
                found.append(parts.write(target.warehouse, table, part.month, rows))
            entries[table.name] = TableEntry(tuple(sorted(found)))
    held = original.manifest
    made = generations.write(target.warehouse, original.number, entries, held.desks, held.batches)
    generations.publish(target.warehouse, made)


def _moved(columns: list[str], table: str, copy: int) -> str:
    types = {field.name: field.type for field in TICKETS.arrow}
    chance = f"hash(ticket || '/{copy}')"

    def moved(instant: str) -> str:
        by = f"{chance} % 7200" + (f" + {chance} % 1801" if instant in ("resolved_at", "left_at", "closed_at") else "")
        return f'"{instant}" + to_seconds(({by if copy else 0})::BIGINT)'

    def column(name: str) -> str:
        if name == "ticket":
            return f"'{copy:03d}-' || ticket AS ticket"
        if table == TICKETS.name and name in DAYS:
            return f"CAST({moved(DAYS[name])} AS DATE) AS {name}"
        if table == TICKETS.name and name in JUDGED:
            return f"CAST({moved(JUDGED[name])} AS DATE) AS {name}"
        if table == TICKETS.name and types[name] == INSTANT:
            return f"{moved(name)} AS {name}"
        return f'"{name}"'

    return ", ".join(column(name) for name in columns)


def main() -> None:
    """Make what the command line names."""
    what, *said = sys.argv[1:]
    if what == "export":
        export(int(said[0]), Path(said[1]), Path(said[2]))
    else:
        multiplied(Home(Path(said[0])), Home(Path(said[1])), int(said[2]))


if __name__ == "__main__":
    main()
