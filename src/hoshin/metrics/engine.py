"""Computes metrics: all that are asked for, in as few passes over the tickets as there are ways to date a ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics import ages, flows, stocks
from hoshin.metrics.coverage import Coverage, Span
from hoshin.metrics.definition import Metric
from hoshin.metrics.flows import Given
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Reason, Refusal, Result
from hoshin.metrics.scope import Cut, canonical, check, cuts_in_order, nobody, word
from hoshin.metrics.statistic import Absent, Dating, MedianAge
from hoshin.metrics.window import MOST, Window, flow_window, standing_window, too_many

Answer = list[tuple[Cut, list[Result]]]
"""A metric's results by part of the breakdown, in order; each list runs along the periods."""


def read(
    log: EventLog,
    metrics: Sequence[Metric],
    query: Query,
    *,
    coverage: Coverage,
    generation: str,
    given: Given | None = None,
) -> list[Reading]:
    """Readings of the metrics, in their order: for each the parts of the breakdown, for each of those the periods.

    Without a breakdown there is one series, also where no ticket is in scope; with one, a series for each part that
    has tickets in the days asked for. ``given`` tells which desks give a column; without it the tickets are asked.
    Raises UnknownDimension and QueryInvalid.
    """
    check(query)
    span = coverage.within(query)
    if span is None:
        return []

    def own(cut: Cut) -> Span:
        desks = [str(value) for dimension, value in zip(query.breakdown, cut, strict=False) if dimension == "desk"]
        return (coverage.of(*desks) if desks else None) or span

    answers: dict[str, tuple[Window, Answer]] = {}
    lacking = [metric for metric in metrics if isinstance(metric.statistic, Absent)]
    answers |= _absent(lacking, query, span)
    for dating in dict.fromkeys(metric.dating for metric in metrics):
        alike = [metric for metric in metrics if metric.dating is dating and metric not in lacking]
        if not alike:
            continue
        if dating is Dating.STANDING:
            answers |= _standing(log, alike, query, span, own)
        else:
            answers |= _falling(log, dating, alike, query, span, own, given or partial(desks_that_give, log))
    if sum(len(window.periods) * len(answer) for window, answer in answers.values()) > MOST:
        raise too_many()
    where = canonical(query)
    hint = nobody(log.tickets, query) if where and _silent(answers) else ""
    readings: list[Reading] = []
    for metric in metrics:
        window, answer = answers[metric.key]
        for cut, results in answer:
            values = zip(query.breakdown, cut, strict=True)
            scope = (*where, *((dimension, word(dimension, value)) for dimension, value in values))
            covered = own(cut)
            for period, result in zip(window.periods, results, strict=True):
                told = Refusal(result.reason, result.n, hint) if hint and isinstance(result, Refusal) else result
                complete = covered.completes(period) and window.whole(period)
                readings.append(
                    Reading(metric.key, period, scope, told, metric.unit, generation, metric.digest, complete)
                )
    return readings


def _falling(
    log: EventLog,
    dating: Dating,
    metrics: Sequence[Metric],
    query: Query,
    span: Span,
    own: Callable[[Cut], Span],
    given: Given,
) -> dict[str, tuple[Window, Answer]]:
    """Metrics of tickets that fall into days."""
    if dating not in (Dating.OPENED, Dating.RESOLVED) and not given(dating.column):
        column = next(each for each in TICKETS.columns if each.name == f"{dating.value}_at")
        return _refused(metrics, f"{column.name}: {column.meaning}", query, span)
    scan = flows.scan(log.tickets, dating, metrics, query, given)
    window = flow_window(query, span, scan.days)
    cuts = cuts_in_order(scan.cells) if query.by else [()]
    if len(cuts) * len(window.periods) > MOST:
        raise too_many()

    keys = [None if query.grain is Grain.ALL else period.first for period in window.periods]

    def results(metric: Metric, cut: Cut) -> list[Result]:
        cells, covered = scan.cells.get(cut, {}), own(cut)
        return [
            flows.result(metric, scan, cells.get(key), period, covered)
            for key, period in zip(keys, window.periods, strict=True)
        ]

    return {m.key: (window, [(cut, results(m, cut)) for cut in cuts]) for m in metrics}


def _standing(
    log: EventLog, metrics: Sequence[Metric], query: Query, span: Span, own: Callable[[Cut], Span]
) -> dict[str, tuple[Window, Answer]]:
    """Metrics of tickets as they stand at the end of a day."""
    window = standing_window(query, span)
    aged = [metric for metric in metrics if isinstance(metric.statistic, MedianAge)]
    found = stocks.scan(log.tickets, metrics, query, window)
    cuts = cuts_in_order(cut for cut, parts in found.items() if stocks.seen(parts)) if query.by else [()]
    if len(cuts) * len(window.periods) > MOST:
        raise too_many()
    answers = {
        m.key: (window, [(cut, stocks.results(m, found.get(cut), window, own(cut))) for cut in cuts])
        for m in metrics
        if m not in aged
    }
    for metric in aged:
        old = ages.scan(log.tickets, metric, query, window)
        answers[metric.key] = (window, [(cut, ages.results(old.get(cut), window, own(cut))) for cut in cuts])
    return answers


def _absent(metrics: Sequence[Metric], query: Query, span: Span) -> dict[str, tuple[Window, Answer]]:
    """Metrics that no event log can hold: a refusal for each period, which names what is missing."""
    found: dict[str, tuple[Window, Answer]] = {}
    for metric in metrics:
        if isinstance(metric.statistic, Absent):
            missing = f"{metric.statistic.field}: {metric.statistic.meaning}"
            found |= _refused([metric], missing, query, span)
    return found


def _refused(metrics: Sequence[Metric], missing: str, query: Query, span: Span) -> dict[str, tuple[Window, Answer]]:
    """A refusal for each period; with a breakdown none, for there is no value that it could stand beside."""
    window = standing_window(query, span)
    refusal: Result = Refusal(Reason.NO_FIELD, 0, missing)
    answer: Answer = [] if query.by else [((), [refusal] * len(window.periods))]
    return {metric.key: (window, answer) for metric in metrics}


def _silent(answers: Mapping[str, tuple[Window, Answer]]) -> bool:
    """Whether no ticket at all was found."""
    every = (result for _, answer in answers.values() for _, results in answer for result in results)
    return all(isinstance(result, Refusal) and result.n == 0 for result in every)


def desks_that_give(log: EventLog, column: str) -> frozenset[str]:
    """The desks that have the column in at least one ticket."""
    found = log.tickets.filter(log.tickets[column].notnull()).select("desk").distinct().to_pyarrow()
    return frozenset(found["desk"].to_pylist())
