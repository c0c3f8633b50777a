"""What lies ahead of a key result: whether it will be met by its date, and whether a counter-metric pays for it."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.strategy.level import is_count, is_small, level
from hoshin.apps.strategy.reports.progress import Standing
from hoshin.apps.strategy.status import Status
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric as metric_named
from hoshin.metrics.result import Reading, Value
from hoshin.metrics.statistic import MedianAge, OverdueShare, Stock, StockDays, StockShare
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day
from hoshin.signals.forecast import Forecast, NoForecast, forecast
from hoshin.signals.gaming import Finding, counter_metrics, watch

LIKELY = 2 / 3
"""From this probability on a key result is likely to be met; below its counterpart it is unlikely to be."""

STANDING = (Stock, StockShare, StockDays, OverdueShare, MedianAge)
"""What is read at the end of a stretch, so that the mean of weeks is not what a key result is judged by."""


@dataclass(frozen=True)
class Outlook:
    """The forecast of one key result, why there is none, or None where it is not asked; and what pays for it."""

    standing: Standing
    forecast: Forecast | NoForecast | None
    findings: tuple[Finding, ...]

    @property
    def sentence(self) -> str:
        """What a leader reads first; empty where nothing is left to forecast."""
        match self.forecast:
            case Forecast(probability=likely):
                begins = "Likely to be met" if likely >= LIKELY else "Open"
                begins = "Unlikely to be met" if likely <= 1 - LIKELY else begins
                return f"{begins}: {round(100 * likely)} % by {day(self.standing.key_result.due)}"
            case NoForecast(words=words):
                return f"No forecast: {words}"
            case None:
                return ""

    @property
    def caution(self) -> str:
        """What the forecast's score says of its worth."""
        return self.forecast.caution if isinstance(self.forecast, Forecast) else ""

    @property
    def tone(self) -> Tone:
        """Good, watch or bad by the probability; unknown without one."""
        if not isinstance(self.forecast, Forecast):
            return Tone.UNKNOWN
        likely = self.forecast.probability
        return Tone.GOOD if likely >= LIKELY else Tone.BAD if likely <= 1 - LIKELY else Tone.WATCH

    @property
    def score_words(self) -> str:
        """How it did on the weeks that are known."""
        if not isinstance(self.forecast, Forecast):
            return ""
        score = self.forecast.score
        said = f"Made by {self.forecast.method}; tried on {score.origins} weeks of the past."
        if score.skill is not None and score.skill > 0:
            said += f" Its error was {round(100 * score.skill)} % smaller than that of last year's same weeks."
        if score.coverage is not None:
            said += f" {round(100 * score.coverage)} % of the outcomes lay within the 80 % interval."
        return said


def outlook(reader: Reader | None, found: Standing) -> Outlook:
    """What lies ahead of the key result, as far as its weeks tell."""
    if reader is None or found.query is None or found.gone is None or found.status is Status.MISSED:
        return Outlook(found, None, ())
    metric = found.metric
    counters = counter_metrics(metric, {key: metric_named(key) for key in metric.counter_metrics})
    query = Query(Grain.WEEK, None, *reader.coverage(found.key_result.where), found.key_result.where)
    readings: dict[str, list[Reading]] = {}
    for reading in reader.read(sorted({metric.key, *(each.key for each in counters)}), query):
        readings.setdefault(reading.metric, []).append(reading)
    findings = watch(
        (metric, readings[metric.key]),
        [(each, readings[each.key]) for each in counters],
        found.key_result.start,
    )
    return Outlook(found, _forecast(found, readings[metric.key]), findings)


def _forecast(found: Standing, readings: list[Reading]) -> Forecast | NoForecast | None:
    metric, whole = found.metric, [each for each in readings if each.complete]
    if isinstance(metric.statistic, STANDING) or not whole:
        return None
    days = (found.key_result.due - whole[-1].period.last).days
    return forecast(
        [_amount(found, each) for each in whole],
        [1.0 if is_count(metric) else float(each.result.n) for each in whole],
        -(-days // 7),
        found.key_result.target,
        metric.direction,
        floor=0.0 if metric.never_negative else None,
        ceiling=1.0 if metric.unit == "share" else None,
    )


def _amount(found: Standing, reading: Reading) -> float | None:
    value = reading.result
    if not isinstance(value, Value) or is_small(found.metric, value):
        return None
    return level(found.metric, value.amount, reading.period.first, reading.period.last)
