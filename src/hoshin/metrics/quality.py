"""How far the tickets behind a number can be believed: what is missing, what cannot be, what was cut off.

The dimensions of data quality are those of ISO/IEC 25012 as far as a log can show them: completeness (fields, history),
consistency (the order of times) and understandability (states that nobody has explained).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import chain
from operator import or_

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.log import EventLog
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, kept, left
from hoshin.metrics.flows import within
from hoshin.metrics.marks import Marks
from hoshin.metrics.query import Query
from hoshin.metrics.scope import check, holds
from hoshin.metrics.statistic import Absent, Dating

HISTORY = (
    "waiting_hours",
    "waiting_user_hours",
    "waiting_vendor_hours",
    "waiting_change_hours",
    "active_hours",
    "returned",
    "reassignments",
    "reopens",
    "downgraded",
)
"""Columns that are worked out from the history where the desk does not give them."""
LIMITS = (("A", 0.01), ("B", 0.05), ("C", 0.2))
"""The letter of a grade, and which part of the tickets may have its worst fault. Beyond the last it is ``WORST``."""
WORST = "D"


class Fault(StrEnum):
    """What may be wrong with a ticket, as far as one metric is concerned."""

    MISSING = "a field that the metric needs is missing"
    SKEW = "its times are in an order that cannot be"
    CUT = "its history begins after its opening"
    UNKNOWN = "nobody has said what its state stands for"


@dataclass(frozen=True)
class Finding:
    """One fault: how many of the tickets ``of`` which the metric is about have it."""

    fault: Fault
    n: int
    of: int

    @property
    def part(self) -> float:
        """The part of the tickets with the fault, from 0 to 1."""
        return self.n / self.of


@dataclass(frozen=True)
class Grade:
    """How good the data behind a metric are in one scope and stretch. ``findings`` are the worst first, none empty."""

    letter: str
    findings: tuple[Finding, ...]
    of: int

    @property
    def bad(self) -> bool:
        """Whether the number is too doubtful to raise an alarm."""
        return self.letter == WORST

    @property
    def words(self) -> str:
        """The grade in a sentence."""
        if not self.findings:
            return f"Nothing is wrong with the {self.of:,} tickets behind it."
        said = "; ".join(f"{each.n:,} ({each.part:.1%}): {each.fault.value}" for each in self.findings)
        return f"Of {self.of:,} tickets {said}."


def grade(findings: Iterable[Finding], of: int) -> Grade:
    """The grade that the worst finding deserves; findings of no ticket are none."""
    found = sorted((each for each in findings if each.n), key=lambda each: (-each.n, each.fault))
    worst = max((each.part for each in found), default=0.0)
    return Grade(next((letter for letter, limit in LIMITS if worst <= limit), WORST), tuple(found), of)


def grades(log: EventLog, metrics: Sequence[Metric], query: Query) -> dict[str, Grade]:
    """The grade of each metric over the days and scope of the question, by key; none where there are no tickets.

    Of a metric that falls into days these are the tickets of those days, of a standing one all that stood open on any
    of them. The question's grain and breakdown play no part. Raises UnknownDimension and QueryInvalid.
    """
    check(Query(query.grain, None, query.first, query.last, query.where))
    told = [metric for metric in metrics if not isinstance(metric.statistic, Absent)]
    if not told:
        return {}
    rows = kept(log.tickets, holds(log.tickets, query))
    datings = dict.fromkeys(metric.dating for metric in told)
    rows = rows.filter(reduce(or_, [_there(rows, dating, query) for dating in datings], ibis.literal(False)))
    judged = {metric.key: _judged(metric, rows, query) for metric in told}
    marks = Marks.of(rows, chain.from_iterable(each.conditions for each in judged.values()))
    found = {}
    for key, each in judged.items():
        among = marks.all_of(each.among)
        if of := marks.rows(among):
            findings = (
                Finding(fault, marks.rows(among & reduce(or_, map(marks.all_of, ways))), of)
                for fault, ways in each.faults.items()
            )
            found[key] = grade(findings, of)
    return found


@dataclass(frozen=True)
class _Judged:
    """The conditions that say which tickets a metric is ``among``, and in which ways a ticket has a fault."""

    among: tuple[BooleanValue, ...]
    faults: dict[Fault, list[tuple[BooleanValue, ...]]]

    @property
    def conditions(self) -> Iterator[BooleanValue]:
        """All that are asked of a ticket."""
        return chain(self.among, *chain.from_iterable(self.faults.values()))


def _judged(metric: Metric, rows: Table, query: Query) -> _Judged:
    about, there = metric.about(rows), _there(rows, metric.dating, query)
    faults: dict[Fault, list[tuple[BooleanValue, ...]]] = {Fault.SKEW: [(_skewed(rows),)]}
    missing: list[tuple[BooleanValue, ...]] = [(rows[column].isnull(),) for column in metric.needs]
    if metric.needs_one_of:
        missing.append(tuple(rows[column].isnull() for column in metric.needs_one_of))
    if missing:
        faults[Fault.MISSING] = missing
    if _from_history(metric):
        faults[Fault.CUT] = [(rows.history_from_at > rows.opened_at + ibis.interval(days=1),)]
    if metric.dating in (Dating.RESOLVED, Dating.FIRST_RESOLVED, Dating.SLA_JUDGED, Dating.STANDING):
        faults[Fault.UNKNOWN] = [(rows.status.isnull(),)]
    return _Judged((there,) if about is None else (there, about), faults)


def _there(tickets: Table, dating: Dating, query: Query) -> BooleanValue:
    """Whether a ticket falls into the days asked for, or stood open at any time of them."""
    if dating is not Dating.STANDING:
        condition = within(tickets, dating, query)
    else:
        gone = left(tickets)
        began = tickets.opened_on <= query.last if query.last else None
        condition = all_of(began, gone.isnull() | (gone >= query.first) if query.first else None)
    return ibis.literal(True) if condition is None else condition


def _from_history(metric: Metric) -> bool:
    return any(column in HISTORY for column in metric.needs)


def _skewed(rows: Table) -> BooleanValue:
    """Resolved, closed or responded to before it was opened, or opened after it was last heard of."""
    early = [rows[moment] < rows.opened_at for moment in ("resolved_at", "closed_at", "responded_at")]
    return reduce(or_, (ibis.coalesce(each, False) for each in (*early, rows.opened_at > rows.updated_at)))
