"""Sums over rows of the event log, grouped in several ways at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import pyarrow as pa
from ibis import Table
from ibis.expr.types import Value

Sets = tuple[tuple[str, ...], ...]
"""Ways to group, each by the names of its columns; an empty one sums up all rows."""


class Kind(StrEnum):
    """How the values of a column that are not null are summed up. All of it can be put together from smaller groups."""

    COUNT = "count"
    TOTAL = "total"
    LEAST = "least"
    GREATEST = "greatest"
    QUANTILES = "quantiles"


@dataclass(frozen=True)
class Sum:
    """What is to be known of a column of the rows.

    Totals are of whole numbers or conditions: summed exactly, and only then told as reals. ``fractions`` are those of
    quantiles: linear between order statistics (Hyndman and Fan 1996, type 7).
    """

    kind: Kind
    column: str
    fractions: tuple[float, ...] = ()

    def over(self, rows: Table) -> Value:
        """The sum as an expression over grouped rows."""
        column = rows[self.column]
        match self.kind:
            case Kind.COUNT:
                return column.count()
            case Kind.TOTAL:
                return column.sum().cast("float64")
            case Kind.LEAST:
                return column.min()
            case Kind.GREATEST:
                return column.max()
            case Kind.QUANTILES:
                return column.quantile(list(self.fractions))


Build = Callable[[], tuple[Table, Mapping[str, Sum]]]
"""Makes the rows, and says by name what is to be known of them."""


class Grouping(Protocol):
    """An engine's way to group rows by each of several sets of their columns."""

    def __call__(self, question: Hashable, sets: Sets, build: Build) -> list[pa.Table]:
        """A table for each set: its columns, then the sums; a row for each group that has rows, in any order.

        ``question`` stands for all that ``build`` depends on, but for the tables of the log, so that an engine may
        remember how it is to be asked.
        """
        ...


def one_by_one(question: Hashable, sets: Sets, build: Build) -> list[pa.Table]:
    """One pass for each set: what every engine can do. Where all rows are one group, it is there without rows too."""
    rows, sums = build()
    told = {name: each.over(rows) for name, each in sums.items()}
    return [(rows.group_by(*keys) if keys else rows).aggregate(**told).to_pyarrow() for keys in sets]
