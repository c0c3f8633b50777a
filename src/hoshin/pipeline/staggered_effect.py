"""Gathers what the verdict on a roll-out needs from a generation, group by group, and has it judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from hoshin.impact.claim import Claim
from hoshin.impact.design import AFTER, BEFORE, GROUPS, CannotTell, LeftOut, Reason
from hoshin.impact.lot import can_judge
from hoshin.impact.panel import Series
from hoshin.impact.rollout import ORDERS, Rollout, draw, orders
from hoshin.impact.staggered import StaggeredPanel, left_out_of, shares, staggered_design, working
from hoshin.impact.staggered_verdict import BY_LOT, STAGGERED, GroupEffect, StaggeredVerdict, judge_staggered
from hoshin.impact.verdict import Course, Verdict
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading
from hoshin.pipeline.effect import LONGEST, Scope, counted, plural, series
from hoshin.pipeline.read import Reader
from hoshin.pipeline.shared_tickets import DIMENSION, shared_in_turn
from hoshin.reporting.wording import day

_FRIDAY = 4
_STEP = {Grain.WEEK: timedelta(weeks=1), Grain.DAY: timedelta(days=7 / 5)}
"""How much time a period takes, weekends counted in."""

_IN_TIME = (Reason.NOT_STARTED, Reason.SHORT_BEFORE, Reason.SHORT_AFTER, Reason.FEW_STARTS)
"""Reasons that time alone may do away with."""


@dataclass(frozen=True)
class Starts:
    """On which day each group of a roll-out starts, in the order of their names.

    ``seed`` is the one from which the lot drew them, where the lot may judge; empty where it may not.
    """

    days: tuple[tuple[str, date], ...]
    seed: str = ""

    @property
    def waves(self) -> tuple[date, ...]:
        """The days on which groups start, in order."""
        return tuple(sorted({on for _, on in self.days}))

    @property
    def together(self) -> tuple[int, ...]:
        """How many groups start on each of these days."""
        return tuple(sum(on == wave for _, on in self.days) for wave in self.waves)


@dataclass(frozen=True)
class StaggeredEffect:
    """The verdict on a roll-out, and what was seen in each group that started and by periods since the start.

    Both are relative changes. Its verdict's course holds what was observed in all groups together; what would have been
    is known only since each group's own start, so none is drawn.
    """

    verdict: Verdict
    groups: tuple[GroupEffect, ...]
    since: tuple[float, ...]


@dataclass(frozen=True)
class StaggeredForeseen:
    """How a roll-out will be judged, as the tickets of today let expect.

    ``estimator`` is empty where nothing can judge it. ``used`` are the groups that never start and can serve as
    comparison. ``periods`` of history, weeks or working days by ``grain``, lie before the first start so far.
    ``earliest`` is the day from which it can be told; None where waiting does not help.
    """

    estimator: str
    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    periods: int
    earliest: date | None
    grain: Grain = Grain.WEEK


def staggered_effect(
    reader: Reader,
    scope: Scope,
    starts: Starts,
    claim: Claim,
    *,
    as_of: date,
    others: Mapping[str, str] | None = None,
    measured: Metric | None = None,
    among: Iterable[str] = (),
) -> StaggeredEffect:
    """The verdict on the claim over all groups since their own starts, from whole periods up to ``as_of``.

    Weeks are compared; where the history is too short for weeks, working days, provided that they suffice and the lot
    does not judge. The rest is as in ``hoshin.pipeline.effect.effect``.
    """
    measured = measured or reader.catalogue.metric(claim.metric)
    allowed = tuple(among)

    def by(grain: Grain) -> StaggeredPanel:
        return staggered_panel(
            reader, scope, starts, measured, grain=grain, as_of=as_of, others=others or {}, among=allowed
        )

    panel = by(Grain.WEEK)
    rollout = drawn(panel, starts)
    short = staggered_design(panel)
    if rollout is None and isinstance(short, CannotTell) and short.reason is Reason.SHORT_BEFORE:
        days = by(Grain.DAY)
        panel = panel if isinstance(staggered_design(days), CannotTell) else days
    judged = judge_staggered(panel, claim, rollout)
    verdict = _as_any_other(judged, _course(reader, scope, starts, panel, measured, as_of))
    told_from = earliest(panel, starts, judged.estimator) if judged.reason in _IN_TIME else None
    if told_from and told_from > as_of:
        sentence = f"{verdict.sentence} It can be told from {day(told_from)} at the earliest."
        verdict = replace(verdict, sentence=sentence)
    return StaggeredEffect(verdict, judged.groups, judged.since)


def staggered_panel(
    reader: Reader,
    scope: Scope,
    starts: Starts,
    measured: Metric,
    *,
    grain: Grain,
    as_of: date,
    others: Mapping[str, str],
    among: Iterable[str] = (),
) -> StaggeredPanel:
    """The metric of each group by week or by working day (Monday to Friday), over whole periods up to ``as_of``.

    A group that starts within a period has a gap there: that period lies neither before nor after. Of the groups
    that never start only those of ``among`` are read, all of them where it is empty.
    """
    days = dict(starts.days)
    allowed = frozenset(among)
    since = starts.waves[0] - LONGEST[grain]
    query = Query(grain, by=scope.dimension, first=since, last=as_of, where=scope.where)
    groups: dict[str, list[Reading]] = {name: [] for name in days}
    for reading in reader.read_as([measured], query):
        name, on = reading.scope[-1][1], reading.period
        if name is None or not reading.complete or (grain is Grain.DAY and on.first.weekday() > _FRIDAY):
            continue
        if name in days or not allowed or name in allowed:
            groups.setdefault(name, []).append(reading)
    ends = {each.period.first: each.period.last for own in groups.values() for each in own}
    periods = tuple(sorted(ends))
    found = {name: series(own, periods) for name, own in groups.items()}
    return StaggeredPanel(
        periods=periods,
        series={name: _without_start(amounts, periods, ends, days.get(name)) for name, (amounts, _) in found.items()},
        n={name: n for name, (_, n) in found.items()},
        starts={name: sum(first < on for first in periods) for name, on in days.items()},
        unit=measured.unit,
        title=measured.title,
        grain=grain,
        comparison=plural(scope.dimension),
        contaminated={name: title for name, title in others.items() if name in found},
        shared=_shared(reader, scope, starts, periods, found, first=since, as_of=as_of),
    )


def _shared(
    reader: Reader,
    scope: Scope,
    starts: Starts,
    periods: tuple[date, ...],
    groups: Iterable[str],
    *,
    first: date,
    as_of: date,
) -> dict[str, dict[int, float]]:
    """What each group shares with those that start, by start, as far as it is known before the first of them."""
    if scope.dimension != DIMENSION:
        return {}
    begins = starts.waves[0]
    waves = {name: starts.waves.index(on) for name, on in starts.days}
    counted = shared_in_turn(reader, waves, scope.where, first, min(begins, as_of + timedelta(days=1)))
    by_wave = {wave: each.shares(begins) for wave, each in counted.items()}
    # Starts within one week are one; those that are to come lie beyond the periods, and the last of them holds all.
    at = {wave: sum(day < starts.waves[wave] for day in periods) for wave in sorted(by_wave)}
    return {name: {at[wave]: by_wave[wave].get(name, 0.0) for wave in sorted(by_wave)} for name in groups}


def _without_start(amounts: Series, periods: tuple[date, ...], ends: Mapping[date, date], on: date | None) -> Series:
    """The amounts with a gap in the period within which the group started."""
    within = [on is not None and first < on <= ends[first] for first in periods]
    return np.where(within, np.nan, amounts)


def drawn(panel: StaggeredPanel, starts: Starts) -> Rollout | None:
    """The order as the lot drew it, in periods of the panel; None where the lot may not judge it."""
    if not starts.seed or not can_judge(len(starts.days), len(starts.waves)):
        return None
    known = [wave for wave in starts.waves if panel.periods and wave <= panel.periods[-1]]
    indexes = [sum(first < wave for first in panel.periods) for wave in known]
    to_come = range(len(panel.periods), len(panel.periods) + len(starts.waves) - len(known))
    return draw((name for name, _ in starts.days), (*indexes, *to_come), starts.seed)


def earliest(panel: StaggeredPanel, starts: Starts, estimator: str) -> date | None:
    """The day after the last one that has to be known before it can be told; None where waiting does not help.

    Holidays may make it later. By lot enough groups must have run for long enough, else the first that has history.
    """
    enough = AFTER[panel.grain] * _STEP[panel.grain]
    whole = [wave + timedelta(days=-wave.weekday() % 7) for wave in starts.waves]
    if estimator == BY_LOT:
        so_far = [(*starts.together[: ran + 1], sum(starts.together[ran + 1 :])) for ran in range(len(whole))]
        return next((on + enough for on, each in zip(whole, so_far, strict=True) if orders(each) >= ORDERS), None)
    known = panel.periods[0] if panel.periods else whole[0]
    last = panel.periods[-1] if panel.periods else known
    history = BEFORE * _STEP[panel.grain]
    return next((on + enough for on in whole if on - known >= history and on + enough > last), None)


def foreseen_staggered(
    reader: Reader, scope: Scope, starts: Starts, claim: Claim, *, as_of: date, others: Mapping[str, str]
) -> StaggeredForeseen:
    """How a roll-out will be judged, from tickets up to ``as_of`` that lie before its first start.

    By week; by working day where the weeks will be too few and the days will do, provided that the lot does not judge.
    """
    until = min(as_of, starts.waves[0] - timedelta(days=1))
    measured = reader.catalogue.metric(claim.metric)

    def by(grain: Grain) -> StaggeredForeseen:
        return _foreseen(
            staggered_panel(reader, scope, starts, measured, grain=grain, as_of=until, others=others), starts
        )

    weeks = by(Grain.WEEK)
    if weeks.estimator != STAGGERED or weeks.earliest:
        return weeks
    days = by(Grain.DAY)
    return days if days.earliest else weeks


def _foreseen(panel: StaggeredPanel, starts: Starts) -> StaggeredForeseen:
    why = left_out_of(panel, working(panel)) if panel.periods else dict.fromkeys(panel.series, "no tickets yet")
    sharing = {name: reason for name in panel.series if name not in why and (reason := shares(panel, name))}
    never = tuple(sorted(panel.series.keys() - panel.starts.keys() - why.keys() - sharing.keys()))
    acting = panel.starts.keys() - why.keys()
    by_lot = drawn(panel, starts) is not None and len(acting - sharing.keys()) == len(starts.days)
    estimator = BY_LOT if by_lot else STAGGERED if acting and len(never) + len(acting) > GROUPS else ""
    why |= {name: reason for name, reason in sharing.items() if name not in acting}
    return StaggeredForeseen(
        estimator,
        never,
        tuple(LeftOut(name, why[name]) for name in sorted(why)),
        len(panel.periods),
        earliest(panel, starts, estimator) if estimator else None,
        panel.grain,
    )


def counted_since(reader: Reader, scope: Scope, starts: Starts, last: date, measured: Metric) -> int:
    """How many tickets the metric counts in the groups of a roll-out, in each from its own start to ``last``."""
    return sum(
        counted(
            reader,
            replace(scope, values=tuple(name for name, on in starts.days if on == wave)),
            wave,
            last,
            measured,
        )
        for wave in starts.waves
    )


def _course(
    reader: Reader, scope: Scope, starts: Starts, panel: StaggeredPanel, measured: Metric, as_of: date
) -> Course:
    """What was observed in all groups of the roll-out together, by the panel's periods."""
    where = (*scope.where, *((scope.dimension, value) for value in scope.values))
    first = starts.waves[0] - LONGEST[panel.grain]
    readings = reader.read_as([measured], Query(panel.grain, first=first, last=as_of, where=where))
    amounts, _ = series([each for each in readings if each.complete], panel.periods)
    observed = tuple(float(each) if np.isfinite(each) else None for each in amounts)
    none: tuple[float | None, ...] = (None,) * len(observed)
    start = sum(each < starts.waves[0] for each in panel.periods)
    return Course(panel.periods, panel.grain, start, observed, none, none, none)


def _as_any_other(found: StaggeredVerdict, course: Course) -> Verdict:
    return Verdict(
        kind=found.kind,
        claim=found.claim,
        sentence=found.sentence,
        reason=found.reason,
        detail=found.detail,
        effect=found.effect,
        effect_90=found.effect_90,
        p_value=found.p_value,
        course=course,
        used=found.comparison,
        left_out=found.left_out,
        placebos=found.placebos,
        estimator=found.estimator,
    )
