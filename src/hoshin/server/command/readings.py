"""``hoshin read`` and ``hoshin tickets``."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click
from rich.console import Console
from rich.table import Table

from hoshin.apps.definitions import readers
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader, reading_json
from hoshin.reporting.wording import amount, scope_words
from hoshin.server.command.filters import filters, query
from hoshin.service_levels.by_book import ByBook

SHOWN = 50
"""Tickets printed in a terminal; the CSV holds all."""
HIDDEN = ("desk", "kind", "title", "closed_at", "state", "category", "channel")
"""Columns that a terminal has no room for."""


@click.command()
@click.argument("metric")
@filters
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read(
    metric: str,
    grain: str,
    by: tuple[str, ...],
    first: date | None,
    last: date | None,
    where: tuple[tuple[str, str], ...],
    generation: str | None,
    version: int | None,
    as_json: bool,
) -> None:
    """Read METRIC, such as time_to_resolve_median: a value with its n, or the reason why there is none."""
    question = query(grain, by, first, last, where)
    with readers.opened(generation) as reader:
        reader.check(question)
        asked = _asked(reader, metric, version)
        readings = reader.read_as([asked], question)
        if by and not readings:
            # No value of the breakdown has a number: then the number as a whole tells why.
            readings = reader.read_as([asked], replace(question, by=None, across=None, grain=Grain.ALL))
    if as_json:
        json.dump({"readings": [reading_json(r) for r in readings]}, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    _print(readings, asked.clock if isinstance(asked, ByBook) else "")


def _asked(reader: Reader, metric: str, version: int | None) -> Metric:
    """The definition that is asked for: the latest one, unless a version is named."""
    return reader.catalogue.version(metric, version) if version else reader.catalogue.metric(metric)


def _print(readings: Sequence[Reading], basis: str = "") -> None:
    table = Table(box=None, header_style="bold")
    for heading, right in (("Period", False), ("Scope", False), ("Amount", True), ("95 % interval", True), ("n", True)):
        table.add_column(heading, justify="right" if right else "left")
    table.add_column("")
    for reading in readings:
        result, low_high, remark = reading.result, "", [] if reading.complete else ["not wholly covered"]
        if isinstance(result, Value):
            shown = amount(result.amount, reading.unit)
            if result.low is not None and result.high is not None:
                low_high = f"{amount(result.low, reading.unit)} to {amount(result.high, reading.unit)}"
            if result.small:
                remark.append("few cases")
        else:
            shown = "–"
            remark.append(str(result))
        table.add_row(
            reading.period.label, scope_words(reading.scope), shown, low_high, f"{result.n:,}", "; ".join(remark)
        )
    Console().print(table)
    if readings:
        last = readings[-1]
        click.echo(f"{last.metric} · definition {last.definition} · generation {last.generation}")
    if basis:
        click.echo(f"clock: {basis}")


@click.command()
@click.argument("metric")
@filters
@click.option("--csv", "as_csv", is_flag=True, help="Print all of them as CSV.")
def tickets(
    metric: str,
    grain: str,
    by: tuple[str, ...],
    first: date | None,
    last: date | None,
    where: tuple[tuple[str, str], ...],
    generation: str | None,
    version: int | None,
    as_csv: bool,
) -> None:
    """List the tickets behind METRIC, newest first: as many as its n."""
    question = query(grain, by, first, last, where)
    with readers.opened(generation) as reader:
        reader.check(question)
        found = reader.tickets_as(_asked(reader, metric, version), question)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(found.column_names)
        for batch in found.to_batches(10_000):
            writer.writerows(zip(*(batch.column(i).to_pylist() for i in range(batch.num_columns)), strict=True))
        return
    table = Table(box=None, header_style="bold")
    found = found.drop_columns([name for name in HIDDEN if name in found.column_names])
    for heading in found.column_names:
        table.add_column(heading, no_wrap=True)
    for row in found.slice(0, SHOWN).to_pylist():
        table.add_row(*("" if v is None else str(v) for v in row.values()))
    Console().print(table)
    if found.num_rows > SHOWN:
        click.echo(f"{SHOWN} of {found.num_rows:,} tickets; --csv prints all.")
