"""``hoshin metrics``: what can be read, by which definition, and what people of this installation defined."""

from __future__ import annotations

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from hoshin.apps.definitions import queries
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric


@click.command()
@click.argument("metric", required=False)
@click.option("--own", is_flag=True, help="Only those that people of this installation defined, retired ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def metrics(metric: str | None, own: bool, as_json: bool) -> None:
    """List all metrics with their definition hash; of METRIC say what it is, by every version that it had."""
    catalogue = queries.catalogue()
    keys = [key for key, _ in catalogue.past if key not in catalogue.metrics] if own else []
    known = [*catalogue.metrics, *dict.fromkeys(keys)]
    if metric is not None:
        found = list(catalogue.definitions(metric))
    else:
        found = [catalogue.metric(key) for key in known if not own or key in catalogue.own]
    if as_json:
        json.dump({"metrics": [_plain(each, catalogue) for each in found]}, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    if metric is not None:
        for each in found:
            _print(each, catalogue)
        return
    if not found:
        click.echo("Nobody has defined a metric yet: leaders do so in the browser, from the scorecard.")
        return
    table = Table("Metric", "Title", "Version", "Definition", "", box=None, header_style="bold")
    for each in found:
        table.add_row(each.key, each.title, str(each.version), each.digest, _state(each, catalogue))
    Console().print(table)


def _state(metric: Metric, catalogue: Catalogue) -> str:
    own = "own" if metric.key in catalogue.own else ""
    return own if metric.key in catalogue.metrics else f"{own}, retired".strip(", ")


def _plain(metric: Metric, catalogue: Catalogue) -> dict[str, object]:
    return {
        "metric": metric.key,
        "title": metric.title,
        "version": metric.version,
        "definition": metric.digest,
        "formula": metric.formula,
        "exclusions": metric.exclusions,
        "unit": metric.unit,
        "direction": metric.direction.value,
        "dating": metric.dating.value,
        "own": metric.key in catalogue.own,
        "in_use": metric.key in catalogue.metrics,
    }


def _print(metric: Metric, catalogue: Catalogue) -> None:
    state = _state(metric, catalogue)
    click.echo(f"{metric.key}, version {metric.version}, definition {metric.digest}{f' ({state})' if state else ''}")
    for name, words in (
        ("Title", metric.title),
        ("Question", metric.question),
        ("Formula", metric.formula),
        ("Left out", metric.exclusions),
        ("Unit", metric.unit),
        ("Better", metric.direction.value),
        ("Answers", metric.owner_role),
        ("Beside", ", ".join(metric.counter_metrics) or "nothing"),
    ):
        click.echo(f"  {name + ':':<10}{words}")
