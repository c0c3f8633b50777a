"""Measures one contestant on one history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from time import process_time

import numpy as np

from hoshin.impact.panel import Panel
from hoshin.impact.scales import scale
from tests.benchmarks.truth.causal_impact import NAME, causal_impact
from tests.benchmarks.truth.contestants import CONTESTANTS, Answer, Contestant
from tests.benchmarks.truth.histories import REAL, Trial, planted, trials

SHIFTS = (0.5, 1.0, 2.0)
AFTER = (15, 30, 60)
SLOW = {NAME: 10}
"""Who judges only a part of the starts: one of so many."""

CHECKED = 3
"""Starts on which it is tried whether a planted effect moves estimate and interval by just as much."""


@dataclass(frozen=True)
class Figures:
    """What was measured. Rates are shares, None where there was nothing to measure.

    ``starts`` were judged, ``cannot_tell`` were not. ``power`` by shift and periods after ("1sd_30"). ``width`` is the
    median of the 95 % interval's width. Shifts and widths are in standard deviations: on simulated desks of what groups
    do not share, on the real one of the scope's own numbers before the start. ``seconds`` is the median processor time
    of an answer.
    ``moves`` says that planted effects only move the interval, so that one answer tells power at every shift.
    """

    estimator: str
    history: str
    false_rate: float | None
    starts: int
    cannot_tell: int
    coverage90: float | None
    coverage95: float | None
    power: dict[str, float]
    width: float | None
    seconds: float | None
    moves: bool

    def plain(self) -> dict[str, object]:
        """As JSON takes it."""
        return asdict(self)


@dataclass(frozen=True)
class _One:
    trial: Trial
    answer: Answer
    unit: float
    """The standard deviation on the scale of comparison."""


def contestants() -> tuple[str, ...]:
    """All of them by name, CausalImpact last."""
    return (*CONTESTANTS, NAME)


def measure(estimator: str, history: str, starts: int) -> Figures:
    """Judge starts until so many have an answer, or there are no more, or as many cannot be told."""
    starts = max(1, starts // SLOW.get(estimator, 1))
    answer = CONTESTANTS.get(estimator, causal_impact)
    judged: list[_One] = []
    seconds: list[float] = []
    untold = 0
    for trial in trials(history):
        began = process_time()
        found = answer(trial.panel)
        spent = process_time() - began
        if found is None:
            untold += 1
        else:
            seconds.append(found.seconds or spent)
            judged.append(_One(trial, found, _unit(trial.panel, history)))
        if len(judged) >= starts or (untold >= starts and not judged):
            break
    moves = all(_moved(answer, each) for each in islice(judged, CHECKED))
    shifted = list(_planting(answer, judged, moves))
    held_by = list(_held(answer, judged, moves))
    return Figures(
        estimator=estimator,
        history=history,
        false_rate=_mean([each.answer.called for each in judged]),
        starts=len(judged),
        cannot_tell=untold,
        coverage90=_mean([held for level, held in held_by if level == 0.90]),
        coverage95=_mean([held for level, held in held_by if level == 0.95]),
        power={
            f"{shift:g}sd_{after}": float(np.mean(calls))
            for shift in SHIFTS
            for after in AFTER
            if len(calls := [called for by, over, called in shifted if (by, over) == (shift, after)]) >= 10
        },
        width=_width(judged, history),
        seconds=float(np.median(seconds)) if seconds else None,
        moves=moves,
    )


def _unit(panel: Panel, history: str) -> float:
    if history not in REAL:
        return 1.0
    before = scale(panel.unit).forward(panel.treated[: panel.start])
    return float(np.nanstd(before, ddof=1))


def _moved(answer: Contestant, one: _One) -> bool:
    """Whether an effect that is planted moves estimate and interval by just as much."""
    shift = one.unit
    other = answer(planted(one.trial.panel, shift))
    if other is None:
        return False
    ends = [(one.answer.effect, other.effect)]
    for level, (low, high) in one.answer.intervals.items():
        ends += [(low, other.intervals[level][0]), (high, other.intervals[level][1])]
    return all(abs(before + shift - after) <= 1e-6 * (1 + abs(after)) for before, after in ends if np.isfinite(before))


def _planting(answer: Contestant, judged: list[_One], moves: bool) -> Iterator[tuple[float, int, bool]]:
    """Shift, periods after, and whether an effect was called. Planted up and down where it costs nothing."""
    for each in judged:
        after = len(each.trial.panel.periods) - each.trial.panel.start
        if not each.trial.power or after not in AFTER:
            continue
        for shift in SHIFTS:
            if moves:
                low, high = each.answer.intervals[0.95]
                for sign in (-1, 1):
                    yield shift, after, not low <= -sign * shift * each.unit <= high
            elif found := answer(planted(each.trial.panel, shift * each.unit)):
                yield shift, after, found.called


def _held(answer: Contestant, judged: list[_One], moves: bool) -> Iterator[tuple[float, bool]]:
    """Level, and whether the interval holds what was planted: nothing, where an effect would only move it."""
    for each in judged:
        shift = 0.0 if moves else each.unit
        found = each.answer if moves else answer(planted(each.trial.panel, shift))
        if found:
            for level, (low, high) in found.intervals.items():
                yield level, low <= shift <= high


def _width(judged: list[_One], history: str) -> float | None:
    """On simulated desks of the starts with 104 periods before and 30 after."""
    kept = [
        each
        for each in judged
        if history in REAL or (each.trial.power and len(each.trial.panel.periods) - each.trial.panel.start == 30)
    ]
    widths = [(high - low) / each.unit for each in kept for low, high in [each.answer.intervals[0.95]]]
    return float(np.median(widths)) if widths and np.isfinite(np.median(widths)) else None


def _mean(found: list[bool]) -> float | None:
    return float(np.mean(found)) if found else None
