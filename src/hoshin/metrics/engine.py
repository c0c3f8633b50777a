"""Computes metrics: all that are asked for, in as few passes over the tickets as there are ways to date a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics import ages, flows, stocks, weeks
from hoshin.metrics.coverage import Coverage, Span
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import levels
from hoshin.metrics.query import Query
from hoshin.metrics.readings import Readings, Series
from hoshin.metrics.result import Reason
from hoshin.metrics.results import NUMBER, Results
from hoshin.metrics.scope import Breakdown, Cut, canonical, check, nobody, word
from hoshin.metrics.statistic import Absent, Dating, Given, MedianAge, MedianWeek
from hoshin.metrics.window import MOST, Window, flow_window, standing_window, too_many

Answer = tuple[Window, list[Cut], Results]
"""A metric's periods, the parts of the breakdown in order, and its results for them."""

Answers = dict[str, Answer]
"""The answers of one question by key of the metric."""


def read(
    log: EventLog,
    metrics: Sequence[Metric],
    query: Query,
    *,
    coverage: Coverage,
    generation: str,
    given: Given | None = None,
) -> Readings:
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
) -> list[Readings]:
    """As ``read``, for each of several breakdowns in place of the query's own, in no more passes than for one."""
    queries = [replace(query, by=by, across=across) for by, across, *_ in ((*each, None, None) for each in breakdowns)]
    for each in queries:
        check(each)
    span = coverage.within(query)
    if span is None:
        return [Readings(generation, []) for _ in queries]
    asking = given or cache(partial(desks_that_give, log))
    found: list[Answers] = [{} for _ in queries]
    lacking = {metric.key: missing for metric in metrics if (missing := _missing(metric, asking))}
    for each, answers in zip(queries, found, strict=True):
        for metric in metrics:
            if metric.key in lacking:
                answers |= _refused([metric], lacking[metric.key], each, span)
    for dating in dict.fromkeys(metric.dating for metric in metrics):
        alike = [metric for metric in metrics if metric.dating is dating and metric.key not in lacking]
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
) -> Readings:
    """The answers of one question as readings."""
    if sum(results.why.size for _, _, results in answers.values()) > MOST:
        raise too_many()
    where = canonical(query)
    silent = all(results.silent for _, _, results in answers.values())
    hint = nobody(log.tickets, query) if where and silent else ""
    whole: dict[tuple[int, Span], list[bool]] = {}
    series: list[Series] = []
    for metric in metrics:
        window, cuts, results = answers[metric.key]
        results = results.at_least(metric.least)
        complete = []
        for span_of_it in (_own(cut, query, span, coverage) for cut in cuts):
            known = whole.get((id(window), span_of_it))
            if known is None:
                known = [span_of_it.completes(period) and window.whole(period) for period in window.periods]
                whole[id(window), span_of_it] = known
            complete.append(known)
        scopes = [
            (*where, *((dim, word(dim, value)) for dim, value in zip(query.breakdown, cut, strict=True)))
            for cut in cuts
        ]
        series.append(
            Series(
                metric.key,
                metric.unit,
                metric.digest,
                tuple(scopes),
                window.periods,
                np.array(complete, np.bool_).reshape(results.why.shape),
                results.hinted(hint) if hint else results,
            )
        )
    return Readings(generation, series)


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
    if _never_dated(dating, given):
        return [_undated(dating, metrics, query, span) for query in queries]
    scans = flows.scan(log, dating, metrics, queries[0], [query.breakdown for query in queries], given)
    answers = [_fallen(metrics, query, span, coverage, scan) for query, scan in zip(queries, scans, strict=True)]
    for metric in metrics:
        if isinstance(metric.statistic, MedianWeek):
            for query, found in zip(queries, answers, strict=True):
                window, cuts, flat = found[metric.key]
                spans = [_own(cut, query, span, coverage) for cut in cuts]
                by_week = weeks.scan(log.tickets, metric, query, given) if (flat.why == NUMBER).any() else {}
                found[metric.key] = window, cuts, weeks.results(flat, by_week, cuts, window, spans)
    return answers


def _never_dated(dating: Dating, given: Given) -> bool:
    """Whether no desk gives what dates a ticket so; a desk that never resolved anything gives it all the same."""
    match dating:
        case Dating.OPENED | Dating.RESOLVED:
            return False
        case Dating.FIRST_RESOLVED | Dating.SLA_JUDGED:
            return not given(dating.column) and bool(given(Dating.RESOLVED.column))
        case _:
            return not given(dating.column)


def _undated(dating: Dating, metrics: Sequence[Metric], query: Query, span: Span) -> Answers:
    """Refusals where no ticket has a day by the dating: for want of its instant, else of what the metric needs."""
    found: Answers = {}
    for metric in metrics:
        columns = [column for column in TICKETS.columns if column.name == f"{dating.value}_at"]
        columns = columns or [column for column in TICKETS.columns if column.name in metric.columns]
        found |= _refused([metric], "; ".join(f"{each.name}: {each.meaning}" for each in columns), query, span)
    return found


def _fallen(metrics: Sequence[Metric], query: Query, span: Span, coverage: Coverage, scan: flows.Scan) -> Answers:
    """The answers to one question from its scan."""
    window = flow_window(query, span, scan.days)
    if len(scan.cuts) * len(window.periods) > MOST:
        raise too_many()
    frame = flows.frame(scan, window, [_own(cut, query, span, coverage) for cut in scan.cuts])
    return {metric.key: (window, scan.cuts, flows.results(metric, scan, frame)) for metric in metrics}


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
    if query.by:
        found = stocks.seen(found)
    if len(found.cuts) * len(window.periods) > MOST:
        raise too_many()
    spans = [_own(cut, query, span, coverage) for cut in found.cuts]
    answers: Answers = {}
    for metric in metrics:
        if isinstance(metric.statistic, MedianAge):
            # Without any such ticket there is nothing to join.
            ever = any(found.courses[metric.among, level].ever.any() for level in levels(metric.statistic))
            results = ages.results(
                ages.scan(log.tickets, metric, query, window) if ever else {}, found.cuts, window, spans
            )
        else:
            results = stocks.results(metric, found, window, spans)
        answers[metric.key] = (window, found.cuts, results)
    return answers


def _missing(metric: Metric, given: Given) -> str:
    """What no desk gives without which no ticket can be told to be one of the metric's; empty where all is there."""
    if isinstance(metric.statistic, Absent):
        return f"{metric.statistic.field}: {metric.statistic.meaning}"
    lacking = {column for column in metric.among_needs if not given(column)}
    return "; ".join(f"{column.name}: {column.meaning}" for column in TICKETS.columns if column.name in lacking)


def _refused(metrics: Sequence[Metric], missing: str, query: Query, span: Span) -> Answers:
    """A refusal for each period; with a breakdown none, for there is no value that it could stand beside."""
    window = standing_window(query, span)
    cuts: list[Cut] = [] if query.by else [()]
    results = Results.refused((len(cuts), len(window.periods)), Reason.NO_FIELD, missing)
    return {metric.key: (window, cuts, results) for metric in metrics}


def desks_that_give(log: EventLog, column: str) -> frozenset[str]:
    """The desks that have the column in at least one ticket."""
    found = log.tickets.filter(log.tickets[column].notnull()).select("desk").distinct().to_pyarrow()
    return frozenset(found["desk"].to_pylist())
