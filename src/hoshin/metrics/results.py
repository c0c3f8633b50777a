"""Results of a metric in columns: whoever reads a whole scorecard needs no object for each of its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hoshin.metrics.intervals import Floats, Ints
from hoshin.metrics.result import Reason, Refusal, Result, Value

Bools = NDArray[np.bool_]
Codes = NDArray[np.int8]

NUMBER = -1
"""What ``why`` says where there is a number."""


@dataclass(frozen=True, eq=False)
class Results:
    """The results of one metric: each column of shape (parts, periods).

    Where ``why`` is ``NUMBER`` the columns hold a ``Value``: ``low`` and ``high`` are NaN where it has no interval.
    Elsewhere ``why`` is the place of the reason among ``refusals``, and ``n`` counts the cases that were there.
    """

    amount: Floats
    n: Ints
    low: Floats
    high: Floats
    left_out: Ints
    why: Codes
    refusals: tuple[tuple[Reason, str], ...]

    @classmethod
    def refused(cls, shape: tuple[int, int], reason: Reason, detail: str = "") -> Results:
        """The same refusal throughout."""
        none, zero = np.full(shape, np.nan), np.zeros(shape, np.int64)
        return cls(none, zero, none, none, zero, np.zeros(shape, np.int8), ((reason, detail),))

    @classmethod
    def of(cls, parts: Sequence[Sequence[Result]], periods: int) -> Results:
        """From single results, a sequence of ``periods`` of them for each part."""
        every = [result for part in parts for result in part]
        kinds = tuple(dict.fromkeys((r.reason, r.detail) for r in every if isinstance(r, Refusal)))
        rows = [
            (np.nan, r.n, np.nan, np.nan, 0, kinds.index((r.reason, r.detail)))
            if isinstance(r, Refusal)
            else (r.amount, r.n, _or_nan(r.low), _or_nan(r.high), r.left_out, NUMBER)
            for r in every
        ]
        columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.zeros(0)] * 6
        shaped = [column.reshape(len(parts), periods) for column in columns]
        amount, low, high = (shaped[place].astype(np.float64) for place in (0, 2, 3))
        n, left_out = (shaped[place].astype(np.int64) for place in (1, 4))
        return cls(amount, n, low, high, left_out, shaped[5].astype(np.int8), kinds)

    @property
    def silent(self) -> bool:
        """Whether no ticket at all was found."""
        return bool((self.why != NUMBER).all() and not self.n.any())

    def hinted(self, hint: str) -> Results:
        """The same, with what the refusals say beside their reasons."""
        return replace(self, refusals=tuple((reason, hint) for reason, _ in self.refusals))

    def at_least(self, least: int) -> Results:
        """The same without the numbers of fewer than ``least`` tickets: these are refused."""
        few = (self.why == NUMBER) & (self.n < least)
        if not few.any():
            return self
        reason = (Reason.TOO_FEW, f"at least {least}")
        return replace(
            self,
            amount=np.where(few, np.nan, self.amount),
            low=np.where(few, np.nan, self.low),
            high=np.where(few, np.nan, self.high),
            left_out=np.where(few, 0, self.left_out),
            why=np.where(few, np.int8(len(self.refusals)), self.why),
            refusals=(*self.refusals, reason),
        )

    def each(self) -> Iterator[Result]:
        """The results one by one: for each part the periods, in order."""
        known: dict[tuple[int, int], Refusal] = {}
        columns = (self.amount, self.n, self.low, self.high, self.left_out, self.why)
        for amount, n, low, high, left_out, why in zip(*(each.ravel().tolist() for each in columns), strict=True):
            if why == NUMBER:
                yield Value(amount, n, low, high, left_out) if low == low else Value(amount, n, None, None, left_out)
            else:
                refusal = known.get((why, n))
                if refusal is None:
                    reason, detail = self.refusals[why]
                    refusal = known[why, n] = Refusal(reason, n, detail)
                yield refusal


def _or_nan(end: float | None) -> float:
    return np.nan if end is None else end
