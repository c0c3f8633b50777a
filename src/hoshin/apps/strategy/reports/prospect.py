"""The forecast of one metric in one scope against a target and a date, and how it is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hoshin.apps.strategy.level import is_count, is_small, level, level_words
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Refusal, Value
from hoshin.metrics.statistic import MedianAge, OverdueShare, Stock, StockDays, StockShare
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day
from hoshin.signals.forecast import Forecast, NoForecast, Why, forecast

LIKELY = 2 / 3
"""From this probability on a target is likely to be met; below its counterpart it is unlikely to be."""

STANDING = (Stock, StockShare, StockDays, OverdueShare, MedianAge)
"""What is read at the end of a stretch, so that the mean of weeks is not what a key result is judged by."""


@dataclass(frozen=True)
class Prospect:
    """Whether ``metric`` will meet ``target`` by ``due``: a forecast, or why there is none.

    Of what is ``reached`` today the question is whether it holds: the season may take it back.
    """

    metric: Metric
    target: float
    due: date
    made: Forecast | NoForecast
    reached: bool = False

    @property
    def word(self) -> str:
        """The probability as one word; empty without a forecast."""
        if not isinstance(self.made, Forecast):
            return ""
        likely = self.made.probability
        return "Likely" if likely >= LIKELY else "Unlikely" if likely <= 1 - LIKELY else "Open"

    @property
    def percent(self) -> int | None:
        """The probability, 1 to 99; None without a forecast."""
        return round(100 * self.made.probability) if isinstance(self.made, Forecast) else None

    @property
    def chip(self) -> str:
        """The probability in few words, such as ``likely, 80 %``; empty without a forecast."""
        return f"{self._held}, {self.percent} %" if self.word else ""

    @property
    def _held(self) -> str:
        if not self.reached:
            return self.word.lower()
        return "may hold" if self.word == "Open" else f"{self.word.lower()} to hold"

    @property
    def sentence(self) -> str:
        """What a leader reads first."""
        if isinstance(self.made, NoForecast):
            words = f"{self.made.words[:1].lower()}{self.made.words[1:]}"
            if self.made.lead is None:
                return f"No forecast: {words}"
            then = day(self.due - timedelta(weeks=self.made.lead))
            return f"No forecast yet: {words} There can be one from about {then} on, as more weeks are read."
        if self.reached:
            holds = (
                "Open whether it will hold" if self.word == "Open" else f"Reached today, {self.word.lower()} to hold"
            )
            return f"{holds}: {self.percent} % on {day(self.due)}."
        met = "Open whether it will be met" if self.word == "Open" else f"{self.word} to be met"
        return f"{met}: {self.percent} % by {day(self.due)}."

    @property
    def expected_words(self) -> str:
        """What the four weeks that end on the date will read; empty without a forecast."""
        if not isinstance(self.made, Forecast):
            return ""
        last = self.made.bands[-1]
        middle, low, high = (level_words(self.metric, each) for each in (last.middle, last.low80, last.high80))
        return f"Expected then are {middle}, in 80 of 100 cases {low} to {high}."

    @property
    def caution(self) -> str:
        """What the forecast's score says of its worth; empty where it is better than last year's same weeks."""
        return self.made.caution if isinstance(self.made, Forecast) else ""

    @property
    def tone(self) -> Tone:
        """Good, watch or bad by the probability; unknown without one."""
        tones = {"Likely": Tone.GOOD, "Open": Tone.WATCH, "Unlikely": Tone.BAD}
        return tones.get(self.word, Tone.UNKNOWN)

    @property
    def score_words(self) -> str:
        """How it did on the weeks that are known; empty without a forecast."""
        if not isinstance(self.made, Forecast):
            return ""
        score = self.made.score

        def missed(error: float) -> str:
            return f"{100 * error:.1f} points" if self.metric.unit == "share" else level_words(self.metric, error)

        said = f"Made by {self.made.method}. Tried on {score.origins} weeks of the past, it missed by "
        said += (
            f"{missed(score.error)} on average; the last four weeks carried on missed by {missed(score.naive_error)}"
        )
        if score.seasonal_error is not None:
            said += f", last year's same weeks by {missed(score.seasonal_error)}"
        said += "."
        if score.coverage is not None:
            said += f" {round(100 * score.coverage)} % of the outcomes lay within the 80 % interval of their time."
        return said


def weekly(reader: Reader, keys: Sequence[str], where: tuple[tuple[str, str], ...]) -> dict[str, list[Reading]]:
    """All weeks that the tickets cover, oldest first, by metric."""
    found: dict[str, list[Reading]] = {key: [] for key in keys}
    for reading in reader.read(list(found), Query(Grain.WEEK, None, *reader.coverage(where), where)):
        found[reading.metric].append(reading)
    return found


def prospect(metric: Metric, readings: Sequence[Reading], target: float, due: date) -> Prospect:
    """The prospect of ``metric``, of its weekly ``readings`` oldest first; of a count ``target`` is of four weeks."""
    return Prospect(metric, target, due, _made(metric, readings, target, due))


def _made(metric: Metric, readings: Sequence[Reading], target: float, due: date) -> Forecast | NoForecast:
    if isinstance(metric.statistic, STANDING):
        return NoForecast(Why.STANDING, "It is counted on a day, and only what four weeks bring is forecast.")
    whole = [each for each in readings if each.complete]
    if not whole:
        return NoForecast(Why.SHORT, "The tickets wholly cover no week yet.")
    newest = whole[-1].result
    if isinstance(newest, Refusal) and not any(isinstance(each.result, Value) for each in whole):
        return NoForecast(Why.SHORT, f"No week has a number yet ({newest}).")
    return forecast(
        [_amount(metric, each) for each in whole],
        [1.0 if is_count(metric) else float(each.result.n) for each in whole],
        -(-(due - whole[-1].period.last).days // 7),
        target,
        metric.direction,
        floor=0.0 if metric.never_negative else None,
        ceiling=1.0 if metric.unit == "share" else None,
    )


def _amount(metric: Metric, reading: Reading) -> float | None:
    value = reading.result
    if not isinstance(value, Value) or is_small(metric, value):
        return None
    return level(metric, value.amount, reading.period.first, reading.period.last)
