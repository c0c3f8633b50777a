"""How many tickets have which of many conditions together: counted in one pass, whatever is asked of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add, and_
from typing import Any

import ibis
import numpy as np
from ibis import Table
from ibis.expr.types import BooleanValue
from numpy.typing import NDArray

from hoshin.metrics.intervals import Ints

Bools = NDArray[np.bool_]

_BITS = 62
"""Conditions that one whole number of 64 bits holds."""


@dataclass(frozen=True, eq=False)
class Marks:
    """The patterns of conditions that occur: how many rows have each, and in which of them each condition holds."""

    counts: Ints
    holding: dict[Any, Bools]

    @classmethod
    def of(cls, rows: Table, conditions: Iterable[BooleanValue]) -> Marks:
        """The patterns of the conditions over the rows; one that is null does not hold."""
        # Equal expressions are one condition, however many ask for it.
        told = list({each.op(): each for each in conditions}.items())
        batches = [told[first : first + _BITS] for first in range(0, len(told), _BITS)]
        masks = {}
        for place, some in enumerate(batches):
            bits = [ibis.ifelse(each, 1 << bit, 0).cast("int64") for bit, (_, each) in enumerate(some)]
            masks[f"mask{place}"] = reduce(add, bits)
        marked = rows.select(**masks)
        found = marked.group_by(*masks).aggregate(n=marked.count()).to_pyarrow()
        holding = {}
        for place, some in enumerate(batches):
            mask = found[f"mask{place}"].to_numpy()
            for bit, (key, _) in enumerate(some):
                holding[key] = (mask >> bit & 1).astype(np.bool_)
        return cls(found["n"].to_numpy().astype(np.int64), holding)

    def all_of(self, conditions: Iterable[BooleanValue]) -> Bools:
        """In which patterns all of the conditions hold."""
        return reduce(and_, (self.holding[each.op()] for each in conditions), np.ones(len(self.counts), np.bool_))

    def rows(self, patterns: Bools) -> int:
        """How many rows have one of the patterns."""
        return int(self.counts[patterns].sum())
