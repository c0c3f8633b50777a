"""Several questions asked at once: what each answer is still worth when all of them are read together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def together(p_values: Mapping[Name, float]) -> dict[Name, float]:
    """Each p-value corrected for how many are read together (Benjamini and Hochberg 1995).

    Of what is then called at or below 0.05, one in twenty is expected to be nothing, however many are read. Where none
    of them is anything, one is called in at most one of twenty such readings. This holds for independent questions, and
    those that err in the same direction, as claims judged against the same groups do (Benjamini, Yekutieli 2001).

    The r-th smallest of m is multiplied by m / r; none gets larger than one that was larger before.
    """
    corrected: dict[Name, float] = {}
    so_far = 1.0
    for before, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda each: -each[1])):
        rank = len(p_values) - before
        # A p-value times the quotient of two equal numbers stays what it is to the last digit.
        so_far = min(so_far, max(p_value, p_value * len(p_values) / rank))
        corrected[name] = so_far
    return corrected
