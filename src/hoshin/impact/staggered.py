"""Several scopes that start on different days: which cohorts can be judged, by whom and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.design import (
    AFTER,
    BEFORE,
    CASES,
    COVERAGE,
    GROUPS,
    MOST_GROUPS,
    QUIET,
    SHARED,
    CannotTell,
    LeftOut,
    Reason,
    fill,
)
from hoshin.impact.panel import PanelInvalid, Series
from hoshin.impact.scales import Scale, scale
from hoshin.metrics.query import Grain


@dataclass(frozen=True)
class StaggeredPanel:
    """One metric period by period for many groups, of which some start, each at its own time.

    ``series`` are in the metric's ``unit`` with NaN in gaps, ``n`` counts the tickets behind them. ``starts`` holds for
    each group that starts the index of the first period in which it ran from beginning to end; a group that is not
    named there never starts. ``comparison`` is the word for several of them. Raises PanelInvalid where the parts do not
    fit together.
    """

    periods: tuple[date, ...]
    series: Mapping[str, Series]
    n: Mapping[str, Series]
    starts: Mapping[str, int]
    unit: str
    title: str
    grain: Grain = Grain.WEEK
    comparison: str = "groups"
    contaminated: Mapping[str, str] = field(default_factory=dict)
    """Groups in which another initiative acts at the same time, each with that initiative's name: they serve neither as
    scope nor as comparison."""
    shared: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    """For each group, by the index of a start: the share of its tickets, from 0 to 1, that other groups which start by
    then took on too. All of it is counted before the first start; 0 for what is not named."""

    def __post_init__(self) -> None:
        length = len(self.periods)
        if set(self.series) != set(self.n):
            raise PanelInvalid("StaggeredPanel: `series` and `n` must name the same groups.")
        for name in self.series:
            for part, values in (("series", self.series[name]), ("n", self.n[name])):
                if values.shape != (length,):
                    raise PanelInvalid(
                        f"StaggeredPanel: `{part}[{name}]` has shape {values.shape}, expected one number for each of "
                        f"{length} periods."
                    )
        for name, start in self.starts.items():
            if name not in self.series:
                raise PanelInvalid(f"StaggeredPanel: `starts` names “{name}”, which has no series.")
            if not 0 <= start <= length:
                raise PanelInvalid(
                    f"StaggeredPanel: `starts[{name}]` is {start}, expected an index from 0 to {length}."
                )
        if any(a >= b for a, b in zip(self.periods, self.periods[1:], strict=False)):
            raise PanelInvalid("StaggeredPanel: `periods` must be in order, each day once.")
        for name, by_start in self.shared.items():
            for share in by_start.values():
                if not 0 <= share <= 1:
                    raise PanelInvalid(f"StaggeredPanel: `shared[{name}]` is {share}, expected a share from 0 to 1.")

    def sharing(self, name: str, before: int | None = None) -> float:
        """The share of a group's tickets that groups took on too which start before an index, or ever where None."""
        found = self.shared.get(name, {})
        return max((share for start, share in found.items() if before is None or start < before), default=0.0)


@dataclass(frozen=True)
class Cohort:
    """The groups that start together, on the scale of comparison, and those that serve as comparison until ``end``.

    ``outcome`` is the mean of the cohort's groups, a number a row up to ``end``; ``controls`` has one column for each
    group that has not started before ``end``. The rows from ``start`` on lie after the start. ``observed`` are the
    groups' own numbers after the start, in the unit.
    """

    names: tuple[str, ...]
    outcome: Series
    controls: NDArray[np.float64]
    comparison: tuple[str, ...]
    start: int
    observed: NDArray[np.float64]


@dataclass(frozen=True)
class StaggeredDesign:
    """The cohorts that can be judged, earliest first, and what is left out and why."""

    cohorts: tuple[Cohort, ...]
    left_out: tuple[LeftOut, ...]
    scale: Scale


def staggered_design(panel: StaggeredPanel) -> StaggeredDesign | CannotTell:
    """The cohorts of the panel, each with the groups that had not started by its end, or why none can be judged.

    A group that has started is never a comparison, whatever it did: its own effect may still grow or fade.
    """
    if not any(start < len(panel.periods) for start in panel.starts.values()):
        return CannotTell(Reason.NOT_STARTED, f"no whole {panel.grain} lies after any start")
    days = working(panel)
    left_out = left_out_of(panel, days)
    names = sorted(panel.series.keys() - left_out.keys())
    if panel.starts.keys() <= panel.contaminated.keys():
        return CannotTell(Reason.TOUCHED, "; ".join(f"{name}: {left_out[name]}" for name in sorted(panel.starts)))
    if not names:
        return CannotTell(Reason.FEW_TICKETS, "no group has enough")
    rows = np.flatnonzero(days)
    values = np.column_stack([panel.series[name][rows] for name in names])
    chosen = scale(panel.unit, negative=bool(np.nanmin(values) < 0))
    level = fill(chosen.forward(values))
    starts = np.array([np.searchsorted(rows, panel.starts.get(name, len(panel.periods))) for name in names])
    cohorts: list[Cohort] = []
    lacking: CannotTell | None = None
    for start in sorted(set(starts[starts < len(rows)])):
        members = np.flatnonzero(starts == start)
        compared = _compared(panel, names, int(start), starts, rows)
        if isinstance(compared, CannotTell):
            lacking = lacking or compared
            left_out |= {names[member]: f"{compared.reason} ({compared.detail})" for member in members}
            continue
        end, others = compared
        cohorts.append(
            Cohort(
                names=tuple(names[member] for member in members),
                outcome=level[:end, members].mean(axis=1),
                controls=level[:end, others],
                comparison=tuple(names[other] for other in others),
                start=int(start),
                observed=chosen.backward(level[start:end, members]),
            )
        )
    if not cohorts:
        thin = sorted(panel.starts.keys() & left_out.keys())
        return lacking or CannotTell(Reason.FEW_TICKETS, "; ".join(f"{name}: {left_out[name]}" for name in thin))
    serving = {name for cohort in cohorts for name in (*cohort.names, *cohort.comparison)}
    left_out |= {name: why for name in names if name not in {*serving, *left_out} and (why := shares(panel, name))}
    return StaggeredDesign(tuple(cohorts), tuple(LeftOut(name, left_out[name]) for name in sorted(left_out)), chosen)


def _compared(
    panel: StaggeredPanel, names: list[str], start: int, starts: NDArray[np.intp], rows: NDArray[np.intp]
) -> tuple[int, NDArray[np.intp]] | CannotTell:
    """Until which row a cohort is judged, and by whom: as long as enough groups serve that have not started by then."""
    grain = panel.grain
    if start < BEFORE:
        return CannotTell(Reason.SHORT_BEFORE, f"{start} {grain}s, {BEFORE} are needed")
    ends = [end for end in sorted({*starts[starts > start], len(rows)}) if (starts >= end).sum() >= GROUPS]
    clean = {int(end): _clean(panel, names, np.flatnonzero(starts >= end), int(end), rows) for end in ends}
    serving = [end for end, others in clean.items() if len(others) >= GROUPS]
    if not serving:
        return _no_comparison(panel, names, bool(ends))
    end = serving[-1]
    if end - start < AFTER[grain]:
        return CannotTell(Reason.SHORT_AFTER, f"{end - start} {grain}s with comparison, {AFTER[grain]} are needed")
    return end, clean[end]


def _clean(
    panel: StaggeredPanel, names: list[str], others: NDArray[np.intp], end: int, rows: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Of the groups that have not started by a row those that share few tickets with whoever has."""
    before = int(rows[end - 1]) + 1
    return np.array([other for other in others if panel.sharing(names[other], before) <= SHARED], dtype=np.intp)


def _no_comparison(panel: StaggeredPanel, names: list[str], many: bool) -> CannotTell:
    """Why nothing can be compared: too few groups start later or never, or too few of these are clean."""
    sharing = [name for name in names if shares(panel, name)]
    touched = panel.contaminated.keys() - panel.starts.keys()
    if many or len(touched) >= GROUPS:
        which = ", ".join(sorted({*sharing, *touched}))
        return CannotTell(Reason.CONTAMINATED, f"without {which} fewer than {GROUPS} are left to compare with")
    return CannotTell(Reason.NO_COMPARISON, f"fewer than {GROUPS} groups start later or never")


def shares(panel: StaggeredPanel, name: str) -> str:
    """What makes a group no comparison for all starts: it shares tickets with who starts; empty where it does not."""
    share = panel.sharing(name)
    return f"shares {share * 100:.0f} % of its tickets with {panel.comparison} that start" if share > SHARED else ""


def left_out_of(panel: StaggeredPanel, days: NDArray[np.bool_]) -> dict[str, str]:
    """Why groups serve neither as scope nor as comparison. Of many that never start, those with most tickets do."""
    found = {name: why for name in panel.series if (why := unfit(panel, name, days, panel.starts.get(name)))}
    never = panel.series.keys() - panel.starts.keys() - found.keys()
    by_tickets = sorted(never, key=lambda name: (-panel.n[name].sum(), name))
    return found | dict.fromkeys(by_tickets[MOST_GROUPS:], f"the {MOST_GROUPS} groups with most tickets suffice")


def working(panel: StaggeredPanel) -> NDArray[np.bool_]:
    """Which periods are no holidays, by the groups that never start, or by all where all do."""
    never = [name for name in panel.series if name not in panel.starts] or list(panel.series)
    tickets = np.sum([panel.n[name] for name in never], axis=0)
    return np.asarray(tickets >= QUIET * np.median(tickets))


def unfit(panel: StaggeredPanel, name: str, days: NDArray[np.bool_], start: int | None = None) -> str:
    """Why a group serves neither as scope nor as comparison; empty where it does.

    With ``start`` the time before that period and the time from it on must each suffice, once they are long enough to
    be judged by at all: many tickets on one side make up for none on the other.
    """
    if name in panel.contaminated:
        return f"also in {panel.contaminated[name]}"
    after = np.arange(len(panel.periods)) >= (len(panel.periods) if start is None else start)
    before_start, since_start = days & ~after, days & after
    sides = [("", days)]
    if since_start.any() and before_start.sum() >= BEFORE:
        sides.append((" before the start", before_start))
    if since_start.sum() >= AFTER[panel.grain]:
        sides.append((" after the start", since_start))
    lacking = (_lacking(panel, name, rows, when) for when, rows in sides)
    return next(filter(None, lacking), "")


def _lacking(panel: StaggeredPanel, name: str, rows: NDArray[np.bool_], when: str) -> str:
    """What the group's own numbers lack in these periods; empty where they suffice."""
    known = np.isfinite(panel.series[name][rows])
    cases = float(np.median(panel.n[name][rows]))
    if cases < CASES:
        return f"too few tickets: {cases:.3g} in the median {panel.grain}{when}, {CASES} are needed"
    if known.mean() < COVERAGE:
        return f"gaps: {known.mean():.0%} of the {panel.grain}s{when} have a number, {COVERAGE:.0%} are needed"
    if not when and np.ptp(panel.series[name][rows][known]) == 0:
        return "its numbers never change"
    return ""
