"""How far the tickets behind a number can be believed: what is missing, what cannot be, what was cut off.

The dimensions of data quality are those of ISO/IEC 25012 as far as a log can show them: completeness (fields, history),
consistency (the order of times) and understandability (states that nobody has explained).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.rows import TICKET
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import all_of, kept, left
from hoshin.metrics.flows import in_days
from hoshin.metrics.query import Query
from hoshin.metrics.scope import check, holds
from hoshin.metrics.statistic import Absent, Dating

HISTORY = ("waiting_hours", "active_hours", "returned", "reassignments", "reopens")
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
    found: dict[str, Grade] = {}
    told = [metric for metric in metrics if not isinstance(metric.statistic, Absent)]
    for dating in dict.fromkeys(metric.dating for metric in told):
        alike = [metric for metric in told if metric.dating is dating]
        rows = _standing(log.tickets, query) if dating is Dating.STANDING else in_days(log.tickets, dating, query)
        found |= _graded(log, rows, alike)
    return {metric.key: found[metric.key] for metric in told if metric.key in found}


def _standing(tickets: Table, query: Query) -> Table:
    """The tickets in scope that stood open at any time of the days asked for."""
    gone = left(tickets)
    began = tickets.opened_on <= query.last if query.last else None
    stayed = gone.isnull() | (gone >= query.first) if query.first else None
    return kept(tickets, all_of(began, stayed, holds(tickets, query)))


def _graded(log: EventLog, rows: Table, metrics: Sequence[Metric]) -> dict[str, Grade]:
    """One pass over the tickets for all metrics of a dating."""
    if any(_from_history(metric) for metric in metrics):
        first = log.transitions.filter(log.transitions.position == 0)
        first = first.select(*TICKET, begins_at=first["at"])
        rows = rows.left_join(first, TICKET).drop("desk_right", "ticket_right")
    flags = {}
    for metric in metrics:
        about = metric.about(rows)
        among = ibis.literal(True) if about is None else about
        flags[f"{metric.key}.of"] = among
        for fault, condition in _faults(metric, rows):
            flags[f"{metric.key}.{fault.name}"] = among & condition
    ints = rows.select(**{name: ibis.coalesce(flag, False).cast("int64") for name, flag in flags.items()})
    sums = ints.aggregate(**{name: ibis.coalesce(ints[name].sum(), 0) for name in flags}).to_pyarrow().to_pylist()[0]
    found = {}
    for metric in metrics:
        of = int(sums[f"{metric.key}.of"])
        findings = (
            Finding(fault, int(sums[f"{metric.key}.{fault.name}"]), of)
            for fault in Fault
            if f"{metric.key}.{fault.name}" in sums
        )
        if of:
            found[metric.key] = grade(findings, of)
    return found


def _faults(metric: Metric, rows: Table) -> list[tuple[Fault, BooleanValue]]:
    """What would be wrong with a ticket for the metric."""
    found: list[tuple[Fault, BooleanValue]] = [(Fault.SKEW, _skewed(rows))]
    missing = [rows[column].isnull() for column in metric.needs]
    if metric.needs_one_of:
        nothing = [rows[column].isnull() for column in metric.needs_one_of]
        missing.append(ibis.and_(*nothing))
    if missing:
        found.append((Fault.MISSING, reduce(or_, missing)))
    if _from_history(metric):
        late = rows.begins_at > rows.opened_at + ibis.interval(days=1)
        found.append((Fault.CUT, late))
    if metric.dating in (Dating.RESOLVED, Dating.STANDING):
        found.append((Fault.UNKNOWN, rows.status.isnull()))
    return found


def _from_history(metric: Metric) -> bool:
    return any(column in HISTORY for column in metric.needs)


def _skewed(rows: Table) -> BooleanValue:
    """Resolved, closed or responded to before it was opened, or opened after it was last heard of."""
    early = [rows[moment] < rows.opened_at for moment in ("resolved_at", "closed_at", "responded_at")]
    return reduce(or_, (ibis.coalesce(each, False) for each in (*early, rows.opened_at > rows.updated_at)))
