"""One metric over time as a control chart: gathered from readings, composed into a chart and a verdict in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hoshin.apps.scorecards.models import Baseline, Target
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.quality import Grade
from hoshin.metrics.result import Reading, Reason, Refusal, Value
from hoshin.reporting.blocks import Band, LineChart, Series, Tone
from hoshin.reporting.wording import amount, period_words
from hoshin.signals.control_chart import ControlChart, Meaning, Signal, chart_of, judged
from hoshin.signals.firing import season_explains

RECENT = 4
"""How many of the last whole periods a signal may be old to need attention today."""


SEASONAL = ", as last year"
"""What is added to the meaning of a signal that the season explains."""

TONES = {Meaning.BETTER: Tone.GOOD, Meaning.WORSE: Tone.BAD, Meaning.CHANGED: Tone.WATCH}


@dataclass(frozen=True)
class Course:
    """The course of one metric: its readings, oldest first, and what the control chart makes of them.

    The chart judges all readings, so that its baseline does not move with the stretch that somebody looks at;
    ``shown`` is the position of the first reading that is drawn.
    """

    metric: Metric
    readings: tuple[Reading, ...]
    shown: int
    control: ControlChart
    target: float | None
    baseline: Baseline | None
    grade: Grade | None = None

    @property
    def drawn(self) -> tuple[Reading, ...]:
        """The readings of the stretch that is looked at."""
        return self.readings[self.shown :]

    @property
    def drawn_signals(self) -> tuple[Signal, ...]:
        """The signals of that stretch."""
        return tuple(s for s in self.control.signals if s.index >= self.shown)

    @property
    def latest(self) -> Reading | None:
        """The newest reading of a wholly covered period; None where there is none."""
        return next((r for r in reversed(self.readings) if r.complete), None)

    @property
    def value(self) -> Value | None:
        """The latest reading's value; None where it is a refusal."""
        return self.latest.result if self.latest and isinstance(self.latest.result, Value) else None

    @property
    def silence(self) -> str:
        """Why there is not one value, in words; empty where there is."""
        if any(isinstance(reading.result, Value) for reading in self.readings):
            return ""
        refusals = [reading.result for reading in self.readings if isinstance(reading.result, Refusal)]
        lacking = next((each for each in refusals if each.reason is Reason.NO_FIELD), None)
        if lacking is not None:
            return f"not in the export: {lacking.detail}"
        return "no such ticket in this scope and stretch"

    @property
    def recent_signals(self) -> tuple[Signal, ...]:
        """Signals at one of the last whole periods."""
        whole = [i for i, reading in enumerate(self.readings) if reading.complete]
        if not whole:
            return ()
        first = whole[-min(RECENT, len(whole))]
        return tuple(s for s in self.control.signals if s.index >= first)

    @cached_property
    def seasonal(self) -> bool:
        """Whether the season explains the newest recent signal, as the register says of it; told of weeks only."""
        if (
            not self.recent_signals
            or self.latest is None
            or (self.latest.period.last - self.latest.period.first).days != 6
        ):
            return False
        return season_explains(self.control, [judged(each) for each in self.readings], self.recent_signals[-1])

    @property
    def tone(self) -> Tone:
        """What the metric says now, by its newest recent signal; neutral without one, and where the season explains it.

        Unknown without data, and with data too poor to raise an alarm.
        """
        if self.value is None or (self.grade and self.grade.bad):
            return Tone.UNKNOWN
        return TONES[self.recent_signals[-1].meaning] if self.recent_signals and not self.seasonal else Tone.NEUTRAL

    @property
    def target_met(self) -> bool | None:
        """Whether the latest value reaches the target; None without target, value or direction."""
        if self.target is None or self.value is None:
            return None
        if self.metric.direction is Direction.HIGHER:
            return self.value.amount >= self.target
        return self.value.amount <= self.target if self.metric.direction is Direction.LOWER else None


def courses(
    metrics: Sequence[Metric],
    readings: Sequence[Reading],
    targets: Mapping[str, Target],
    baselines: Mapping[str, Baseline],
    first: date,
    grades: Mapping[str, Grade] | None = None,
) -> list[Course]:
    """Sort readings of several metrics (one scope, one grain) into courses, in the order of ``metrics``.

    They are drawn from the day ``first`` on.
    """
    by_metric: dict[str, list[Reading]] = {metric.key: [] for metric in metrics}
    for reading in readings:
        if reading.metric in by_metric:
            by_metric[reading.metric].append(reading)
    found = []
    for metric in metrics:
        key, own = metric.key, tuple(by_metric[metric.key])
        chosen = baselines.get(key)
        target = targets.get(key)
        found.append(
            Course(
                metric,
                own,
                sum(r.period.first < first for r in own),
                chart_of(own, metric, (chosen.first, chosen.last) if chosen else None),
                target.amount if target else None,
                chosen,
                (grades or {}).get(key),
            )
        )
    return found


def picture(course: Course) -> LineChart:
    """The control chart as a block: values, centre, natural limits, target, and signals as marked points."""
    control, n = course.control, len(course.drawn)
    values = tuple(r.result.amount if isinstance(r.result, Value) else None for r in course.drawn)
    series = [Series(course.metric.title, values)]
    bands: tuple[Band, ...] = ()
    if control.centre is not None and control.lower is not None and control.upper is not None:
        series.append(Series("centre", (control.centre,) * n, "dashed"))
        bands = (Band("usual variation", (control.lower,) * n, (control.upper,) * n),)
    if course.target is not None:
        series.append(Series("target", (course.target,) * n, "dashed", Tone.GOOD))
    for meaning, tone in TONES.items():
        marked = {signal.index - course.shown for signal in course.drawn_signals if signal.meaning is meaning}
        if marked:
            points = tuple(value if i in marked else None for i, value in enumerate(values))
            series.append(Series(f"signal: {meaning}", points, "points", tone))
    return LineChart(
        title=course.metric.title,
        unit=course.metric.unit,
        categories=tuple(r.period.label for r in course.drawn),
        series=tuple(series),
        bands=bands,
        summary=summary(course),
    )


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
    said += f" ({course.value.n:,} {'case' if course.value.n == 1 else 'cases'})."
    if course.grade and course.grade.bad:
        return f"{said} The data are too poor to tell signals from noise. {course.grade.words}"
    if course.control.centre is None or course.control.provisional:
        return f"{said} Too few periods to tell signals from noise."
    usual = f" Usual is {amount(course.control.centre, course.metric.unit)}."
    if not course.recent_signals:
        return f"{said}{usual} Nothing in the last {RECENT} periods stands out from the usual variation."
    season = " The same weeks a year before stood alike, so the season explains it." if course.seasonal else ""
    return f"{said}{usual} {course.recent_signals[-1].words}{season}"
