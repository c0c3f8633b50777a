"""One metric over time as a control chart: gathered from readings, composed into a chart and a verdict in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.scorecards.models import Baseline, Target
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.registry import metric as metric_named
from hoshin.metrics.result import Reading, Value
from hoshin.reporting.blocks import Band, LineChart, Series, Tone
from hoshin.reporting.wording import amount, period_words
from hoshin.signals.control_chart import ControlChart, Signal, chart

RECENT = 4
"""How many of the last whole periods a signal may be old to need attention today."""


@dataclass(frozen=True)
class Course:
    """The course of one metric: its readings, oldest first, and what the control chart makes of them."""

    metric: Metric
    readings: tuple[Reading, ...]
    control: ControlChart
    target: float | None
    baseline: Baseline | None

    @property
    def latest(self) -> Reading | None:
        """The newest reading of a wholly covered period; None where there is none."""
        return next((r for r in reversed(self.readings) if r.complete), None)

    @property
    def value(self) -> Value | None:
        """The latest reading's value; None where it is a refusal."""
        return self.latest.result if self.latest and isinstance(self.latest.result, Value) else None

    @property
    def recent_signals(self) -> tuple[Signal, ...]:
        """Signals at one of the last whole periods."""
        whole = [i for i, reading in enumerate(self.readings) if reading.complete]
        if not whole:
            return ()
        first = whole[-min(RECENT, len(whole))]
        return tuple(s for s in self.control.signals if s.index >= first)

    @property
    def tone(self) -> Tone:
        """What the metric says now: bad or good by its latest recent signal, unknown without data, else neutral."""
        if self.value is None:
            return Tone.UNKNOWN
        signal = self.recent_signals[-1] if self.recent_signals else None
        if signal is None or signal.higher is None or self.metric.direction not in (Direction.HIGHER, Direction.LOWER):
            return Tone.NEUTRAL if signal is None else Tone.WATCH
        return Tone.GOOD if signal.higher == (self.metric.direction is Direction.HIGHER) else Tone.BAD

    @property
    def target_met(self) -> bool | None:
        """Whether the latest value reaches the target; None without target, value or direction."""
        if self.target is None or self.value is None:
            return None
        if self.metric.direction is Direction.HIGHER:
            return self.value.amount >= self.target
        return self.value.amount <= self.target if self.metric.direction is Direction.LOWER else None


def courses(
    keys: Sequence[str],
    readings: Sequence[Reading],
    targets: Mapping[str, Target],
    baselines: Mapping[str, Baseline],
) -> list[Course]:
    """Sort readings of several metrics (one scope, one grain) into courses, in the order of ``keys``."""
    found = []
    for key in keys:
        own = tuple(r for r in readings if r.metric == key)
        chosen = baselines.get(key)
        target = targets.get(key)
        found.append(
            Course(
                metric_named(key),
                own,
                chart([_judged(r) for r in own], _positions(own, chosen)),
                target.amount if target else None,
                chosen,
            )
        )
    return found


def _judged(reading: Reading) -> float | None:
    """The amount that the control chart may judge: whole periods with enough cases."""
    result = reading.result
    return result.amount if isinstance(result, Value) and reading.complete and not result.small else None


def _positions(readings: tuple[Reading, ...], chosen: Baseline | None) -> tuple[int, int] | None:
    if chosen is None:
        return None
    inside = [i for i, r in enumerate(readings) if r.period.first >= chosen.first and r.period.last <= chosen.last]
    return (inside[0], inside[-1]) if inside else None


def picture(course: Course) -> LineChart:
    """The control chart as a block: values, centre, natural limits, target, and signals as marked points."""
    control, n = course.control, len(course.readings)
    values = tuple(r.result.amount if isinstance(r.result, Value) else None for r in course.readings)
    worse, better, other = _signal_points(course, values)
    series = [Series(course.metric.title, values)]
    bands: tuple[Band, ...] = ()
    if control.centre is not None and control.lower is not None and control.upper is not None:
        series.append(Series("centre", (control.centre,) * n, "dashed"))
        floor = 0.0 if course.metric.never_negative else control.lower
        ceiling = min(control.upper, 1.0) if course.metric.unit == "share" else control.upper
        bands = (Band("natural limits", (max(control.lower, floor),) * n, (ceiling,) * n),)
    if course.target is not None:
        series.append(Series("target", (course.target,) * n, "dashed", Tone.GOOD))
    for name, points, tone in (
        ("signal: worse", worse, Tone.BAD),
        ("signal: better", better, Tone.GOOD),
        ("signal", other, Tone.WATCH),
    ):
        if any(point is not None for point in points):
            series.append(Series(name, points, "points", tone))
    return LineChart(
        title=course.metric.title,
        unit=course.metric.unit,
        categories=tuple(r.period.label for r in course.readings),
        series=tuple(series),
        bands=bands,
        summary=summary(course),
    )


def _signal_points(
    course: Course, values: tuple[float | None, ...]
) -> tuple[tuple[float | None, ...], tuple[float | None, ...], tuple[float | None, ...]]:
    worse: list[float | None] = [None] * len(values)
    better, other = worse.copy(), worse.copy()
    for signal in course.control.signals:
        if signal.higher is None or course.metric.direction not in (Direction.HIGHER, Direction.LOWER):
            other[signal.index] = values[signal.index]
        elif signal.higher == (course.metric.direction is Direction.HIGHER):
            better[signal.index] = values[signal.index]
        else:
            worse[signal.index] = values[signal.index]
    return tuple(worse), tuple(better), tuple(other)


def summary(course: Course) -> str:
    """What the chart shows, in a sentence or two."""
    latest = course.latest
    if latest is None:
        return f"{course.metric.title}: no period is wholly covered by the export yet."
    if course.value is None:
        return f"{course.metric.title}, {period_words(latest.period)}: {latest.result}."
    said = (
        f"{course.metric.title} was {amount(course.value.amount, course.metric.unit)} in {period_words(latest.period)}"
    )
    said += f" (n = {course.value.n:,})."
    if course.control.centre is None:
        return f"{said} Too few periods to tell signals from noise."
    usual = f" Usual is {amount(course.control.centre, course.metric.unit)}."
    if not course.recent_signals:
        return f"{said}{usual} Nothing in the last {RECENT} periods stands out from the usual variation."
    return f"{said}{usual} {course.recent_signals[-1].words}"
