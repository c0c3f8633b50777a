"""The gaming watch: a metric that people aim at got better while its counter-metric got worse, beyond noise.

Source: H. B. Mann and D. R. Whitney, On a Test of Whether One of Two Random Variables is Stochastically Larger than the
Other (1947); R. L. Berger, Multiparameter Hypothesis Testing and Acceptance Sampling (1982), for asking both tests at
once. A finding is about a process, never about a person. Guarantees and limits: docs/algorithms/gaming-watch.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from scipy.stats import mannwhitneyu

from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.result import Reading
from hoshin.metrics.statistic import Absent
from hoshin.signals.control_chart import judged

WEEKS = 8
"""Weeks that must be judged before the start and since, of either metric: with fewer nothing is told."""

NEWEST = 4
"""The newest judged weeks of the targeted metric whose median must still be better than before the start."""

LEVEL = 0.05
"""How often at most noise alone makes one metric seem to have moved; the counter-metrics of a metric share it."""


@dataclass(frozen=True)
class Moved:
    """How one metric moved: the medians of its weeks before the start, since, and of the newest; the test's p-value."""

    metric: Metric
    before: float
    since: float
    newest: float
    p: float

    @property
    def still_better(self) -> bool:
        """Whether the newest weeks, too, lie on the better side of those before the start."""
        return self.newest > self.before if self.metric.direction is Direction.HIGHER else self.newest < self.before


@dataclass(frozen=True)
class Finding:
    """A targeted metric that got better, and a counter-metric that got worse, over the same weeks."""

    targeted: Moved
    counter: Moved
    start: date


def watch(
    targeted: tuple[Metric, Sequence[Reading]],
    counters: Sequence[tuple[Metric, Sequence[Reading]]],
    start: date,
) -> tuple[Finding, ...]:
    """What the counter-metrics say of the targeted one, the worst first.

    Readings are weekly, of one scope: a group's or the organisation's. Those of a cut week or of fewer than five cases
    are passed over. Weeks that end before ``start`` are compared with those that begin on it or later.
    Nothing is told where the targeted metric's newest weeks are no longer better: nobody celebrates then.
    """
    metric, readings = targeted
    better = _moved(metric, readings, start, improved=True)
    if better is None or better.p > LEVEL or not better.still_better:
        return ()
    worse = [_moved(each, found, start, improved=False) for each, found in counters]
    told = [each for each in worse if each is not None and each.p <= LEVEL / len(counters)]
    return tuple(Finding(better, each, start) for each in sorted(told, key=lambda each: each.p))


def counter_metrics(metric: Metric, known: Mapping[str, Metric]) -> tuple[Metric, ...]:
    """The counter-metrics of ``metric`` that are ``known``, can be read, and have a better and a worse."""
    found = [known[key] for key in metric.counter_metrics if key in known]
    read = (each for each in found if not isinstance(each.statistic, Absent))
    return tuple(each for each in read if each.direction in (Direction.HIGHER, Direction.LOWER))


def _moved(metric: Metric, readings: Sequence[Reading], start: date, *, improved: bool) -> Moved | None:
    if metric.direction not in (Direction.HIGHER, Direction.LOWER):
        return None
    values = [(reading.period, judged(reading)) for reading in readings]
    before = [value for period, value in values if value is not None and period.last < start]
    since = [value for period, value in values if value is not None and period.first >= start]
    if min(len(before), len(since)) < WEEKS:
        return None
    rose = improved == (metric.direction is Direction.HIGHER)
    p = float(mannwhitneyu(since, before, alternative="greater" if rose else "less").pvalue)
    return Moved(metric, median(before), median(since), median(since[-NEWEST:]), p)
