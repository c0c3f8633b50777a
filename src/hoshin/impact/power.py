"""Before the start: how long until a claim of this size could be told from nothing, with this scope and this history.

The claimed change is planted in the scope at past days on which nothing was begun, and judged as it will be.
docs/algorithms/power.md says in prose what this promises.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hoshin.impact.claim import Claim
from hoshin.impact.design import AFTER, BEFORE, CannotTell, Reason, comparison, design
from hoshin.impact.kind import VerdictKind
from hoshin.impact.panel import Panel
from hoshin.impact.verdict import judge
from hoshin.metrics.query import Grain

HORIZONS = (4, 8, 13, 26, 52)
"""Weeks after the start for which the answer is worked out."""

ENOUGH = 0.8
"""An answer is to be had where the claim, if true, would be proven in four of five cases."""

STARTS = 10
"""Most past starts at which a claim is planted for one horizon; the latest possible and others evenly before it."""

FEWEST = 3
"""Fewest past starts from which a share is told."""

WORKING_DAYS = 5
"""Periods a week where a panel goes by working day."""


@dataclass(frozen=True)
class Horizon:
    """What came out at ``starts`` past starts, so many ``weeks`` after each: how often, if the claim were true.

    ``proven`` and ``likely`` (which counts the proven too) are shares; None where the history is too short to try.
    """

    weeks: int
    starts: int
    proven: float | None
    likely: float | None


@dataclass(frozen=True)
class Power:
    """How soon a claim could be told. ``weeks`` is the first horizon with ENOUGH; None where there is none.

    ``sentence`` says it for people who plan, and, where there is no such horizon, what stands in the way.
    """

    weeks: int | None
    horizons: tuple[Horizon, ...]
    sentence: str


def power(history: Panel, claim: Claim) -> Power:
    """The power of ``claim`` after each of HORIZONS, from the periods of ``history`` before its start. Deterministic.

    Periods from the start on have no say, so that the answer is the same before the start and later.
    """
    past = _cut(history, history.start, history.start)
    horizons = tuple(_horizon(past, claim, weeks) for weeks in HORIZONS)
    found = next((each.weeks for each in horizons if each.proven is not None and each.proven >= ENOUGH), None)
    return Power(found, horizons, _sentence(past, claim, horizons, found))


def planted(panel: Panel, claim: Claim) -> Panel:
    """The panel as it would be had the claim come true: all numbers after the start changed by the claimed share."""
    after = np.arange(len(panel.periods)) >= panel.start
    changed = panel.treated * np.where(after, 1 + claim.change, 1.0)
    return replace(panel, treated=np.minimum(changed, 1.0) if panel.unit == "share" else changed)


def _horizon(past: Panel, claim: Claim, weeks: int) -> Horizon:
    after = weeks * (WORKING_DAYS if past.grain is Grain.DAY else 1)
    latest = len(past.periods) - after
    if latest - BEFORE + 1 < FEWEST:
        return Horizon(weeks, 0, None, None)
    # The later half of the history: the real start will have all of it behind it, so short ones would be too dark.
    first = max(BEFORE, latest // 2)
    starts = np.unique(np.linspace(first, latest, STARTS).round().astype(int))
    kinds = [judge(planted(_cut(past, int(start) + after, int(start)), claim), claim) for start in starts]
    told = [each.kind for each in kinds if each.effect is not None]
    if len(told) < FEWEST:
        return Horizon(weeks, len(told), None, None)
    proven = sum(kind is VerdictKind.PROVEN for kind in told)
    likely = proven + sum(kind is VerdictKind.LIKELY for kind in told)
    return Horizon(weeks, len(told), proven / len(told), likely / len(told))


def _sentence(past: Panel, claim: Claim, horizons: tuple[Horizon, ...], found: int | None) -> str:
    what = f"a change of {claim.size * 100:.0f} % of {past.title} in {past.scope}"
    if found is not None:
        return f"If it comes true, {what} can be told from chance about {found} weeks after the start."
    tried = [each for each in horizons if each.proven is not None]
    if tried:
        last = tried[-1]
        return (
            f"With this history {what} can hardly be told from chance: at past dates it would have been seen "
            f"{_tenths(last.proven or 0.0)} within {last.weeks} weeks. "
            "A wider scope, a larger change or a steadier metric would help."
        )
    return f"With this history {what} can never be told from chance: {_lacking(past)}."


def _lacking(past: Panel) -> str:
    """What stands in the way of any answer: what a start a few periods before the end of the history would meet."""
    length = len(past.periods)
    late = replace(past, start=max(length - AFTER[past.grain], 0))
    lacking = design(late, comparison(late))
    if isinstance(lacking, CannotTell):
        return f"{lacking.reason} ({lacking.detail})"
    return f"{Reason.SHORT_BEFORE} ({length} {past.grain}s before the start)"


def _tenths(share: float) -> str:
    """A share as people say it: none, or in so many of ten."""
    return f"in {share * 10:.0f} of 10 cases" if round(share * 10) else "almost never"


def _cut(panel: Panel, last: int, start: int) -> Panel:
    """The panel without its periods from ``last`` on, as if the initiative had started at ``start``."""
    return replace(
        panel,
        periods=panel.periods[:last],
        treated=panel.treated[:last],
        treated_n=panel.treated_n[:last],
        controls={name: series[:last] for name, series in panel.controls.items()},
        control_n={name: n[:last] for name, n in panel.control_n.items()},
        start=start,
    )
