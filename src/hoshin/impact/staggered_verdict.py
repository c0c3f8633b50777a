"""The verdict on an initiative that starts in several scopes, each at its own time."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.impact.claim import Claim
from hoshin.impact.design import CannotTell, LeftOut, Reason
from hoshin.impact.effect import Interval
from hoshin.impact.estimators.staggered import CohortEffect, estimate, relative
from hoshin.impact.kind import FAIRLY_SURE, SURE, VerdictKind, told
from hoshin.impact.sentence import between, words
from hoshin.impact.staggered import StaggeredDesign, StaggeredPanel, staggered_design


@dataclass(frozen=True)
class StaggeredVerdict:
    """What can be said, with all that it rests on. ``sentence`` is for a board: no statistics word in it.

    ``relative`` is the effect at 95 % as a share of what would have been, over all groups since their start, and
    ``relative_90`` at 90 %; None where nothing could be estimated. ``cohorts`` and ``by_time`` (by periods since the
    start) are on the scale of comparison. ``reason`` and ``detail`` are set where it cannot be told.
    """

    kind: VerdictKind
    claim: Claim
    sentence: str
    reason: Reason | None
    detail: str
    relative: Interval | None
    relative_90: Interval | None
    p_value: float | None
    cohorts: tuple[CohortEffect, ...]
    by_time: tuple[float, ...]
    comparison: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def judge_staggered(panel: StaggeredPanel, claim: Claim) -> StaggeredVerdict:
    """Judge the claim over all groups that started. Deterministic; by the rules of ``verdict.judge``."""
    ready = staggered_design(panel)
    if isinstance(ready, CannotTell):
        return _untold(panel, claim, ready)
    found = estimate(ready)
    share = relative(ready, found, SURE)
    kind = told(
        found.p_value,
        as_claimed=found.effect * claim.direction.sign > 0,
        possible=share is None or share.holds(claim.change),
    )
    unclear = kind is VerdictKind.CANNOT_TELL
    return StaggeredVerdict(
        kind=kind,
        claim=claim,
        sentence=_sentence(panel, claim, kind, ready, share),
        reason=Reason.TOO_NOISY if unclear else None,
        detail="both are possible" if unclear else "",
        relative=share,
        relative_90=relative(ready, found, FAIRLY_SURE),
        p_value=found.p_value,
        cohorts=found.cohorts,
        by_time=found.by_time,
        comparison=_comparison(ready),
        left_out=ready.left_out,
    )


def _untold(panel: StaggeredPanel, claim: Claim, why: CannotTell) -> StaggeredVerdict:
    sentence = f"It cannot be told whether the initiative changed {panel.title}: {why.reason} ({why.detail})."
    kind = VerdictKind.CANNOT_TELL
    return StaggeredVerdict(kind, claim, sentence, why.reason, why.detail, None, None, None, (), (), (), ())


def _comparison(ready: StaggeredDesign) -> tuple[str, ...]:
    return tuple(sorted({name for cohort in ready.cohorts for name in cohort.comparison}))


def _sentence(
    panel: StaggeredPanel, claim: Claim, kind: VerdictKind, ready: StaggeredDesign, share: Interval | None
) -> str:
    groups = sum(len(cohort.names) for cohort in ready.cohorts)
    what = f"{panel.title} in the {groups} groups that started"
    if kind is VerdictKind.CANNOT_TELL or share is None:
        return f"It cannot be told whether the initiative changed {what}: {Reason.TOO_NOISY} (both are possible)."
    against = f"each since its own start, compared with {len(_comparison(ready))} groups that had not started"
    than = f"{words(share.amount)} than it would have been without the initiative ({between(share)}), {against}"
    match kind:
        case VerdictKind.PROVEN:
            return f"{what} is about {than}."
        case VerdictKind.LIKELY:
            return f"{what} is probably {than}; it is too early to be sure."
        case VerdictKind.HARMFUL:
            return f"{what} is about {than}; it was to become {words(claim.change).split()[-1]}."
        case _:
            claimed = f"{words(claim.change)} was claimed"
            return f"{what} shows no visible effect: {claimed}, but it is {between(share)}, {against}."
