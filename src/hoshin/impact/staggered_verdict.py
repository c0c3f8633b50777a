"""The verdict on an initiative that starts in several scopes, each at its own time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hoshin.impact.claim import Claim
from hoshin.impact.design import CannotTell, LeftOut, Reason
from hoshin.impact.effect import Effect, Interval
from hoshin.impact.estimators.staggered import StaggeredEstimation, estimate
from hoshin.impact.kind import FAIRLY_SURE, SURE, VerdictKind, told
from hoshin.impact.lot import LotReading, read_lot
from hoshin.impact.panel import Series
from hoshin.impact.rollout import Rollout
from hoshin.impact.scales import Scale
from hoshin.impact.sentence import between, words
from hoshin.impact.staggered import StaggeredDesign, StaggeredPanel, staggered_design

STAGGERED = "staggered"
"""The key of the design in which each group is compared with groups that have not started."""

BY_LOT = "by_lot"
"""The key of the design in which the order that was drawn is compared with all others that could have been."""


@dataclass(frozen=True)
class GroupEffect:
    """What was seen in one group that started: the relative change of all that started with it; None where unknown."""

    name: str
    change: float | None


@dataclass(frozen=True)
class StaggeredVerdict:
    """What can be said, with all that it rests on. ``sentence`` is for a board: no statistics word in it.

    ``effect`` is that of all groups since their start, at 95 %, and ``effect_90`` at 90 %; None where nothing could be
    estimated. ``groups`` holds the relative change in each group, and ``since`` that of all together, by periods since
    the start; both may be empty where only the lot can judge. ``placebos`` are relative changes: with other starts and
    in other groups, or in the other orders of the lot. ``reason`` and ``detail`` are set where it cannot be told.
    """

    kind: VerdictKind
    claim: Claim
    sentence: str
    reason: Reason | None
    detail: str
    effect: Effect | None
    effect_90: Effect | None
    p_value: float | None
    groups: tuple[GroupEffect, ...]
    since: tuple[float, ...]
    comparison: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    placebos: tuple[float, ...]
    estimator: str

    @property
    def relative(self) -> Interval | None:
        """The effect as a share of what would have been."""
        return self.effect.relative if self.effect else None


@dataclass(frozen=True)
class _Found:
    """What one of the two designs found, on the scale of comparison, and how it compared, in words."""

    effect: float
    p_value: float
    interval: Callable[[float], tuple[float, float]]
    placebos: tuple[float, ...]
    scale: Scale
    observed: Series
    groups: int
    against: str
    estimator: str


def judge_staggered(panel: StaggeredPanel, claim: Claim, rollout: Rollout | None = None) -> StaggeredVerdict:
    """Judge the claim over all groups that started. Deterministic; by the rules of ``verdict.judge``.

    ``rollout`` is the order as the lot drew it, where the lot is to judge; what it would find has no say in that. It
    does not where a group that was drawn cannot serve: then groups that have not started are the comparison.
    """
    ready = staggered_design(panel)
    seen = estimate(ready) if isinstance(ready, StaggeredDesign) else None
    lot = read_lot(panel, rollout) if rollout else None
    if isinstance(lot, LotReading):
        return _told(panel, claim, _by_lot(panel, lot), ready, seen)
    if lot is None and isinstance(ready, StaggeredDesign) and seen:
        return _told(panel, claim, _staggered(panel, ready, seen), ready, seen)
    why = lot or ready
    assert isinstance(why, CannotTell)
    return _untold(panel, claim, why, ready, BY_LOT if lot else STAGGERED)


def _staggered(panel: StaggeredPanel, ready: StaggeredDesign, seen: StaggeredEstimation) -> _Found:
    compared = f"compared with {len(_comparison(ready))} {panel.comparison} that had not started"
    return _Found(
        effect=seen.effect,
        p_value=seen.p_value,
        interval=seen.interval,
        placebos=seen.placebos,
        scale=ready.scale,
        observed=np.concatenate([cohort.observed.ravel() for cohort in ready.cohorts]),
        groups=sum(len(cohort.names) for cohort in ready.cohorts),
        against=f"each since its own start, {compared}",
        estimator=STAGGERED,
    )


def _by_lot(panel: StaggeredPanel, lot: LotReading) -> _Found:
    return _Found(
        effect=lot.found.effect,
        p_value=lot.found.p_value,
        interval=lambda level: lot.found.ends[level],
        placebos=lot.found.others,
        scale=lot.scale,
        observed=lot.observed,
        groups=lot.groups,
        against=f"each since its own start, compared with {panel.comparison} whose turn the lot put later",
        estimator=BY_LOT,
    )


def _told(
    panel: StaggeredPanel,
    claim: Claim,
    found: _Found,
    ready: StaggeredDesign | CannotTell,
    seen: StaggeredEstimation | None,
) -> StaggeredVerdict:
    sure, fairly = _effect(found, SURE), _effect(found, FAIRLY_SURE)
    share = sure.relative
    kind = told(
        found.p_value,
        as_claimed=found.effect * claim.direction.sign > 0,
        possible=share is None or share.holds(claim.change),
    )
    unclear = kind is VerdictKind.CANNOT_TELL
    design = ready if isinstance(ready, StaggeredDesign) else None
    return StaggeredVerdict(
        kind=kind,
        claim=claim,
        sentence=_sentence(panel, claim, kind, found, share),
        reason=Reason.TOO_NOISY if unclear else None,
        detail="both are possible" if unclear else "",
        effect=sure,
        effect_90=fairly,
        p_value=found.p_value,
        groups=_by_group(design, seen) if design and seen else (),
        since=_since(design, seen) if design and seen else (),
        comparison=_comparison(design) if design else (),
        left_out=design.left_out if design else (),
        placebos=tuple(_share(found.scale, found.observed, each) or 0.0 for each in found.placebos),
        estimator=found.estimator,
    )


def _untold(
    panel: StaggeredPanel, claim: Claim, why: CannotTell, ready: StaggeredDesign | CannotTell, estimator: str
) -> StaggeredVerdict:
    left_out = ready.left_out if isinstance(ready, StaggeredDesign) else ()
    return StaggeredVerdict(
        kind=VerdictKind.CANNOT_TELL,
        claim=claim,
        sentence=f"It cannot be told whether the initiative changed {panel.title}: {why.reason} ({why.detail}).",
        reason=why.reason,
        detail=why.detail,
        effect=None,
        effect_90=None,
        p_value=None,
        groups=(),
        since=(),
        comparison=_comparison(ready) if isinstance(ready, StaggeredDesign) else (),
        left_out=left_out,
        placebos=(),
        estimator=estimator,
    )


def _effect(found: _Found, level: float) -> Effect:
    """The effect over all groups and periods after their start."""
    ends = (found.effect, *found.interval(level))
    sizes = [_difference(found.scale, found.observed, each) for each in ends]
    shares = [_share(found.scale, found.observed, each) for each in ends]
    known = [share for share in shares if share is not None]
    return Effect(level, Interval(*sizes), Interval(*known) if len(known) == len(ends) else None)


def _difference(scale: Scale, observed: Series, effect: float) -> float:
    """An effect on the scale of comparison as a mean difference in the unit."""
    return float(np.mean(observed) - np.mean(scale.without(observed, effect)))


def _share(scale: Scale, observed: Series, effect: float) -> float | None:
    """An effect on the scale of comparison as a share of what would have been; None where that is 0."""
    without = float(np.mean(scale.without(observed, effect)))
    return (float(np.mean(observed)) - without) / abs(without) if without else None


def _by_group(ready: StaggeredDesign, seen: StaggeredEstimation) -> tuple[GroupEffect, ...]:
    found = [
        GroupEffect(name, _share(ready.scale, cohort.observed, each.effect))
        for cohort, each in zip(ready.cohorts, seen.cohorts, strict=True)
        for name in cohort.names
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def _since(ready: StaggeredDesign, seen: StaggeredEstimation) -> tuple[float, ...]:
    """The relative change by periods since the start, over the cohorts that have run for so long."""
    shares = []
    for period, effect in enumerate(seen.by_time):
        ran = np.concatenate([cohort.observed[period] for cohort in ready.cohorts if period < len(cohort.observed)])
        shares.append(_share(ready.scale, ran, effect) or 0.0)
    return tuple(shares)


def _comparison(ready: StaggeredDesign) -> tuple[str, ...]:
    return tuple(sorted({name for cohort in ready.cohorts for name in cohort.comparison}))


def _sentence(panel: StaggeredPanel, claim: Claim, kind: VerdictKind, found: _Found, share: Interval | None) -> str:
    what = f"{panel.title} in the {found.groups} {panel.comparison} that started"
    if kind is VerdictKind.CANNOT_TELL or share is None:
        return f"It cannot be told whether the initiative changed {what}: {Reason.TOO_NOISY} (both are possible)."
    than = f"{words(share.amount)} than it would have been without the initiative ({between(share)}), {found.against}"
    match kind:
        case VerdictKind.PROVEN:
            return f"{what} is about {than}."
        case VerdictKind.LIKELY:
            return f"{what} is probably {than}; it is too early to be sure."
        case VerdictKind.HARMFUL:
            return f"{what} is about {than}; it was to become {words(claim.change).split()[-1]}."
        case _:
            claimed = f"{words(claim.change)} was claimed"
            return f"{what} shows no visible effect: {claimed}, but it is {between(share)}, {found.against}."
