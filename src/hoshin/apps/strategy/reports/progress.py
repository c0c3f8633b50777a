"""How far key results and objectives are: gathered from readings, composed into status, words and charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.strategy.status import Status, elapsed, progress, status, worst
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric as metric_named
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import LineChart, Series, Tone
from hoshin.reporting.wording import amount, day, result_words, scope_words

RECENT = timedelta(days=28)
"""The actual number is that of the last 28 wholly covered days: four of each weekday."""

STALE = timedelta(days=45)
"""A desk whose newest ticket is older than this says nothing about today."""

TONES = {
    Status.REACHED: Tone.GOOD,
    Status.ON_TRACK: Tone.GOOD,
    Status.NOT_STARTED: Tone.NEUTRAL,
    Status.AT_RISK: Tone.WATCH,
    Status.UNKNOWN: Tone.UNKNOWN,
    Status.OFF_TRACK: Tone.BAD,
    Status.MISSED: Tone.BAD,
}


@dataclass(frozen=True)
class Standing:
    """Where one key result stands."""

    key_result: KeyResult
    metric: Metric
    query: Query | None
    actual: Reading | None
    gone: float | None
    status: Status
    today: date
    why: str

    @property
    def tone(self) -> Tone:
        """The status as a tone."""
        return TONES[self.status]

    @property
    def percent(self) -> int:
        """Progress for a bar, 0 to 100."""
        return round(100 * min(max(self.gone or 0.0, 0.0), 1.0))

    @property
    def expected_percent(self) -> int:
        """How much of its time has passed, 0 to 100."""
        return round(100 * elapsed(self.key_result.start, self.key_result.due, self.today))

    @property
    def baseline_words(self) -> str:
        """The number it started from."""
        return amount(self.key_result.baseline, self.metric.unit)

    @property
    def target_words(self) -> str:
        """The number to reach."""
        return amount(self.key_result.target, self.metric.unit)

    @property
    def actual_words(self) -> str:
        """The number of the last four weeks."""
        return result_words(self.actual) if self.actual else "no data"

    @property
    def scope_words(self) -> str:
        """What part of the tickets it is about."""
        return scope_words(self.key_result.where)


@dataclass(frozen=True)
class ObjectiveStanding:
    """Where an objective stands: where its worst key result does."""

    objective: Objective
    key_results: tuple[Standing, ...]

    @property
    def status(self) -> Status:
        """The worst status of its key results."""
        return worst(standing.status for standing in self.key_results)

    @property
    def tone(self) -> Tone:
        """The status as a tone."""
        return TONES[self.status]

    @property
    def percent(self) -> int:
        """The least progress of its key results, 0 to 100: unlike things are not averaged."""
        return min((standing.percent for standing in self.key_results), default=0)


def today_of(reader: Reader, desk: str, today: date) -> date:
    """Today; for a demonstration, whose tickets end on a fixed day, the day on which they end."""
    covered = reader.coverage((("desk", desk),) if desk else ())[1]
    desks = reader.desks.values() if not desk else [entry for name, entry in reader.desks.items() if name == desk]
    return covered if all(entry.demonstration for entry in desks) else today


def gather(reader: Reader | None, objectives: Iterable[Objective], today: date) -> list[ObjectiveStanding]:
    """Where each objective stands. Without a reader (no tickets yet) every started key result is unknown."""
    return [
        ObjectiveStanding(objective, tuple(standing(reader, each, today) for each in objective.key_results.all()))
        for objective in objectives
    ]


def standing(reader: Reader | None, key_result: KeyResult, today: date) -> Standing:
    """Where one key result stands."""
    metric = metric_named(key_result.metric)
    if reader is None or (key_result.desk and key_result.desk not in reader.desks):
        found = status(None, key_result.start, key_result.due, today)
        return Standing(key_result, metric, None, None, None, found, today, "No tickets have been read.")
    today = today_of(reader, key_result.desk, today)
    covered = reader.coverage(key_result.where)
    # The last covered day may be cut in its middle, so the day before it is the last that counts.
    last = min(covered[1] - timedelta(days=1), today)
    query = Query(Grain.ALL, None, last - RECENT + timedelta(days=1), last, key_result.where)
    actual = reader.read([key_result.metric], query)[0]
    stale = today - covered[1] > STALE
    gone = None
    if isinstance(actual.result, Value) and not stale:
        gone = progress(key_result.baseline, key_result.target, actual.result.amount)
    found = status(gone, key_result.start, key_result.due, today)
    return Standing(
        key_result,
        metric,
        query,
        actual,
        gone,
        found,
        today,
        _why(found, gone, actual, covered[1], today, key_result, stale),
    )


def _why(
    found: Status, gone: float | None, actual: Reading, covered: date, today: date, key_result: KeyResult, stale: bool
) -> str:
    if found is Status.NOT_STARTED:
        return f"It starts on {day(key_result.start)}."
    if stale:
        return f"The newest ticket is of {day(covered)}: too old to say where things stand today."
    if gone is None:
        return f"The last four weeks give no number: {actual.result}."
    passed = f"{round(100 * elapsed(key_result.start, key_result.due, today))} % of the time has passed."
    if gone < 0:
        return f"It has moved away from its target, and {passed}"
    return f"{round(100 * gone)} % of the way is done, and {passed}"


def course(reader: Reader, found: Standing) -> LineChart:
    """The metric week by week from a quarter before the start, beside the straight way from baseline to target."""
    key_result = found.key_result
    covered = reader.coverage(key_result.where)
    first = max(min(key_result.start, key_result.baseline_first) - timedelta(weeks=4), covered[0])
    query = Query(Grain.WEEK, None, first, max(covered[1], first), key_result.where)
    readings = [r for r in reader.read([key_result.metric], query) if r.complete]
    values = tuple(r.result.amount if isinstance(r.result, Value) else None for r in readings)
    way = tuple(_expected(key_result, r.period.last) for r in readings)
    target = (key_result.target,) * len(readings)
    return LineChart(
        title=found.metric.title,
        unit=found.metric.unit,
        categories=tuple(r.period.label for r in readings),
        series=(
            Series("actual", values),
            Series("way to the target", way, "dashed"),
            Series("target", target, "dashed", Tone.GOOD),
        ),
        summary=f"{found.actual_words} over the last four weeks; from {found.baseline_words}, to reach "
        f"{found.target_words} by {day(key_result.due)}. {found.why}",
    )


def _expected(key_result: KeyResult, when: date) -> float | None:
    if when < key_result.start or when > key_result.due:
        return None
    part = elapsed(key_result.start, key_result.due, when)
    return key_result.baseline + part * (key_result.target - key_result.baseline)
