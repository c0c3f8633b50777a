"""``hoshin check`` and ``hoshin signals``: what is watched, and what fired."""

from __future__ import annotations

import json
import sys

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import checking, queries, wording
from hoshin.apps.obligations.models import Obligation, State
from hoshin.metrics.catalogue import Catalogue


@click.command()
def check() -> None:
    """Judge all that is watched by the published tickets, and open an obligation for each signal that is new.

    The worker does the same after each import; doing it twice changes nothing.
    """
    with readers.opened() as reader:
        found = checking.check(reader, timezone.now())
    catalogue, done = reader.catalogue, found.check
    to = f", whole weeks up to {done.judged_to}" if done.judged_to else ""
    click.echo(f"Looked at {done.watches} watched numbers{to}: {done.opened} opened, {done.held} held back.")
    for obligation in found.opened:
        click.echo(f"{obligation.pk}  {_about(obligation, catalogue)}: {obligation.words}")


@click.command()
@click.option("--open", "only_open", is_flag=True, help="Only those that nobody has explained yet.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def signals(only_open: bool, as_json: bool) -> None:
    """List all that fired, newest first, with its clock and its answer."""
    today = timezone.localdate()
    found = list(queries.register(state=State.OPEN if only_open else "", today=today))
    if as_json:
        said = {"signals": [wording.plain(each, today) for each in found]}
        json.dump(said, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    if not found:
        click.echo("Nobody owes an explanation." if only_open else "Nothing has fired.")
        return
    catalogue = definitions.catalogue()
    table = Table(box=None, header_style="bold")
    for heading in ("No.", "Signal", "Means", "Newest week", "State", "Due"):
        table.add_column(heading, justify="right" if heading == "No." else "left")
    for each in found:
        state = "overdue" if each.is_overdue(today) else each.state
        due = str(each.due) if each.due else ""
        table.add_row(str(each.pk), _about(each, catalogue), each.meaning, str(each.newest_first), state, due)
    Console().print(table)


def _about(obligation: Obligation, catalogue: Catalogue) -> str:
    scope = wording.scope(obligation)
    return f"{wording.title(obligation, catalogue)}{f' ({scope})' if scope else ''}"
