"""What tickets bring to metrics, and what is to be known of it: one column for all that take the same of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ibis import Table
from ibis.expr.types import BooleanValue
from ibis.expr.types import Value as Expression

from hoshin.eventlog.grouping import Kind, Sum
from hoshin.metrics.definition import Metric
from hoshin.metrics.expression import brought, divided, squared
from hoshin.metrics.intervals import fractions
from hoshin.metrics.statistic import Flow, Given, Mean, MedianWeek, Quantile, Ratio, Share, Total, Weekly


@dataclass(frozen=True)
class Amounts:
    """What tickets bring to the metrics ``of`` one measure over the same tickets: one column, summed up once.

    ``fractions`` are those at which its quantiles are taken: an engine orders the values once for all of them.
    """

    column: str
    of: tuple[Metric, ...]
    fractions: tuple[float, ...]

    @cached_property
    def places(self) -> dict[float, int]:
        """Where the quantile of each fraction stands among them."""
        return {fraction: place for place, fraction in enumerate(self.fractions)}

    @property
    def mean(self) -> Mean | None:
        """The mean among the statistics: all of one measure have the same."""
        return next((metric.statistic for metric in self.of if isinstance(metric.statistic, Mean)), None)

    def columns(self, tickets: Table, counted: BooleanValue | None) -> dict[str, Expression]:
        """What each ticket brings, by the names of columns; null for a ticket that does not count."""
        flow = flow_of(self.of[0])
        amounts = brought(flow, tickets, counted)
        found: dict[str, Expression] = {self.column: amounts}
        if (under := divided(flow, tickets, counted)) is not None:
            found[f"{self.column}.below"] = under
        if self.mean:
            found[f"{self.column}.squared"] = squared(self.mean.measure, amounts)
        return found

    def sums(self) -> dict[str, Sum]:
        """The sufficient statistics of what tickets bring, by the names under which a scan has them."""
        column, found = self.column, {"n": Sum(Kind.COUNT, self.column)}
        for metric in self.of:
            match metric.statistic:
                case Share():
                    found["met"] = Sum(Kind.TOTAL, column)
                case Mean():
                    found |= {"total": Sum(Kind.TOTAL, column), "squares": Sum(Kind.TOTAL, f"{column}.squared")}
                case Ratio():
                    found |= {"total": Sum(Kind.TOTAL, column), "under": Sum(Kind.TOTAL, f"{column}.below")}
                case Total() | Weekly() | MedianWeek():
                    found["total"] = Sum(Kind.TOTAL, column)
                case _:
                    pass
        if self.fractions:
            found["quantiles"] = Sum(Kind.QUANTILES, column, self.fractions)
        return {f"{column}.{name}": each for name, each in found.items()}


def counted(metric: Metric, tickets: Table, given: Given) -> BooleanValue | None:
    """Which of the tickets placed in time count for the metric."""
    desks = given(metric.desk_gives) if metric.desk_gives else None
    return metric.counted(tickets, desks, duplicates=bool(given("duplicate")))


def flow_of(metric: Metric) -> Flow:
    """The metric's statistic, of tickets that fall into days. Raises TypeError for another."""
    if not isinstance(metric.statistic, Flow):
        raise TypeError(f"Metric '{metric.key}' is dated {metric.dating}, which its statistic cannot be.")
    return metric.statistic


def together(metrics: Sequence[Metric]) -> dict[str, Amounts]:
    """What is to be summed up for the metrics, by key: one column for all that take the same of the same tickets."""
    alike: dict[tuple[object, ...], list[Metric]] = {}
    for metric in metrics:
        flow = flow_of(metric)
        what = flow.measure if isinstance(flow, Mean | Quantile | Total | Weekly | MedianWeek) else flow
        which = (
            metric.among,
            metric.valid,
            metric.needs,
            metric.needs_one_of,
            metric.desk_gives,
            metric.without_duplicates,
        )
        alike.setdefault((what, *which), []).append(metric)
    found: dict[str, Amounts] = {}
    for group in alike.values():
        quantiles = {q for m in group if isinstance(m.statistic, Quantile) for q in fractions(m.statistic.q)}
        found |= dict.fromkeys((m.key for m in group), Amounts(group[0].key, tuple(group), tuple(sorted(quantiles))))
    return found
