"""The median week: what each whole week of a period sums up, and the middle of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from statistics import median

import numpy as np
from ibis import Table

from hoshin.metrics.amounts import counted
from hoshin.metrics.coverage import Span
from hoshin.metrics.days import bucket, periods
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import brought, day, kept
from hoshin.metrics.flows import in_days
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reason
from hoshin.metrics.results import NUMBER, Results
from hoshin.metrics.scope import Cut, cut, keys
from hoshin.metrics.statistic import Given, MedianWeek
from hoshin.metrics.window import Window

Found = Mapping[Cut, Mapping[date, float]]
"""What each week sums up, by part of the breakdown and the week's Monday; a week of nothing may be missing."""

NO_WEEK = "no whole week lies in it"


def scan(tickets: Table, metric: Metric, query: Query, given: Given) -> Found:
    """One pass over the tickets of the metric alone."""
    assert isinstance(metric.statistic, MedianWeek)
    rows = in_days(tickets, metric.dating, query)
    rows = kept(rows, counted(metric, rows, given))
    amounts = brought(metric.statistic, rows, None)
    weeks = rows.select(week=bucket(day(rows, metric.dating), Grain.WEEK), amount=amounts, **keys(rows, query))
    found: dict[Cut, dict[date, float]] = {}
    names = [name for name in weeks.columns if name != "amount"]
    for row in weeks.group_by(*names).aggregate(total=weeks.amount.sum()).to_pyarrow().to_pylist():
        week = row["week"].date() if isinstance(row["week"], datetime) else row["week"]
        found.setdefault(cut(row, query), {})[week] = float(row["total"] or 0) / metric.statistic.measure.per
    return found


def results(flat: Results, found: Found, cuts: Sequence[Cut], window: Window, spans: Sequence[Span]) -> Results:
    """The medians, where ``flat``, the results of the sum, are numbers; ``spans`` are the days that parts cover."""
    amount = np.full(flat.amount.shape, np.nan)
    for part, (own, span) in enumerate(zip(cuts, spans, strict=True)):
        of = found.get(own, {})
        for place, period in enumerate(window.periods):
            if flat.why[part, place] == NUMBER and (weeks := _whole(period, window, span)):
                amount[part, place] = median(of.get(week.first, 0.0) for week in weeks)
    none = (flat.why == NUMBER) & np.isnan(amount)
    return replace(
        flat,
        amount=amount,
        left_out=np.where(none, 0, flat.left_out),
        why=np.where(none, np.int8(len(flat.refusals)), flat.why),
        refusals=(*flat.refusals, (Reason.NOT_COVERED, NO_WEEK)),
    )


def _whole(period: Period, window: Window, span: Span) -> list[Period]:
    """The weeks that lie whole in the period, in the days asked for, and in those that the desks cover."""
    first, last = max(period.first, span.first), min(period.last, span.last)
    if first > last:
        return []
    return [
        week
        for week in periods(first, last, Grain.WEEK)
        if week.first >= period.first and week.last <= period.last and span.completes(week) and window.whole(week)
    ]
