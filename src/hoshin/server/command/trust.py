"""``hoshin quality`` and ``hoshin reconcile``: how far a number can be believed."""

from __future__ import annotations

import json
import sys
from datetime import date

import click
from rich.console import Console
from rich.table import Table

from hoshin.apps.definitions import readers
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.reconciliation import Explanation, figure
from hoshin.reporting.wording import amount
from hoshin.server.command.filters import stretch

SHOWN = 20
"""Tickets printed in a terminal; the JSON holds all."""


@click.command()
@click.argument("metric", required=False)
@stretch
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def quality(
    metric: str | None, first: date | None, last: date | None, where: tuple[tuple[str, str], ...], as_json: bool
) -> None:
    """Grade the data behind METRIC, or behind every metric: A is good, D raises no alarm."""
    question = Query(Grain.ALL, None, first, last, where)
    with readers.opened() as reader:
        reader.check(question)
        found = reader.grades([metric] if metric else list(reader.catalogue.metrics), question)
    if as_json:
        said = [
            {
                "metric": key,
                "grade": grade.letter,
                "tickets": grade.of,
                "findings": [{"fault": each.fault.name.lower(), "tickets": each.n} for each in grade.findings],
            }
            for key, grade in found.items()
        ]
        json.dump({"grades": said}, sys.stdout, indent=2)
        click.echo()
        return
    table = Table("Metric", "Data", "Why", box=None, header_style="bold")
    for key, grade in found.items():
        table.add_row(key, grade.letter, grade.words)
    Console().print(table)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("metric")
@click.argument("desk_figure", metavar="FIGURE")
@stretch
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every ticket that differs.")
def reconcile(
    metric: str,
    desk_figure: str,
    first: date | None,
    last: date | None,
    where: tuple[tuple[str, str], ...],
    as_json: bool,
) -> None:
    """Explain why the desk's own report says FIGURE for METRIC: which way of counting comes to it, ticket by ticket."""
    question = Query(Grain.ALL, None, first, last, where)
    with readers.opened() as reader:
        asked = reader.catalogue.metric(metric)
        wanted = figure(desk_figure, asked.unit)
        reader.check(question)
        found = reader.explain(metric, question, wanted)
        # What does not come to the figure explains nothing: to name tickets would blame the desk without ground.
        tickets = reader.differing(metric, question, found.best) if found.best.explains else None
    listed = tickets.to_pylist() if tickets is not None else []
    if as_json:
        said = {
            "metric": metric,
            "figure": wanted.amount,
            "own": {"amount": found.own.amount, "n": found.own.n},
            "explained": found.best.explains,
            "by": [twist.key for twist in found.best.twists],
            "variants": [
                {"by": [t.key for t in each.twists], "amount": each.amount, "n": each.n, "explains": each.explains}
                for each in found.variants
            ],
            "tickets": [{name: row[name] for name in ("desk", "ticket", "counted")} for row in listed],
        }
        json.dump(said, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    _print(found, asked.unit)
    if listed:
        table = Table("Ticket", "Counted", "Opened", "Resolved", "Status", box=None, header_style="bold")
        for row in listed[:SHOWN]:
            table.add_row(
                row["ticket"], row["counted"], str(row["opened_at"]), str(row["resolved_at"] or ""), row["status"] or ""
            )
        Console().print(table)
        click.echo(f"{len(listed):,} tickets are counted by one side only; --json prints all.")


def _print(found: Explanation, unit: str) -> None:
    own, best = found.own, found.best
    if own.explains:
        click.echo(f"Both agree: Hoshin says {amount(own.amount, unit)} (n = {own.n:,}).")
    elif best.explains:
        click.echo(
            f"Hoshin says {amount(own.amount, unit)} (n = {own.n:,}). The desk's figure comes out where {best.words} "
            f"(n = {best.n:,})."
        )
    elif not best.twists:
        click.echo(
            f"Hoshin says {amount(own.amount, unit)} (n = {own.n:,}). No usual way of counting comes to the desk's "
            "figure, or closer to it."
        )
    else:
        click.echo(
            f"Hoshin says {amount(own.amount, unit)} (n = {own.n:,}). No usual way of counting comes to the desk's "
            f"figure; closest is {amount(best.amount, unit)} (n = {best.n:,}), {best.words}."
        )
    table = Table("Counted so", "Amount", "n", "", box=None, header_style="bold")
    for each in found.variants:
        table.add_row(
            each.words, amount(each.amount, unit), f"{each.n:,}", "the desk's figure" if each.explains else ""
        )
    Console().print(table)
