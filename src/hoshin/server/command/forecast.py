"""``hoshin forecast``: whether a key result, or any metric, will meet its target by its date."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

import click
from django.utils import timezone

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.level import level_words
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.reports.outlook import outlook
from hoshin.apps.strategy.reports.progress import gather
from hoshin.apps.strategy.reports.prospect import Prospect, prospect, weekly
from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Query
from hoshin.metrics.reconciliation import figure
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import day, scope_words
from hoshin.server.command.filters import Condition, Day
from hoshin.signals.forecast import Forecast, NoForecast

Scope = tuple[tuple[str, str], ...]


class NoSuchKeyResult(Refused):
    """A number was given that no key result has."""


@dataclass(frozen=True)
class _Said:
    """What is forecast, of whom; ``key_result`` is None for a metric by itself."""

    prospect: Prospect
    where: Scope
    key_result: KeyResult | None = None


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("subject", metavar="[KEY-RESULT|METRIC]", required=False)
@click.option("--target", help="What the metric is to reach, such as 70% or 18; of a count, in four weeks.")
@click.option("--by", "due", type=Day(), help="The day by which it is to.")
@click.option("--where", type=Condition(), multiple=True, help="Keep tickets with DIMENSION=VALUE; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def forecast(subject: str | None, target: str | None, due: date | None, where: Scope, as_json: bool) -> None:
    """Say with what probability a target will be met: a key result's, by its number, or that of a METRIC.

    A METRIC needs --target and --by. Without either, all key results are told. Each comes with its back-tested score.
    """
    by_itself = subject is not None and not subject.isdecimal()
    if by_itself != bool(target and due) or (not by_itself and (target or due or where)):
        raise click.UsageError("A METRIC needs --target and --by; a key result has its own, and its own scope.")
    with readers.opened() as reader:
        if subject is not None and target and due:
            found = [_of_metric(reader, subject, target, due, where)]
        else:
            found = list(_of_key_results(reader, int(subject) if subject else None))
        generation = reader.generation
    if as_json:
        said = {"forecasts": [_plain(each) for each in found], "generation": generation}
        json.dump(said, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    if not found:
        click.echo("No key result has a forecast: its date has passed, or there are no numbers to judge it by.")
    for each in found:
        _print(each)


def _of_metric(reader: Reader, key: str, target: str, due: date, where: Scope) -> _Said:
    metric = reader.catalogue.metric(key)
    reader.check(Query(where=where))
    wanted = figure(target, metric.unit).amount
    return _Said(prospect(metric, weekly(reader, [key], where)[key], wanted, due), where)


def _of_key_results(reader: Reader, number: int | None) -> Iterator[_Said]:
    standings = [
        each
        for one in gather(reader, queries.objectives(Eyes.MACHINE), timezone.localdate())
        for each in one.key_results
    ]
    asked = [each for each in standings if number in (None, each.key_result.pk)]
    if number is not None and not asked:
        there = ", ".join(str(each.key_result.pk) for each in standings) or "none yet"
        raise NoSuchKeyResult(f"There is no key result {number}: there are {there}.")
    for each in asked:
        ahead = outlook(reader, each)
        if ahead.prospect:
            yield _Said(ahead.prospect, each.key_result.where, each.key_result)


def _plain(said: _Said) -> dict[str, object]:
    found, made = said.prospect, said.prospect.made
    done = made if isinstance(made, Forecast) else None
    return {
        "key_result": said.key_result.pk if said.key_result else None,
        "metric": found.metric.key,
        "scope": [list(pair) for pair in said.where],
        "target": found.target,
        "unit": found.metric.unit,
        "by": found.due.isoformat(),
        "probability": done.probability if done else None,
        "refusal": made.words if isinstance(made, NoForecast) else None,
        "method": str(done.method) if done else None,
        "bands": [asdict(band) for band in done.bands] if done else [],
        "score": asdict(done.score) | {"skill": done.score.skill} if done else None,
        "caution": found.caution or None,
        "definition": found.metric.digest,
    }


def _print(said: _Said) -> None:
    found = said.prospect
    named = (
        f"{said.key_result.pk}  {said.key_result.title}: {found.metric.title}"
        if said.key_result
        else found.metric.title
    )
    click.echo(f"{named} ({scope_words(said.where)}), {level_words(found.metric, found.target)} by {day(found.due)}")
    for line in (found.sentence, found.expected_words, found.caution, found.score_words):
        if line:
            click.echo(f"   {line}")
