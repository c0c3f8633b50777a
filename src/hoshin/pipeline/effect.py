"""Gathers what a verdict needs from a generation, period by period, and has it judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from hoshin.impact.claim import Claim
from hoshin.impact.design import AFTER, BEFORE, CannotTell, LeftOut, comparison, design
from hoshin.impact.panel import Panel, Series
from hoshin.impact.verdict import Verdict, judge
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.pipeline.shared_tickets import DIMENSION, shared_tickets

LONGEST = {Grain.WEEK: timedelta(weeks=104), Grain.DAY: timedelta(weeks=24)}
"""How far back a verdict looks: older times say less of today, and two years hold each season twice."""

_FRIDAY = 4


@dataclass(frozen=True)
class Scope:
    """Where an initiative acts: these ``values`` of one dimension, such as two groups, among the tickets of ``where``.

    ``where`` holds further (dimension, value) filters, such as the desk; they hold for the comparison groups too.
    Raises ValueError where there is no value.
    """

    dimension: str
    values: tuple[str, ...]
    where: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"Scope: `values` is empty, expected at least one {self.dimension}.")

    @property
    def label(self) -> str:
        """The scope in words: its values, or how many more there are than fit a sentence."""
        if len(self.values) <= 3:
            return " and ".join(filter(None, (", ".join(self.values[:-1]), self.values[-1])))
        return f"{self.values[0]}, {self.values[1]} and {len(self.values) - 2} more"


@dataclass(frozen=True)
class Foreseen:
    """How a claim will be judged, as the tickets of today let expect: chosen before the start, sealed with the claim.

    ``history`` holds the periods, weeks or working days, that lie before the start so far. ``estimator`` is the one
    that would judge a start within them; it is empty where none could.
    """

    estimator: str
    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    history: Panel


def foreseen(
    reader: Reader, scope: Scope, start: date, claim: Claim, *, as_of: date, others: Mapping[str, str]
) -> Foreseen:
    """How a claim will be judged, from tickets up to ``as_of`` that lie before the start.

    By week; by working day where fewer weeks than are needed will lie before the start, provided that the days do.
    Raises UnknownMetric and UnknownDimension.
    """
    until = min(as_of, start - timedelta(days=1))

    def by(grain: Grain) -> Foreseen:
        history = panel(reader, scope, start, claim, grain=grain, as_of=until, others=others)
        tried = judge(replace(history, start=max(len(history.periods) - AFTER[grain], 0)), claim)
        return Foreseen(tried.estimator, tried.used, tried.left_out, history)

    weeks = by(Grain.WEEK)
    first = weeks.history.periods[0] if weeks.history.periods else until
    if (start - first) // timedelta(weeks=1) >= BEFORE:
        return weeks
    days = by(Grain.DAY)
    return days if days.estimator else weeks


def effect(
    reader: Reader,
    scope: Scope,
    start: date,
    claim: Claim,
    *,
    as_of: date | None = None,
    others: Mapping[str, str] | None = None,
    measured: Metric | None = None,
    among: Iterable[str] = (),
    sealed: str = "",
) -> Verdict:
    """The verdict on the claim, from whole periods up to ``as_of`` (None: all that the generation covers).

    Weeks are compared; where the history before ``start`` is too short for weeks, working days, provided that they
    suffice. The scope's tickets are pooled, never averaged over groups. ``others`` names the groups that another
    initiative touches, each with that initiative's title: they are no comparison. ``measured`` is the
    definition of the claim's metric, the latest one where it is None. ``among`` names the only groups that may be
    compared with; all may where it is empty. ``sealed`` is the key of the estimator that was sealed with the claim: it
    judges where it can. Raises UnknownMetric and UnknownDimension.
    """
    allowed = tuple(among)

    def by(grain: Grain) -> Panel:
        return panel(
            reader, scope, start, claim, grain=grain, as_of=as_of, others=others, measured=measured, among=allowed
        )

    weeks = by(Grain.WEEK)
    if weeks.start >= BEFORE:
        return judge(weeks, claim, sealed=sealed)
    days = by(Grain.DAY)
    suffice = not isinstance(design(days, comparison(days)), CannotTell)
    return judge(days if suffice else weeks, claim, sealed=sealed)


def panel(
    reader: Reader,
    scope: Scope,
    start: date,
    claim: Claim,
    *,
    grain: Grain,
    as_of: date | None = None,
    others: Mapping[str, str] | None = None,
    measured: Metric | None = None,
    among: Iterable[str] = (),
) -> Panel:
    """The panel of a claim by week or by working day (Monday to Friday), over whole periods.

    The period in which the initiative started is left out, unless it started on the period's first day. Of the groups
    outside the scope only those of ``among`` are read, all of them where it is empty.
    """
    measured = measured or reader.catalogue.metric(claim.metric)
    allowed = frozenset(among)
    span = Query(grain, first=start - LONGEST[grain], last=as_of, where=scope.where)
    inside = replace(span, where=(*scope.where, *((scope.dimension, value) for value in scope.values)))
    scope_readings = _whole(reader.read_as([measured], inside), grain, start)
    group_readings = _whole(reader.read_as([measured], replace(span, by=scope.dimension)), grain, start)
    periods = tuple(sorted({reading.period.first for reading in (*scope_readings, *group_readings)}))
    acting = {value for reading in scope_readings for dimension, value in reading.scope if dimension == scope.dimension}
    groups: dict[str, list[Reading]] = {}
    for reading in group_readings:
        name = reading.scope[-1][1]
        if name is not None and name not in acting and (not allowed or name in allowed):
            groups.setdefault(name, []).append(reading)
    treated, treated_n = series(scope_readings, periods)
    control = {name: series(readings, periods) for name, readings in groups.items()}
    return Panel(
        periods=periods,
        treated=treated,
        treated_n=treated_n,
        controls={name: amounts for name, (amounts, _) in control.items()},
        control_n={name: n for name, (_, n) in control.items()},
        start=sum(first < start for first in periods),
        unit=measured.unit,
        title=measured.title,
        grain=grain,
        scope=scope.label,
        comparison=plural(scope.dimension),
        contaminated={name: title for name, title in (others or {}).items() if name in control},
        shared=_shared(reader, scope, start, control, first=start - LONGEST[grain], as_of=as_of),
    )


def _shared(
    reader: Reader, scope: Scope, start: date, groups: Iterable[str], *, first: date, as_of: date | None
) -> dict[str, float]:
    """What each of the groups shares with the scope from ``first`` to the start, as far as it is known by ``as_of``."""
    if scope.dimension != DIMENSION:
        return {}
    until = min(start, as_of + timedelta(days=1)) if as_of else start
    found = shared_tickets(reader, scope.values, scope.where, first, until).shares(start)
    return {name: found[name] for name in groups if name in found}


def counted(reader: Reader, scope: Scope, first: date, last: date, measured: Metric) -> int:
    """How many tickets the metric counts in the scope from ``first`` to ``last``, both included."""
    if last < first:
        return 0
    inside = (*scope.where, *((scope.dimension, value) for value in scope.values))
    [reading] = reader.read_as([measured], Query(Grain.ALL, first=first, last=last, where=inside))
    return reading.result.n


def _whole(readings: Iterable[Reading], grain: Grain, start: date) -> list[Reading]:
    """The readings of whole periods, all before the start or all after it; of days, the working days."""
    return [
        reading
        for reading in readings
        if reading.complete
        and not reading.period.first < start <= reading.period.last
        and (grain is not Grain.DAY or reading.period.first.weekday() <= _FRIDAY)
    ]


def plural(dimension: str) -> str:
    """The word for several values of a dimension: groups, categories, business units."""
    word = dimension.replace("_", " ")
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def series(readings: Iterable[Reading], periods: tuple[date, ...]) -> tuple[Series, Series]:
    """Amounts (NaN in a gap) and tickets (0 in a gap) by period."""
    found = {reading.period.first: reading.result for reading in readings}
    values = [found.get(first) for first in periods]
    amounts = [value.amount if isinstance(value, Value) else np.nan for value in values]
    return np.array(amounts, dtype=float), np.array([value.n if value else 0 for value in values], dtype=float)
