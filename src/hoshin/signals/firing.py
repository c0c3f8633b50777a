"""What fires for one watched metric: signals of its chart, thresholds, targets missed for weeks, who pays.

Pure: readings in, what fired out. It is asked again with every generation, so each thing that fired is known by the
stretch in which it stands: the same shift, seen a week later, is the same one, a week longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.result import Reading
from hoshin.signals.control_chart import ControlChart, Meaning, Rule, Signal, chart_of, judged
from hoshin.signals.gaming import Finding, watch
from hoshin.signals.kind import Kind
from hoshin.signals.season import explains

MISSES = 4
"""So many judged periods in a row must miss a target: one alone tells little."""

SEASON = "season: the same weeks a year before stood alike"
"""Why a signal that the season explains raises no alarm."""


@dataclass(frozen=True)
class Bounds:
    """What a metric was set to keep to, in its own unit; None where that side is open."""

    lower: float | None = None
    upper: float | None = None
    target: float | None = None


@dataclass(frozen=True)
class Aim:
    """Since when people aim at a metric, and the weekly readings of its counter-metrics in the same scope."""

    start: date
    counters: Mapping[Metric, Sequence[Reading]]


@dataclass(frozen=True)
class Fired:
    """One thing that fired, and the stretch in which it stands.

    ``began`` and ``newest`` are the positions of its first and newest point among the readings; ``higher`` says on
    which side they lie. ``words`` are those of the control chart, and ``bound`` is what was crossed or missed. ``held``
    says why it raises no alarm; it is empty where it does.
    """

    kind: Kind
    higher: bool
    meaning: Meaning
    began: int
    newest: int
    rules: tuple[Rule, ...] = ()
    words: str = ""
    bound: float | None = None
    held: str = ""
    finding: Finding | None = None
    """What the gaming watch found, where a counter-metric pays."""


def fired(
    readings: Sequence[Reading],
    metric: Metric,
    *,
    baseline: tuple[date, date] | None = None,
    bounds: Bounds = Bounds(),
    aim: Aim | None = None,
    seasonal: bool = True,
    doubt: str = "",
) -> tuple[Fired, ...]:
    """What fires in a metric's readings of one scope, by week and oldest first: in the order of their newest points.

    Only wholly covered periods with enough cases are judged (``control_chart.judged``). ``baseline`` holds the days
    that the control chart compares with; with an ``aim`` the counter-metrics are asked. A signal that the season
    explains is held back, unless ``seasonal`` is False. ``doubt`` says why these readings are not to be trusted; it
    holds back everything, and is empty where they are.
    """
    values = [judged(reading) for reading in readings]
    found = [
        *_signals(chart_of(readings, metric, baseline), values, seasonal=seasonal),
        *_crossed(values, metric, bounds),
        *_missed(values, metric, bounds),
        *_paid_for(readings, values, metric, aim),
    ]
    if doubt:
        found = [Fired(**{**vars(each), "held": doubt}) for each in found]
    return tuple(sorted(found, key=lambda each: (each.newest, each.kind, each.higher)))


def _signals(chart: ControlChart, values: Sequence[float | None], *, seasonal: bool) -> Iterator[Fired]:
    """The chart's signals, those of one stretch on one side as one."""
    for stretch in _stretches(chart):
        newest = stretch[-1]
        held = seasonal and _seasonal(chart, values, stretch)
        yield Fired(
            Kind.SIGNAL,
            newest.higher,
            newest.meaning,
            min(each.since for each in stretch),
            newest.index,
            tuple(rule for rule in Rule if any(each.rule is rule for each in stretch)),
            newest.words,
            held=SEASON if held else "",
        )


def season_explains(chart: ControlChart, values: Sequence[float | None], signal: Signal) -> bool:
    """Whether a signal of a weekly chart lies in a stretch that ``fired`` holds back for the season."""
    return any(signal in stretch and _seasonal(chart, values, stretch) for stretch in _stretches(chart))


def _seasonal(chart: ControlChart, values: Sequence[float | None], stretch: Sequence[Signal]) -> bool:
    newest = stretch[-1]
    positions = range(min(each.since for each in stretch), newest.index + 1)
    return explains(values, _beyond(chart, positions, newest.higher), higher=newest.higher)


def _stretches(chart: ControlChart) -> Iterator[list[Signal]]:
    """Signals of one side that overlap, or between which no point changes the side of the centre; the newest last."""
    for higher in (True, False):
        run: list[Signal] = []
        until = -1
        for each in sorted((s for s in chart.signals if s.higher is higher), key=lambda s: (s.since, s.index)):
            if run and each.since > until and not _same_side(chart, until, each.since, higher):
                yield _newest_last(run)
                run, until = [], -1
            run.append(each)
            until = max(until, each.index)
        if run:
            yield _newest_last(run)


def _newest_last(run: list[Signal]) -> list[Signal]:
    # Of two that end at one point the simpler rule speaks.
    return sorted(run, key=lambda s: (s.index, -list(Rule).index(s.rule)))


def _same_side(chart: ControlChart, first: int, last: int, higher: bool) -> bool:
    between = [p for p in chart.points if first < p.index < last]
    return len(_beyond(chart, range(first + 1, last), higher)) == len(between)


def _beyond(chart: ControlChart, positions: range, higher: bool) -> list[int]:
    """The judged positions whose points lie on one side of the centre."""
    centre = chart.centre
    return [
        p.index
        for p in chart.points
        if p.index in positions and centre is not None and (p.value > centre if higher else p.value < centre)
    ]


def _crossed(values: Sequence[float | None], metric: Metric, bounds: Bounds) -> Iterator[Fired]:
    """Each stretch of points beyond a threshold, from its first point on."""
    for bound, higher in ((bounds.upper, True), (bounds.lower, False)):
        if bound is not None:
            for stretch in _runs(values, _beyond_bound(bound, higher)):
                yield Fired(Kind.THRESHOLD, higher, _meaning(metric, higher), stretch[0], stretch[-1], bound=bound)


def _missed(values: Sequence[float | None], metric: Metric, bounds: Bounds) -> Iterator[Fired]:
    """Each stretch of at least four points that miss the target; for a metric with a better side only."""
    if bounds.target is None or metric.direction not in (Direction.HIGHER, Direction.LOWER):
        return
    higher = metric.direction is Direction.LOWER
    for stretch in _runs(values, _beyond_bound(bounds.target, higher)):
        if len(stretch) >= MISSES:
            yield Fired(Kind.TARGET, higher, Meaning.WORSE, stretch[0], stretch[-1], bound=bounds.target)


def _paid_for(
    readings: Sequence[Reading], values: Sequence[float | None], metric: Metric, aim: Aim | None
) -> Iterator[Fired]:
    """The stretch since the aim in which the metric got better and a counter-metric worse: the gaming watch."""
    if aim is None:
        return
    found = watch((metric, readings), list(aim.counters.items()), aim.start)
    since = [i for i, value in enumerate(values) if value is not None and readings[i].period.first >= aim.start]
    if found:
        higher = metric.direction is Direction.HIGHER
        yield Fired(Kind.COUNTER, higher, Meaning.WORSE, since[0], since[-1], finding=found[0])


def _beyond_bound(bound: float, higher: bool) -> Callable[[float], bool]:
    return (lambda value: value > bound) if higher else (lambda value: value < bound)


def _runs(values: Sequence[float | None], test: Callable[[float], bool]) -> Iterator[list[int]]:
    """The runs of judged positions that pass the test; a gap does not end one."""
    run: list[int] = []
    for i, value in enumerate(values):
        if value is None:
            continue
        if test(value):
            run.append(i)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _meaning(metric: Metric, higher: bool) -> Meaning:
    if metric.direction in (Direction.HIGHER, Direction.LOWER):
        return Meaning.BETTER if higher == (metric.direction is Direction.HIGHER) else Meaning.WORSE
    return Meaning.CHANGED
