"""Sums over rows of the event log, grouped in several ways at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Protocol

import pyarrow as pa
from ibis import Table
from ibis.expr.types import Value

Sets = tuple[tuple[str, ...], ...]
"""Ways to group, each by the names of its columns; an empty one sums up all rows."""

Build = Callable[[], tuple[Table, Mapping[str, Value]]]
"""Makes the rows, and the sums over them by name."""


class Grouping(Protocol):
    """An engine's way to group rows by each of several sets of their columns."""

    def __call__(self, question: Hashable, sets: Sets, build: Build) -> list[pa.Table]:
        """A table for each set: its columns, then the sums.

        ``question`` stands for all that ``build`` depends on, but for the tables of the log, so that an engine may
        remember how it is to be asked.
        """
        ...


def one_by_one(question: Hashable, sets: Sets, build: Build) -> list[pa.Table]:
    """One pass for each set: what every engine can do."""
    rows, sums = build()
    return [(rows.group_by(*keys) if keys else rows).aggregate(**sums).to_pyarrow() for keys in sets]
