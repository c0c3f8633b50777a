"""Whether the season explains a signal: the same weeks a year before stood as the signal's points stand now.

A yearly season repeats, so it cancels in the difference between a week and the same week a year before; what has
changed since does not. The differences are measured against their own noise, by the arithmetic of the control chart:
half a natural limit is 1.33 average moving ranges, and the mean of m differences varies less by the square root of m.
What that promises, with measured rates: docs/algorithms/obligations.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import sqrt
from statistics import fmean

from hoshin.signals.control_chart import ENOUGH, RUN, TO_LIMIT

YEAR = 52
"""Positions from a week to the same week a year before."""

STANDS_OUT = TO_LIMIT / 2
"""From how many average moving ranges on the difference from a year before is more than noise: half a natural limit."""

Values = Sequence[float | None]


def differences(values: Values, lag: int = YEAR) -> list[float | None]:
    """Each value less the one ``lag`` positions before; None where one of the two is not known or not judged."""
    found: list[float | None] = []
    for i, value in enumerate(values):
        before = values[i - lag] if i >= lag else None
        found.append(None if value is None or before is None else value - before)
    return found


def explains(values: Values, positions: Iterable[int], *, higher: bool, lag: int = YEAR) -> bool:
    """Whether the season explains that the points at ``positions`` lie high (or low), oldest value first.

    It does where the newest eight of them (or as many as there are) have twins a year before, and their mean difference
    does not stand out on the signal's own side. Ten differences must be known to tell their noise. With less there is
    nothing to compare with, and the answer is no; so it is where the points reach back further than a year, because no
    season lasts as long.
    """
    between = differences(values, lag)
    asked = sorted(positions)
    own = [found for i in asked[-RUN:] if (found := between[i]) is not None]
    known = [found for found in between if found is not None]
    if not own or asked[-1] - asked[0] >= lag or len(known) < ENOUGH:
        return False
    noise = fmean(abs(after - before) for before, after in pairwise(known))
    mean = fmean(own) if higher else -fmean(own)
    # A season that repeats to the digit leaves no noise: rounding alone must not stand out.
    rounding = 1e-9 * max(abs(value) for value in values if value is not None)
    return mean <= STANDS_OUT * noise / sqrt(len(own)) + rounding
