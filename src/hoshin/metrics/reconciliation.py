"""Why the desk's own report says another number: the same metric counted otherwise, and the tickets that differ.

A report seldom says how it counts. So each usual way of counting otherwise is tried, alone and in pairs, and those that
come to the desk's figure explain it; the tickets that one counts and the other does not are the explanation by ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import combinations

import ibis
import pyarrow as pa
from ibis import Table

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.refused import Refused
from hoshin.eventlog.schema import DAYS, Status
from hoshin.metrics import drill, engine
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.definition import Metric
from hoshin.metrics.measures import between, hours_without_waiting
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.metrics.statistic import Absent, Dating, Mean, MedianAge, Quantile

MOST = 2
"""Ways of counting otherwise that are tried together."""


class FigureInvalid(Refused):
    """The desk's figure cannot be read, or there is nothing to compare it with."""


@dataclass(frozen=True)
class Twist:
    """One way of counting otherwise. Of twists that concern the same ``about`` only one can hold."""

    key: str
    words: str
    about: str
    tickets: Callable[[Table], Table]
    metric: Callable[[Metric], Metric]


def _same(metric: Metric) -> Metric:
    return metric


def _all(tickets: Table) -> Table:
    return tickets


def _as_closed(tickets: Table) -> Table:
    cancelled = tickets.status == Status.CANCELLED.value
    return tickets.mutate(status=ibis.ifelse(cancelled, ibis.literal(Status.CLOSED.value), tickets.status))


def _none_cancelled(tickets: Table) -> Table:
    return tickets.filter(tickets.status.isnull() | (tickets.status != Status.CANCELLED.value))


def _none_reopened(tickets: Table) -> Table:
    return tickets.filter(tickets.reopens.isnull() | (tickets.reopens == 0))


def _in_utc(tickets: Table) -> Table:
    return tickets.mutate(**{day: tickets[moment].date() for day, moment in DAYS.items()})


def _leaving_by_resolution(tickets: Table) -> Table:
    return tickets.mutate(left_on=tickets.resolved_on, left_at=tickets.resolved_at)


def _dated(dating: Dating) -> Callable[[Metric], Metric]:
    def other(metric: Metric) -> Metric:
        needs = tuple(dict.fromkeys((*metric.needs, "resolved_at")))
        return replace(metric, dating=dating, needs=needs)

    return other


def _paused(metric: Metric) -> Metric:
    measure = hours_without_waiting("opened_at", "resolved_at")
    match metric.statistic:
        case Quantile(_, q):
            return replace(metric, statistic=Quantile(measure, q), needs=(*metric.needs, "waiting_hours"))
        case _:
            return replace(metric, statistic=Mean(measure), needs=(*metric.needs, "waiting_hours"))


def _duplicates(metric: Metric) -> Metric:
    return replace(metric, without_duplicates=False)


WITH_CANCELLED = Twist("with_cancelled", "cancelled tickets are counted", "cancelled", _as_closed, _same)
WITHOUT_CANCELLED = Twist("without_cancelled", "cancelled tickets are left out", "cancelled", _none_cancelled, _same)
WITH_DUPLICATES = Twist("with_duplicates", "duplicates are counted", "duplicates", _all, _duplicates)
WITHOUT_REOPENED = Twist("without_reopened", "reopened tickets are left out", "reopened", _none_reopened, _same)
BY_RESOLUTION = Twist(
    "by_resolution",
    "only resolved tickets are counted, on the day of their resolution",
    "dating",
    _all,
    _dated(Dating.RESOLVED),
)
BY_RESPONSE = Twist(
    "by_response",
    "only tickets responded to are counted, on the day of the response",
    "dating",
    _all,
    _dated(Dating.RESPONDED),
)
BY_CLOSING = Twist("by_closing", "tickets are dated by their closing", "dating", _all, _dated(Dating.CLOSED))
BY_OPENING = Twist("by_opening", "tickets are dated by their opening", "dating", _all, _dated(Dating.OPENED))
IN_UTC = Twist("in_utc", "days are those of UTC, not of the desk", "days", _in_utc, _same)
PAUSED = Twist("paused", "the clock stands still while a ticket waits", "clock", _all, _paused)
UNRESOLVED = Twist(
    "unresolved",
    "tickets closed or cancelled without a resolution still count as open",
    "leaving",
    _leaving_by_resolution,
    _same,
)


def twists(metric: Metric) -> tuple[Twist, ...]:
    """The ways in which the metric is usually counted otherwise."""
    return (*_by_dating(metric), *((WITH_DUPLICATES,) if metric.without_duplicates else ()))


def _by_dating(metric: Metric) -> tuple[Twist, ...]:
    match metric.dating:
        case _ if isinstance(metric.statistic, Absent):
            return ()
        case Dating.STANDING:
            return (IN_UTC,) if isinstance(metric.statistic, MedianAge) else (UNRESOLVED, IN_UTC)
        case Dating.RESOLVED:
            timed = metric.statistic in _timed(metric)
            return (WITH_CANCELLED, WITHOUT_REOPENED, BY_CLOSING, BY_OPENING, IN_UTC, *((PAUSED,) if timed else ()))
        case Dating.FIRST_RESOLVED | Dating.SLA_JUDGED:
            return WITH_CANCELLED, WITHOUT_REOPENED, BY_RESOLUTION, BY_CLOSING, BY_OPENING
        case Dating.RESPONSE_JUDGED:
            return WITH_CANCELLED, WITHOUT_REOPENED, BY_RESPONSE
        case Dating.OPENED:
            return WITHOUT_CANCELLED, WITHOUT_REOPENED, IN_UTC
        case _:
            return WITH_CANCELLED, WITHOUT_REOPENED, IN_UTC


def _timed(metric: Metric) -> tuple[object, ...]:
    """The statistics of the time to resolve on the calendar's clock, of the metric's own form."""
    measure = between("opened_at", "resolved_at")
    return (Mean(measure), Quantile(measure, metric.statistic.q if isinstance(metric.statistic, Quantile) else 0.5))


@dataclass(frozen=True)
class Figure:
    """A number as the desk's report writes it, in the metric's unit; ``slack`` is half of its last digit."""

    amount: float
    slack: float

    def met_by(self, amount: float) -> bool:
        """Whether the amount rounds to the figure."""
        return abs(amount - self.amount) <= self.slack * (1 + 1e-9)


def figure(text: str, unit: str) -> Figure:
    """The figure that somebody typed: ``7,850``, ``101.3``, ``58.7 %``. Raises FigureInvalid."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "").replace(",", "")
    share = plain.endswith("%")
    try:
        number = Decimal(plain.removesuffix("%"))
        digits = number.as_tuple().exponent
    except InvalidOperation:
        digits = "F"
    if not isinstance(digits, int):
        raise FigureInvalid(f"'{text}' is no number: write the desk's figure as 7850, 101.3 or, for a share, 58.7 %.")
    if share and unit != "share":
        raise FigureInvalid(f"'{text}' is a share, but the metric is counted in {unit}: leave the % out.")
    scale = 0.01 if share else 1.0
    return Figure(float(number) * scale, 0.5 * 10.0**digits * scale)


@dataclass(frozen=True)
class Variant:
    """The metric counted otherwise in all of ``twists`` (none: as Hoshin counts), and how far it is off the figure."""

    twists: tuple[Twist, ...]
    amount: float
    n: int
    off: float
    explains: bool

    @property
    def words(self) -> str:
        """How this variant counts, in a sentence's middle."""
        return " and ".join(twist.words for twist in self.twists) or "counted as Hoshin counts"


@dataclass(frozen=True)
class Explanation:
    """The desk's figure beside Hoshin's own, and every variant, the best explanation first.

    Best is what comes to the figure with the fewest twists; where nothing does, what comes closest.
    """

    figure: Figure
    own: Variant
    variants: tuple[Variant, ...]

    @property
    def best(self) -> Variant:
        """The best explanation; ``own`` where both agree."""
        return self.variants[0]


def explain(log: EventLog, metric: Metric, query: Query, wanted: Figure, *, coverage: Coverage) -> Explanation:
    """Try all variants over the days and scope of the question. Raises FigureInvalid where Hoshin has no number."""
    asked = replace(query, grain=Grain.ALL, by=None, across=None)
    tried = (_tried(log, metric, asked, chosen, wanted, coverage) for chosen in _chosen(metric))
    found = _telling([each for each in tried if each])
    own = next((each for each in found if not each.twists), None)
    if own is None:
        raise FigureInvalid(
            f"There is no {metric.title.lower()} in these days and this scope, so that nothing can be compared: "
            "choose days that the export covers."
        )
    found.sort(key=lambda each: (not each.explains, len(each.twists) if each.explains else 0, abs(each.off)))
    return Explanation(wanted, own, tuple(found))


def _telling(found: Sequence[Variant]) -> list[Variant]:
    """The variants in which every twist makes a difference: not those that say the same as one with fewer."""
    said = {(each.twists, each.amount, each.n) for each in found}

    def idle(each: Variant) -> bool:
        fewer = (each.twists[:i] + each.twists[i + 1 :] for i in range(len(each.twists)))
        return any((twists, each.amount, each.n) in said for twists in fewer)

    return [each for each in found if not idle(each)]


def _chosen(metric: Metric) -> list[tuple[Twist, ...]]:
    known = twists(metric)
    sets = [chosen for size in range(MOST + 1) for chosen in combinations(known, size)]
    return [chosen for chosen in sets if len({twist.about for twist in chosen}) == len(chosen)]


def _tried(
    log: EventLog, metric: Metric, query: Query, chosen: Sequence[Twist], wanted: Figure, coverage: Coverage
) -> Variant | None:
    otherwise, other = _twisted(log, metric, chosen)
    (reading,) = engine.read(otherwise, [other], query, coverage=coverage, generation="")
    if not isinstance(reading.result, Value):
        return None
    amount = reading.result.amount
    return Variant(tuple(chosen), amount, reading.result.n, amount - wanted.amount, wanted.met_by(amount))


def _twisted(log: EventLog, metric: Metric, chosen: Sequence[Twist]) -> tuple[EventLog, Metric]:
    for twist in chosen:
        log, metric = replace(log, tickets=twist.tickets(log.tickets)), twist.metric(metric)
    return log, metric


def differing(log: EventLog, metric: Metric, query: Query, variant: Variant, *, coverage: Coverage) -> pa.Table:
    """The tickets that the variant and Hoshin do not both count: the columns of a drill, and ``counted``.

    ``counted`` is "by the desk" or "by Hoshin".
    """
    asked = replace(query, grain=Grain.ALL, by=None, across=None)
    own = drill.tickets(log, metric, asked, coverage=coverage)
    otherwise, other = _twisted(log, metric, variant.twists)
    theirs = drill.tickets(otherwise, other, asked, coverage=coverage)
    columns, key = list(drill.COLUMNS), ["desk", "ticket"]
    only_theirs = theirs.select(*columns).anti_join(own.select(*key), key)
    only_own = own.select(*columns).anti_join(theirs.select(*key), key)
    both = only_theirs.mutate(counted=ibis.literal("by the desk")).union(
        only_own.mutate(counted=ibis.literal("by Hoshin"))
    )
    return both.order_by(both.counted, both.opened_at.desc(), both.desk, both.ticket).to_pyarrow()
