"""From a panel to what an estimator works on: which periods and groups serve, and whether they suffice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.panel import Panel, Series
from hoshin.impact.scales import Scale, scale
from hoshin.metrics.query import Grain

BEFORE = 20
"""Fewest periods before the start: there must be enough other times to judge this one by."""

AFTER = {Grain.WEEK: 4, Grain.DAY: 10}
"""Fewest periods after the start: a month of weeks, two working weeks of days."""

CASES = 5
"""Fewest tickets in the median period, in the scope and in each comparison group (rule 5 of the metric catalogue)."""

COVERAGE = 0.9
"""Smallest share of working periods that must have a number, in the scope and in each comparison group."""

QUIET = 1 / 3
"""A period is no working period, but a holiday, where the groups outside the scope have less than this share of their
median tickets, all together. Holidays are left out."""

SHARED = 0.2
"""Largest share of its tickets that a comparison group may have had in common with the scope before the start: what an
initiative does to a fifth of a group's tickets hides at most a fifth of the effect."""

GROUPS = 2
"""Fewest comparison groups; with fewer, the scope is judged by its own past."""

WARM = 12
"""Without comparison groups: rows before the earliest other time by which the start is judged, to forecast from."""

APART = 5
"""Without comparison groups: how often the time judged after the start must fit into the time before it, one after the
other."""

STARTS = 19
"""Without comparison groups: fewest other times, overlapping ones too, that one in twenty can be told."""

CYCLE = {Grain.WEEK: 365.25 / 7, Grain.DAY: 5.0}
"""Periods after which a season returns: a year of weeks, a working week of days."""

MOST_GROUPS = 24
"""More comparison groups than this add time and no accuracy; the ones with most tickets are taken."""


class Reason(StrEnum):
    """Why a verdict cannot be told. Each reason has one wording, here."""

    NOT_STARTED = "the initiative has not run for one whole period yet"
    SHORT_BEFORE = "the history before the start is too short"
    SHORT_AFTER = "too little time has passed since the start"
    FEW_TICKETS = "too few tickets stand behind the numbers of the scope"
    GAPS = "the history of the scope has too many gaps"
    CONTAMINATED = "the groups outside the scope share its work, or have initiatives of their own"
    NO_COMPARISON = "too few groups outside the scope can serve as comparison"
    NO_MOVEMENT = "the numbers of the scope never change"
    FEW_STARTS = "too few groups have started for the lot to tell"
    TOUCHED = "another initiative acts in the same groups at the same time"
    TOO_NOISY = "the data cannot tell an effect of the claimed size from none"


@dataclass(frozen=True)
class CannotTell:
    """No verdict, and why; ``detail`` says how much there is and how much is needed."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class LeftOut:
    """A group that does not serve as comparison, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Comparison:
    """The groups that serve as comparison, in the order of their names, and those left out.

    ``contaminated`` names those that would serve, but for what the scope or another initiative does to them.
    """

    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    contaminated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Design:
    """What an estimator works on, on the scale of comparison and without gaps.

    ``rows`` are the panel's periods that serve; ``outcome`` has one number a row and ``controls`` one column a
    comparison group, or none where the scope is judged by its own past; the rows from ``start`` on lie after the start.
    ``cycle`` is after how many periods a season returns.
    """

    rows: NDArray[np.intp]
    outcome: Series
    controls: NDArray[np.float64]
    start: int
    scale: Scale
    cycle: float = CYCLE[Grain.WEEK]

    @property
    def after(self) -> int:
        """Rows after the start."""
        return len(self.rows) - self.start


def working(panel: Panel) -> NDArray[np.bool_]:
    """Which periods are no holidays. Never looks at the scope's own numbers."""
    tickets = np.sum([panel.control_n[name] for name in panel.control_n], axis=0) if panel.control_n else None
    if tickets is None or not len(panel.periods):
        return np.ones(len(panel.periods), dtype=bool)
    return np.asarray(tickets >= QUIET * np.median(tickets))


def comparison(panel: Panel) -> Comparison:
    """Which groups of the panel can serve as comparison. Never looks at the scope's own numbers."""
    days = working(panel)
    unfit = {name: reason for name in panel.controls if (reason := _unfit(panel, name, days))}
    touched = {name: reason for name in panel.controls if (reason := _touched(panel, name))}
    why = unfit | touched
    by_tickets = sorted(panel.controls.keys() - why.keys(), key=lambda name: (-panel.control_n[name].sum(), name))
    for name in by_tickets[MOST_GROUPS:]:
        why[name] = f"the {MOST_GROUPS} groups with most tickets suffice"
    used = tuple(sorted(by_tickets[:MOST_GROUPS]))
    contaminated = tuple(sorted(touched.keys() - unfit.keys()))
    return Comparison(used, tuple(LeftOut(name, why[name]) for name in sorted(why)), contaminated)


def _unfit(panel: Panel, name: str, days: NDArray[np.bool_]) -> str:
    """What a group's own numbers lack to serve as comparison; empty where they suffice."""
    series = panel.controls[name][days]
    known = np.isfinite(series)
    cases = float(np.median(panel.control_n[name][days])) if days.any() else 0.0
    if cases < CASES:
        return f"too few tickets: {cases:.3g} in the median {panel.grain}, {CASES} are needed"
    if known.mean() < COVERAGE:
        return f"gaps: {known.mean():.0%} of the {panel.grain}s have a number, {COVERAGE:.0%} are needed"
    return "its numbers never change" if np.ptp(series[known]) == 0 else ""


def _touched(panel: Panel, name: str) -> str:
    """What an initiative does to a group that makes it no comparison; empty where none touches it."""
    if name in panel.contaminated:
        return f"also in {panel.contaminated[name]}"
    share = panel.shared.get(name, 0.0)
    return f"shares {share * 100:.0f} % of its tickets with {panel.scope}" if share > SHARED else ""


SEALED_ALONE = "the claim was sealed to be judged by the scope's own past"


def alone(groups: Comparison) -> tuple[LeftOut, ...]:
    """All groups of a scope that is judged by its own past: none of them serves."""
    few = f"{len(groups.used)} alone does not suffice, {GROUPS} are needed"
    few = SEALED_ALONE if len(groups.used) >= GROUPS else few
    return tuple(sorted((*groups.left_out, *(LeftOut(name, few) for name in groups.used)), key=lambda each: each.name))


def design(panel: Panel, groups: Comparison, *, own_past: bool = False) -> Design | CannotTell:
    """What the estimator works on, or why there is not enough of it.

    With ``own_past`` the scope is judged by its own past where that is long enough, even though groups could serve.
    """
    days = working(panel)
    after = np.arange(len(panel.periods)) >= panel.start
    known = np.isfinite(panel.treated)
    lacking = _length(panel, days, after) or _cases(panel, days, after) or _gaps(panel, days, after, known)
    if lacking:
        return lacking
    rows = np.flatnonzero(days & known)
    start = int(np.searchsorted(rows, panel.start))
    judged = judged_alone(start, len(rows) - start)
    few, enough = len(groups.used) < GROUPS, judged >= AFTER[panel.grain]
    if few and not enough:
        return _no_comparison(panel.grain, groups, start)
    lonely = few or (own_past and enough)
    if lonely:
        rows = rows[: start + judged]
    treated = panel.treated[rows]
    if np.ptp(treated[:start]) == 0:
        return CannotTell(Reason.NO_MOVEMENT, f"each {panel.grain} before the start has the same number")
    cycle = CYCLE[panel.grain]
    if lonely:
        chosen = scale(panel.unit, negative=bool(treated.min() < 0))
        return Design(rows, chosen.forward(treated), np.empty((len(rows), 0)), start, chosen, cycle)
    others = np.column_stack([panel.controls[name][rows] for name in groups.used])
    chosen = scale(panel.unit, negative=bool(np.nanmin(others) < 0 or treated.min() < 0))
    return Design(rows, chosen.forward(treated), fill(chosen.forward(others)), start, chosen, cycle)


def judged_alone(before: int, after: int) -> int:
    """How many of the rows ``after`` the start its ``before`` can judge without comparison: as many, or the first few.

    A scope that wanders is farther off the longer it is forecast, so a longer time needs more other times as long.
    """
    return next((rows for rows in range(after, 0, -1) if needed_alone(rows) <= before), 0)


def needed_alone(after: int) -> int:
    """Rows before the start that judging so many after it takes without comparison."""
    return WARM + max(APART * after, after + (STARTS - 1) * stride(after))


def stride(after: int) -> int:
    """How many rows apart the other times begin: a sixth of their length."""
    return max(1, after // 6)


def _no_comparison(grain: Grain, groups: Comparison, before: int) -> CannotTell:
    needed, many = needed_alone(AFTER[grain]), len(groups.used)
    own = f"its own past is too short to judge it by: {before} {grain}s, {needed} are needed"
    if many + len(groups.contaminated) >= GROUPS:
        few = f"{many} of {many + len(groups.contaminated)} can serve, {GROUPS} are needed"
        return CannotTell(Reason.CONTAMINATED, f"{few}, and {own}")
    return CannotTell(Reason.NO_COMPARISON, f"{many} can serve, {GROUPS} are needed, and {own}")


_WHEN = ((False, "before"), (True, "after"))


def _length(panel: Panel, days: NDArray[np.bool_], after: NDArray[np.bool_]) -> CannotTell | None:
    before, since, grain = int((days & ~after).sum()), int((days & after).sum()), panel.grain
    if since == 0:
        return CannotTell(Reason.NOT_STARTED, f"no whole {grain} lies after the start")
    if before < BEFORE:
        return CannotTell(Reason.SHORT_BEFORE, f"{before} {grain}s, {BEFORE} are needed")
    if since < AFTER[grain]:
        return CannotTell(Reason.SHORT_AFTER, f"{since} {grain}s, {AFTER[grain]} are needed")
    return None


def _cases(panel: Panel, days: NDArray[np.bool_], after: NDArray[np.bool_]) -> CannotTell | None:
    for since, when in _WHEN:
        cases = float(np.median(panel.treated_n[days & (after == since)]))
        if cases < CASES:
            many = f"{cases:.3g} in the median {panel.grain} {when} the start, {CASES} are needed"
            return CannotTell(Reason.FEW_TICKETS, many)
    return None


def _gaps(
    panel: Panel, days: NDArray[np.bool_], after: NDArray[np.bool_], known: NDArray[np.bool_]
) -> CannotTell | None:
    for since, when in _WHEN:
        share = float(known[days & (after == since)].mean())
        if share < COVERAGE:
            many = f"{share:.0%} of the {panel.grain}s {when} the start have a number, {COVERAGE:.0%} are needed"
            return CannotTell(Reason.GAPS, many)
    return None


def fill(controls: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fill the gaps of a group with what the other groups did in that period, in the group's own mean and spread."""
    centre, spread = np.nanmean(controls, axis=0), np.nanstd(controls, axis=0)
    spread[spread == 0] = 1.0
    units = (controls - centre) / spread
    known = np.isfinite(units)
    typical = np.where(known, units, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.asarray(np.where(known, controls, typical[:, None] * spread + centre))
