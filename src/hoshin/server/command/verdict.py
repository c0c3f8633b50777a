"""``hoshin verdict``: what an initiative did."""

from __future__ import annotations

import json
import sys

import click

from hoshin.apps.portfolios.queries import verdict_of
from hoshin.apps.portfolios.reports import verdict as report


@click.command()
@click.argument("initiative")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verdict(initiative: str, as_json: bool) -> None:
    """Say what INITIATIVE (its short name or number) did, judged against groups outside its scope."""
    found = verdict_of(initiative)
    if as_json:
        json.dump(report.plain(found), sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    click.echo(f"{found.initiative.title}: {report.label(found)}")
    said = report.callout(found)
    click.echo(said.text or said.title)
    click.echo(f"Claimed: {report.claimed(found)}. Seen: {report.seen(found.verdict)}.")
