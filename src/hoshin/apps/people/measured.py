"""What the metric of a goal reads now, over the last four weeks that its desks wholly cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hoshin.apps.people.actions.goals import Baseline
from hoshin.apps.people.models import Terms
from hoshin.apps.scorecards.reports.breakdown import tickets_address
from hoshin.apps.strategy.actions import read_baseline
from hoshin.apps.strategy.level import is_small, level, level_words
from hoshin.apps.strategy.reports.progress import RECENT
from hoshin.apps.strategy.status import progress
from hoshin.eventlog.refused import Refused
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader


@dataclass(frozen=True)
class Measured:
    """A metric's level now, in its unit (counts per four weeks), or why there is none; ``gone`` is the progress."""

    metric: Metric
    level: float | None
    reading: Reading | None
    gone: float | None
    words: str
    address: str


def gather(reader: Reader | None, terms: Iterable[Terms], today: date) -> dict[int, Measured]:
    """What the metrics of these terms read now, by the number of their rows; those measured by words are left out.

    Metrics of one scope are read at once. Terms whose metric is not known any more are left out as well.
    """
    asked: dict[Query, list[Terms]] = {}
    for each in terms:
        if reader and each.metric and each.metric in reader.catalogue.metrics:
            query = recent(reader, each.where, each.desk, today)
            if query:
                asked.setdefault(query, []).append(each)
    found: dict[int, Measured] = {}
    for query, alike in asked.items():
        assert reader is not None  # or nothing would be asked
        readings = {each.metric: each for each in reader.read(sorted({t.metric for t in alike}), query)}
        for each in alike:
            found[each.pk] = _measured(reader.catalogue.metric(each.metric), each, query, readings[each.metric])
    return found


def recent(reader: Reader, where: tuple[tuple[str, str], ...], desk: str, today: date) -> Query | None:
    """The question for the last four weeks that the desks wholly cover; None where there is no such desk."""
    named = [desk] if desk else [name for name, entry in reader.desks.items() if not entry.demonstration]
    desks = [reader.desks[name] for name in named or reader.desks if name in reader.desks]
    if not desks:
        return None
    # The last covered day may be cut in its middle.
    last = min([today, *(each.last - timedelta(days=1) for each in desks)])
    return Query(Grain.ALL, None, last - RECENT + timedelta(days=1), last, where)


def starting_from(reader: Reader | None, today: date) -> Baseline:
    """How to read where a goal's metric starts from: its level over the last four weeks."""

    def read(metric: str, where: tuple[tuple[str, str], ...]) -> tuple[float, str]:
        query = recent(reader, where, dict(where).get("desk", ""), today) if reader else None
        if reader is None or query is None or query.first is None or query.last is None:
            raise Refused("There are no tickets to read it from: say in words when the goal is done.")
        found = read_baseline(reader, metric, where, query.first, query.last)
        assert isinstance(found.result, Value)  # read_baseline refuses all else
        period = found.period
        known = reader.catalogue.metric(metric)
        return level(known, found.result.amount, period.first, period.last), found.definition

    return read


def _measured(metric: Metric, terms: Terms, query: Query, reading: Reading) -> Measured:
    result = reading.result
    if not isinstance(result, Value) or not reading.complete:
        why = "no number" if isinstance(result, Value) else str(result)
        return Measured(metric, None, reading, None, why, "")
    address = tickets_address(metric, query, reading) if result.n else ""
    amount = level(metric, result.amount, reading.period.first, reading.period.last)
    words = level_words(metric, amount)
    if is_small(metric, result):
        return Measured(metric, None, reading, None, f"{words}, too few tickets to judge by", address)
    gone = None
    if terms.target is not None and terms.baseline is not None and reading.definition == terms.definition:
        gone = progress(terms.baseline, terms.target, amount)
    return Measured(metric, amount, reading, gone, words, address)
