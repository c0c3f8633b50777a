"""How long the open tickets have been lying, in buckets of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue

from hoshin.metrics.expression import all_of, kept, open_at
from hoshin.metrics.query import Query
from hoshin.metrics.scope import check, holds


@dataclass(frozen=True)
class Bucket:
    """Ages from ``youngest`` to ``oldest`` days since the day of opening, both included; None is without end."""

    youngest: int
    oldest: int | None

    @property
    def label(self) -> str:
        """As readers call it: ``0 days``, ``1 to 2 days``, ``90 days and more``."""
        if self.oldest is None:
            return f"{self.youngest} days and more"
        return f"{self.youngest} to {self.oldest} days" if self.oldest > self.youngest else f"{self.youngest} days"

    @property
    def key(self) -> str:
        """As addresses write it."""
        return f"{self.youngest}-{'' if self.oldest is None else self.oldest}"


BUCKETS = (
    Bucket(0, 0),
    Bucket(1, 2),
    Bucket(3, 6),
    Bucket(7, 13),
    Bucket(14, 29),
    Bucket(30, 89),
    Bucket(90, None),
)
"""All ages, without gap and overlap. The sixth begins where the aged backlog does."""


def ageing(tickets: Table, query: Query, end: date, buckets: Sequence[Bucket] = BUCKETS) -> tuple[int, ...]:
    """How many tickets of the question's scope stand open at the end of the day ``end``, by bucket.

    The sum over all buckets is the backlog. The question's days and breakdown play no part. Raises UnknownDimension.
    """
    check(Query(where=query.where))
    rows = kept(tickets, holds(tickets, query))
    rows = rows.filter(open_at(rows, ibis.literal(end)))
    # A column of its own for each bucket: one pass, and a plain sum on every engine.
    flags = rows.select(**{f"n{i}": within(rows, end, bucket).cast("int64") for i, bucket in enumerate(buckets)})
    sums = flags.aggregate(**{name: ibis.coalesce(flags[name].sum(), 0) for name in flags.columns})
    found = sums.to_pyarrow().to_pylist()[0]
    return tuple(int(found[f"n{i}"]) for i in range(len(buckets)))


def within(tickets: Table, end: date, bucket: Bucket) -> BooleanValue:
    """Whether a ticket's age at the end of the day ``end`` lies in the bucket."""
    age = ibis.literal(end).delta(tickets.opened_on, unit="day")
    condition = all_of(age >= bucket.youngest, None if bucket.oldest is None else age <= bucket.oldest)
    assert condition is not None
    return condition
