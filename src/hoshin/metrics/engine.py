"""Computes metrics: all that are asked for, in as few passes over the tickets as there are ways to date a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics import ages, flows, stocks
from hoshin.metrics.coverage import Coverage, Span
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import levels
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reading, Reason, Refusal, Result
from hoshin.metrics.scope import Breakdown, Cut, canonical, check, cuts_in_order, nobody, word
from hoshin.metrics.statistic import Absent, Dating, Given, MedianAge
from hoshin.metrics.window import MOST, Window, flow_window, standing_window, too_many

Answer = list[tuple[Cut, list[Result]]]
"""A metric's results by part of the breakdown, in order; each list runs along the periods."""

Answers = dict[str, tuple[Window, Answer]]
"""The answers of one question by key of the metric, each with its periods."""


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
    (found,) = read_each(log, metrics, query, [query.breakdown], coverage=coverage, generation=generation, given=given)
    return found


def read_each(
    log: EventLog,
    metrics: Sequence[Metric],
    query: Query,
    breakdowns: Sequence[Breakdown],
    *,
    coverage: Coverage,
    generation: str,
    given: Given | None = None,
) -> list[list[Reading]]:
    """As ``read``, for each of several breakdowns in place of the query's own, in no more passes than for one."""
    queries = [replace(query, by=by, across=across) for by, across, *_ in ((*each, None, None) for each in breakdowns)]
    for each in queries:
        check(each)
    span = coverage.within(query)
    if span is None:
        return [[] for _ in queries]
    asking = given or cache(partial(desks_that_give, log))
    found: list[Answers] = [{} for _ in queries]
    lacking = [metric for metric in metrics if isinstance(metric.statistic, Absent)]
    for each, answers in zip(queries, found, strict=True):
        answers |= _absent(lacking, each, span)
    for dating in dict.fromkeys(metric.dating for metric in metrics):
        alike = [metric for metric in metrics if metric.dating is dating and metric not in lacking]
        if alike:
            each_of = _standing if dating is Dating.STANDING else partial(_falling, dating)
            for answers, more in zip(found, each_of(log, alike, queries, span, coverage, asking), strict=True):
                answers |= more
    return [
        _told(log, metrics, each, span, answers, coverage, generation)
        for each, answers in zip(queries, found, strict=True)
    ]


def _told(
    log: EventLog,
    metrics: Sequence[Metric],
    query: Query,
    span: Span,
    answers: Answers,
    coverage: Coverage,
    generation: str,
) -> list[Reading]:
    """The answers of one question as readings."""
    if sum(len(window.periods) * len(answer) for window, answer in answers.values()) > MOST:
        raise too_many()
    where = canonical(query)
    hint = nobody(log.tickets, query) if where and _silent(answers) else ""
    complete: dict[tuple[int, Span], list[bool]] = {}
    scopes: dict[Cut, tuple[tuple[str, str | None], ...]] = {}
    readings: list[Reading] = []
    for metric in metrics:
        window, answer = answers[metric.key]
        key, unit, digest = metric.key, metric.unit, metric.digest
        for cut, results in answer:
            scope = scopes.get(cut)
            if scope is None:
                values = zip(query.breakdown, cut, strict=True)
                scope = scopes[cut] = (*where, *((dimension, word(dimension, value)) for dimension, value in values))
            covered = _own(cut, query, span, coverage)
            whole = complete.get((id(window), covered))
            if whole is None:
                whole = [covered.completes(period) and window.whole(period) for period in window.periods]
                complete[id(window), covered] = whole
            if hint:
                results = [Refusal(r.reason, r.n, hint) if isinstance(r, Refusal) else r for r in results]
            readings += [
                Reading(key, period, scope, result, unit, generation, digest, all_of_it)
                for period, result, all_of_it in zip(window.periods, results, whole, strict=True)
            ]
    return readings


def _own(cut: Cut, query: Query, span: Span, coverage: Coverage) -> Span:
    """The days that the desks of a part cover."""
    if "desk" not in query.breakdown:
        return span
    desks = [str(value) for dimension, value in zip(query.breakdown, cut, strict=False) if dimension == "desk"]
    return (coverage.of(*desks) if desks else None) or span


def _falling(
    dating: Dating,
    log: EventLog,
    metrics: Sequence[Metric],
    queries: Sequence[Query],
    span: Span,
    coverage: Coverage,
    given: Given,
) -> list[Answers]:
    """Metrics of tickets that fall into days."""
    if dating not in (Dating.OPENED, Dating.RESOLVED) and not given(dating.column):
        column = next(each for each in TICKETS.columns if each.name == f"{dating.value}_at")
        return [_refused(metrics, f"{column.name}: {column.meaning}", query, span) for query in queries]
    scans = flows.scan(log, dating, metrics, queries[0], [query.breakdown for query in queries], given)
    return [_fallen(metrics, query, span, coverage, scan) for query, scan in zip(queries, scans, strict=True)]


def _fallen(metrics: Sequence[Metric], query: Query, span: Span, coverage: Coverage, scan: flows.Scan) -> Answers:
    """The answers to one question from its scan."""
    window = flow_window(query, span, scan.days)
    cuts = cuts_in_order(scan.places) if query.by else [()]
    if len(cuts) * len(window.periods) > MOST:
        raise too_many()
    keys = [None if query.grain is Grain.ALL else period.first for period in window.periods]
    periods = dict(zip(keys, window.periods, strict=True))
    spans = {cut: _own(cut, query, span, coverage) for cut in cuts}
    of: list[tuple[Period, Span]] = [(window.periods[0], span)] * scan.rows.num_rows
    for cut, at in scan.places.items():
        for key, place in at.items():
            of[place] = (periods[key], spans[cut])
    empty = {own: [flows.nothing(period, own) for period in window.periods] for own in set(spans.values())}
    places = [[scan.places.get(cut, {}).get(key, -1) for key in keys] for cut in cuts]
    answers: Answers = {}
    for metric in metrics:
        found = flows.results(metric, scan, of)
        answers[metric.key] = (
            window,
            [
                (cut, [found[i] if i >= 0 else no for i, no in zip(at, empty[spans[cut]], strict=True)])
                for cut, at in zip(cuts, places, strict=True)
            ],
        )
    return answers


def _standing(
    log: EventLog,
    metrics: Sequence[Metric],
    queries: Sequence[Query],
    span: Span,
    coverage: Coverage,
    given: Given,
) -> list[Answers]:
    """Metrics of tickets as they stand at the end of a day."""
    window = standing_window(queries[0], span)
    scans = stocks.scan(log, metrics, queries[0], [query.breakdown for query in queries], window, given)
    return [
        _stood(log, metrics, query, span, coverage, window, found) for query, found in zip(queries, scans, strict=True)
    ]


def _stood(
    log: EventLog,
    metrics: Sequence[Metric],
    query: Query,
    span: Span,
    coverage: Coverage,
    window: Window,
    found: stocks.Found,
) -> Answers:
    """The answers to one question from what came and went."""
    cuts = cuts_in_order(cut for cut, courses in found.items() if stocks.seen(courses)) if query.by else [()]
    if len(cuts) * len(window.periods) > MOST:
        raise too_many()
    spans = {cut: _own(cut, query, span, coverage) for cut in cuts}
    answers: Answers = {}
    for metric in metrics:
        if isinstance(metric.statistic, MedianAge):
            # Without any such ticket there is nothing to join.
            ever = any(
                course[metric.among, level][-1].ever for course in found.values() for level in levels(metric.statistic)
            )
            old = ages.scan(log.tickets, metric, query, window) if ever else {}
            answers[metric.key] = (window, [(cut, ages.results(old.get(cut), window, spans[cut])) for cut in cuts])
        else:
            answers[metric.key] = (
                window,
                [(cut, stocks.results(metric, found.get(cut), window, spans[cut])) for cut in cuts],
            )
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
