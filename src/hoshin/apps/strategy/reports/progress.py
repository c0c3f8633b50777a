"""How far key results and objectives are: gathered from readings, judged by the rule of their status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.beside_numbers import Kind, Known, known
from hoshin.apps.strategy.beside_numbers import asked as asked_of
from hoshin.apps.strategy.level import DAYS, is_small
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.strategy.reports.standing import ObjectiveStanding, Standing, level_of, when_told
from hoshin.apps.strategy.status import Status, elapsed, progress, status
from hoshin.apps.strategy.way import expected
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import day

__all__ = ["RECENT", "STALE", "ObjectiveStanding", "Standing", "gather"]

RECENT = timedelta(days=DAYS)
"""The actual number is that of the last 28 wholly covered days: four of each weekday."""

STALE = timedelta(days=45)
"""A desk whose newest ticket is older than this says nothing about today."""


def gather(
    reader: Reader | None, objectives: Iterable[Objective], today: date, beside: Known | None = None
) -> list[ObjectiveStanding]:
    """Where each objective stands. Without a reader (no tickets yet) every started key result is unknown.

    ``beside`` is what else is known today (``beside_numbers.known``), read here where it is not given.
    """
    found = list(objectives)
    beside = beside or known(today, asked_of(found))
    asked = {each.pk: _ask(reader, each, today) for objective in found for each in objective.key_results.all()}
    catalogue = reader.catalogue if reader else definitions.catalogue()
    actual = _read(reader, [(each.query, each.key_result.metric) for each in asked.values() if each])
    return [
        ObjectiveStanding(
            objective,
            tuple(
                replace(
                    _stand(each, catalogue.metric(each.metric), asked[each.pk], actual, today),
                    evidence=beside.on(Kind.KEY_RESULT, each.pk),
                )
                for each in objective.key_results.all()
            ),
            beside.on(Kind.OBJECTIVE, objective.pk),
            beside.beside(Kind.OBJECTIVE, objective.pk),
            today,
        )
        for objective in found
    ]


@dataclass(frozen=True)
class _Asked:
    """What is asked for a key result: the last four weeks that all its desks wholly cover, seen from ``today``."""

    key_result: KeyResult
    query: Query
    covered: date
    today: date


def _ask(reader: Reader | None, key_result: KeyResult, today: date) -> _Asked | None:
    """The question, or None where there are no tickets of its desk.

    A demonstration's tickets end on a fixed day, so that day is its today.
    """
    if reader is None or not reader.desks or (key_result.desk and key_result.desk not in reader.desks):
        return None
    named = [key_result.desk] if key_result.desk else [n for n, e in reader.desks.items() if not e.demonstration]
    desks = [reader.desks[name] for name in named or reader.desks]
    covered = min(desk.last for desk in desks)
    if all(desk.demonstration for desk in desks):
        today = covered
    # The last covered day may be cut in its middle, so the day before it is the last that counts.
    last = min(covered - timedelta(days=1), today)
    query = Query(Grain.ALL, None, last - RECENT + timedelta(days=1), last, key_result.where)
    return _Asked(key_result, query, covered, today)


def _read(reader: Reader | None, asked: Iterable[tuple[Query, str]]) -> dict[tuple[Query, str], Reading]:
    """The readings asked for, with all metrics of one question read at once."""
    keys: dict[Query, set[str]] = {}
    for query, key in asked:
        keys.setdefault(query, set()).add(key)
    if reader is None:
        return {}
    return {
        (query, reading.metric): reading
        for query, names in keys.items()
        for reading in reader.read(sorted(names), query)
    }


def _stand(
    key_result: KeyResult,
    metric: Metric,
    asked: _Asked | None,
    actual: dict[tuple[Query, str], Reading],
    today: date,
) -> Standing:
    if asked is None:
        found = status(None, key_result.start, key_result.due, today)
        why = f"No tickets of {key_result.desk or 'any desk'} have been read."
        return Standing(key_result, metric, None, None, None, found, today, why)
    reading = actual[asked.query, metric.key]
    lacking = _lacking(asked, metric, reading)
    gone = None
    if isinstance(reading.result, Value) and not lacking:
        gone = progress(key_result.baseline, key_result.target, level_of(metric, reading, reading.result))
    plans = {each.month: each.amount for each in key_result.month_plans.all()}
    way = (key_result.baseline, key_result.target)
    planned = progress(*way, expected(key_result, plans, asked.today)) if plans else None
    span = (key_result.start, key_result.due, asked.today)
    found = status(gone, *span, read_from=asked.query.first, planned=planned)
    why = lacking
    if found is Status.NOT_STARTED:
        why = f"It starts on {day(key_result.start)}."
    elif found is Status.TOO_EARLY:
        why = (
            f"It began on {day(key_result.start)}, and its number still holds days from before. It can be told "
            f"{when_told(key_result)}."
        )
    return Standing(
        key_result,
        metric,
        asked.query,
        reading,
        gone,
        found,
        asked.today,
        why or _way(gone, elapsed(key_result.start, key_result.due, asked.today), planned),
        plans=plans,
    )


def _lacking(asked: _Asked, metric: Metric, actual: Reading) -> str:
    """Why there is no current number to judge by; empty where there is one."""
    if asked.today - asked.covered > STALE:
        return f"The newest ticket is of {day(asked.covered)}: too old to say where things stand today."
    if not isinstance(actual.result, Value):
        return f"The last four weeks give no number: {actual.result}."
    if not actual.complete:
        return "The tickets do not cover the last four weeks wholly yet."
    if is_small(metric, actual.result):
        return f"Only {actual.result.n} tickets stand behind the number of the last four weeks: too few to judge by."
    if actual.definition != asked.key_result.baseline_definition:
        return "The metric's definition has changed since the baseline was read: measure the baseline again."
    return ""


def _way(gone: float | None, passed: float, planned: float | None) -> str:
    time = f"{round(100 * passed)} % of the time has passed."
    if planned is not None:
        time = f"{round(100 * planned)} % is due by the plan of its months."
    if gone is None or gone < 0:
        return f"It has moved away from its target, and {time}"
    return f"{round(100 * gone)} % of the way is done, and {time}"
