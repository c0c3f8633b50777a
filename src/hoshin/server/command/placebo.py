"""``hoshin placebo``: how often Hoshin would err on this desk."""

from __future__ import annotations

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios.queries import initiatives
from hoshin.apps.portfolios.queries.error_checks import touches
from hoshin.apps.portfolios.reports.errors import tally
from hoshin.eventlog.schema import DIMENSIONS
from hoshin.impact.error_sentence import caution, error_sentence
from hoshin.impact.history import History
from hoshin.impact.placebo_starts import ErrorRate, error_rate
from hoshin.metrics.query import Grain
from hoshin.pipeline.placebo_starts import history
from hoshin.pipeline.progress import Meter
from hoshin.server.command.filters import Condition
from hoshin.server.command.terminal import progress


@click.command()
@click.option("--metric", default="time_to_resolve_median", show_default=True, help="The metric to judge.")
@click.option("--by", type=click.Choice(DIMENSIONS), default="group", show_default=True, help="Where starts are tried.")
@click.option("--grain", type=click.Choice(["day", "week"]), help="Periods; weeks where there are enough, if not said.")
@click.option("--starts", type=click.IntRange(min=1), default=1000, show_default=True, help="Most to judge.")
@click.option("--where", type=Condition(), multiple=True, help="Keep tickets with DIMENSION=VALUE; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def placebo(
    metric: str, by: str, grain: str | None, starts: int, where: tuple[tuple[str, str], ...], as_json: bool
) -> None:
    """Say how often Hoshin would err here: it judges starts at which nothing began.

    Each group (or other value of --by) takes a scope's place at many starts, as an initiative would. Whatever is called
    an effect is a false one. Where a real initiative acted, nothing is tried. Beside it: before and after alone.
    """
    with readers.opened() as reader:
        there = list(initiatives(Eyes.MACHINE))
        acted = touches(reader, there, by, where)
        found = history(reader, metric, by, grain=Grain(grain) if grain else None, where=where, touches=acted)
        generation = reader.generation
    elsewhere = sum(each.dimension != by for each in there)
    with progress("starts") as show:
        meter = Meter(show)
        rate = error_rate(found, starts, lambda done, total: meter.at("judging placebo starts", done, total, done))
    if as_json:
        said = {"metric": metric, "by": by, "generation": generation, **_plain(found, rate)}
        json.dump(said, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    _print(found, rate, elsewhere, by)


def _plain(found: History, rate: ErrorRate) -> dict[str, object]:
    return {
        "sentence": error_sentence(found, rate),
        "grain": str(found.grain),
        "periods": len(found.periods),
        "after": rate.after,
        "possible": rate.possible,
        "apart": rate.apart,
        **tally(rate.total),
        "reasons": dict(rate.untold),
        "groups": {name: tally(each) for name, each in rate.by_group.items()},
        "thin": list(found.thin),
    }


def _print(found: History, rate: ErrorRate, elsewhere: int, by: str) -> None:
    click.echo(error_sentence(found, rate))
    if said := caution(found, rate):
        click.echo(said)
    if elsewhere:
        act = "initiative acts" if elsewhere == 1 else "initiatives act"
        click.echo(f"{elsewhere} {act} by another dimension than {by}; what they changed is not left out.")
    if rate.untold and found.indices:
        click.echo("Cannot tell, counted apart: " + "; ".join(f"{n:,} starts: {why}" for why, n in rate.untold.items()))
    if not rate.tried:
        return
    table = Table(box=None, header_style="bold")
    for heading in (by.replace("_", " ").capitalize(), "Starts", "Hoshin", "Before/after", "Cannot tell"):
        table.add_column(heading, justify="left" if heading == by.capitalize() else "right")
    for name, each in rate.by_group.items():
        rates = (_share(each.rate), _share(each.before_after_rate))
        table.add_row(name, f"{each.judged:,}", *rates, f"{each.untold:,}" if each.untold else "")
    Console().print(table)


def _share(rate: float | None) -> str:
    return "–" if rate is None else f"{rate * 100:.1f} %"
