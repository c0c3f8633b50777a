"""The verdict on an initiative: what its claim is worth, given what would have been without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from hoshin.impact.claim import Claim
from hoshin.impact.design import GROUPS, CannotTell, Comparison, Design, LeftOut, Reason, alone, comparison, design
from hoshin.impact.effect import Effect, Interval, effect, relative_placebos
from hoshin.impact.estimators.definition import Estimation
from hoshin.impact.estimators.registry import chosen, looks_at_groups
from hoshin.impact.kind import FAIRLY_SURE, SURE, VerdictKind, told
from hoshin.impact.panel import Panel, Series
from hoshin.impact.sentence import sentence
from hoshin.metrics.query import Grain

__all__ = ["Course", "Effect", "Interval", "Verdict", "VerdictKind", "judge"]


@dataclass(frozen=True)
class Course:
    """The chart: a number a period in the metric's unit, None in a gap.

    ``expected`` is what would have been; ``low`` and ``high`` hold 19 of 20 periods in which nothing happened.
    ``start`` is the index of the first period after the start.
    """

    periods: tuple[date, ...]
    grain: Grain
    start: int
    observed: tuple[float | None, ...]
    expected: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class Verdict:
    """What can be said, with all that it rests on. ``sentence`` is for a board: no statistics word in it.

    ``reason`` and ``detail`` are set where it cannot be told. ``effect`` is at 95 % and ``effect_90`` at 90 %, both
    None where nothing could be estimated. ``placebos`` are relative differences found at times and in groups
    without the initiative, to be drawn beside the effect. ``used`` and ``left_out`` name the comparison groups.
    """

    kind: VerdictKind
    claim: Claim
    sentence: str
    reason: Reason | None
    detail: str
    effect: Effect | None
    effect_90: Effect | None
    p_value: float | None
    course: Course
    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    placebos: tuple[float, ...]
    estimator: str


def judge(panel: Panel, claim: Claim, *, sealed: str = "") -> Verdict:
    """Judge the claim from the panel. Deterministic: the same panel and claim give the same verdict, to the bit.

    ``sealed`` is the key of the estimator that was sealed with the claim: it judges where it can, else the first that
    can. The verdict's ``estimator`` says which did.

    *Proven*: an effect in the claimed direction, p ≤ 0.05 two-sided. *Likely*: the same, p ≤ 0.10. *Harmful*: an effect
    against it, p ≤ 0.05. Else *no visible effect* where the 95 % interval excludes the claimed size, and *cannot tell*
    where it does not.
    """
    groups = comparison(panel)
    ready = design(panel, groups, own_past=not looks_at_groups(sealed))
    if isinstance(ready, CannotTell):
        return _untold(panel, claim, groups, ready)
    estimator = chosen(ready, sealed)
    found = estimator.estimate(ready)
    after = panel.treated[ready.rows[ready.start :]]
    sure, fairly = (effect(ready, found, after, level) for level in (SURE, FAIRLY_SURE))
    kind = _kind(claim, found, sure)
    used = groups.used if estimator.groups else ()
    unclear = CannotTell(Reason.TOO_NOISY, "both are possible") if kind is VerdictKind.CANNOT_TELL else None
    by_choice = len(groups.used) >= GROUPS
    return Verdict(
        kind=kind,
        claim=claim,
        sentence=sentence(panel, claim, kind, sure, len(used), unclear, ready.after, by_choice=by_choice),
        reason=unclear.reason if unclear else None,
        detail=unclear.detail if unclear else "",
        effect=sure,
        effect_90=fairly,
        p_value=found.p_value,
        course=_course(panel, ready, found),
        used=used,
        left_out=groups.left_out if estimator.groups else alone(groups),
        placebos=relative_placebos(ready, found, after),
        estimator=estimator.key,
    )


def _untold(panel: Panel, claim: Claim, groups: Comparison, why: CannotTell) -> Verdict:
    kind = VerdictKind.CANNOT_TELL
    return Verdict(
        kind=kind,
        claim=claim,
        sentence=sentence(panel, claim, kind, None, len(groups.used), why),
        reason=why.reason,
        detail=why.detail,
        effect=None,
        effect_90=None,
        p_value=None,
        course=_course(panel, None, None),
        used=groups.used,
        left_out=groups.left_out,
        placebos=(),
        estimator="",
    )


def _kind(claim: Claim, found: Estimation, effect: Effect) -> VerdictKind:
    as_claimed = found.effect * claim.direction.sign > 0
    possible = effect.relative is None or effect.relative.holds(claim.change)
    return told(found.p_value, as_claimed=as_claimed, possible=possible)


def _course(panel: Panel, ready: Design | None, found: Estimation | None) -> Course:
    gap: tuple[float | None, ...] = (None,) * len(panel.periods)
    expected = low = high = gap
    if ready and found:
        lines = [np.full(len(panel.periods), np.nan) for _ in range(3)]
        for line, away in zip(lines, (0.0, -found.spread, found.spread), strict=True):
            line[ready.rows] = ready.scale.backward(found.expected + away)
        expected, low, high = (_numbers(line) for line in lines)
    return Course(panel.periods, panel.grain, panel.start, _numbers(panel.treated), expected, low, high)


def _numbers(series: Series) -> tuple[float | None, ...]:
    return tuple(float(value) if np.isfinite(value) else None for value in series)
