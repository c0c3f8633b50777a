"""The course of a metric: beside the way from baseline to target, or before there is one."""

from __future__ import annotations

from datetime import date, timedelta

from hoshin.apps.strategy.level import is_count, level, level_words
from hoshin.apps.strategy.reports.progress import Standing
from hoshin.apps.strategy.reports.prospect import Prospect
from hoshin.apps.strategy.way import expected
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Band, LineChart, Marker, Series, Tone
from hoshin.reporting.wording import day
from hoshin.signals.forecast import Forecast

WEEK = timedelta(weeks=1)


def course(reader: Reader, found: Standing, outlook: Prospect | None = None) -> LineChart:
    """The metric week by week from its baseline on, beside the planned way from there to the target, up to its end.

    With a forecast the chart has its fan: where four weeks that end then lie in 50 and in 80 of 100 cases.
    """
    key_result, metric = found.key_result, found.metric
    covered = reader.coverage(key_result.where)
    first = max(min(key_result.start, key_result.baseline_first), covered[0])
    readings = _weeks(reader, metric, key_result.where, first, max(covered[1], first))
    seen = [reading.period.first for reading in readings]
    ahead = _ahead(seen[-1] + WEEK if seen else _monday(key_result.start), key_result.due)
    weeks = (*seen, *ahead)
    labels = tuple(f"{monday:%G-W%V}" for monday in weeks)
    begin = f"{key_result.start:%G-W%V}"
    return LineChart(
        title=f"{metric.title}{', as if for 4 weeks' if is_count(metric) else ''}",
        unit=metric.unit,
        categories=labels,
        series=(
            Series("each week", (*_levels(metric, readings), *(None for _ in ahead))),
            Series("way to the target", tuple(_expected(found, monday) for monday in weeks), "dashed"),
            Series("target", (key_result.target,) * len(weeks), "dashed", Tone.GOOD),
        ),
        bands=_fan(outlook.made, len(seen), len(ahead)) if outlook and isinstance(outlook.made, Forecast) else (),
        markers=(Marker(begin, "start"),) if begin in labels else (),
        summary=f"{found.actual_words} over the last four weeks; from {found.baseline_words}, to reach "
        f"{found.target_words} by {day(key_result.due)}. {found.why}",
    )


def _fan(found: Forecast, seen: int, ahead: int) -> tuple[Band, ...]:
    shown = found.bands[:ahead]
    past, rest = (None,) * seen, (None,) * (ahead - len(shown))
    return (
        Band("80 of 100", (*past, *(b.low80 for b in shown), *rest), (*past, *(b.high80 for b in shown), *rest)),
        Band("50 of 100", (*past, *(b.low50 for b in shown), *rest), (*past, *(b.high50 for b in shown), *rest)),
    )


def before(reader: Reader, metric: Metric, where: tuple[tuple[str, str], ...], baseline: Reading) -> LineChart:
    """The metric week by week over all that is covered, with the baseline over its days: to choose them by."""
    readings = _weeks(reader, metric, where, *reader.coverage(where))
    period = baseline.period
    value = baseline.result
    amount = level(metric, value.amount, period.first, period.last) if isinstance(value, Value) else None
    inside = [period.first <= each.period.last and each.period.first <= period.last for each in readings]
    return LineChart(
        title=f"{metric.title}{', as if for 4 weeks' if is_count(metric) else ''}",
        unit=metric.unit,
        categories=tuple(each.period.label for each in readings),
        series=(
            Series("each week", _levels(metric, readings)),
            Series("baseline", tuple(amount if each else None for each in inside), "dashed"),
        ),
        summary=f"{metric.title} week by week, and the baseline"
        + (f" of {level_words(metric, amount)}" if amount is not None else "")
        + f" from {day(period.first)} to {day(period.last)}.",
    )


def _weeks(
    reader: Reader, metric: Metric, where: tuple[tuple[str, str], ...], first: date, last: date
) -> list[Reading]:
    """The readings of whole weeks."""
    readings = reader.read([metric.key], Query(Grain.WEEK, None, first, last, where))
    return [reading for reading in readings if reading.complete]


def _levels(metric: Metric, readings: list[Reading]) -> tuple[float | None, ...]:
    return tuple(
        level(metric, each.result.amount, each.period.first, each.period.last)
        if isinstance(each.result, Value)
        else None
        for each in readings
    )


def _monday(when: date) -> date:
    return when - timedelta(days=when.weekday())


def _ahead(first: date, due: date) -> tuple[date, ...]:
    """The Mondays from ``first`` to ``due``."""
    return tuple(first + n * WEEK for n in range(max((due - first).days // 7 + 1, 0)))


def _expected(found: Standing, monday: date) -> float | None:
    """What is due by the end of the week, of the weeks between start and due date."""
    key_result = found.key_result
    last = min(monday + WEEK - timedelta(days=1), key_result.due)
    if last < key_result.start or monday > key_result.due:
        return None
    return expected(key_result, found.plans, last)
