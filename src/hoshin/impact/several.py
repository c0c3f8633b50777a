"""Several questions asked at once: what each answer is still worth when all of them are read together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def holm(p_values: Mapping[Name, float]) -> dict[Name, float]:
    """Each p-value corrected for how many are read together (Holm 1979).

    Whoever then calls those at or below 0.05 calls any of them falsely in at most one of twenty such readings.

    The smallest is multiplied by how many there are, the next by one less, and so on; none gets smaller than the one
    before it, none larger than 1. No assumption of how the questions depend on each other.
    """
    corrected: dict[Name, float] = {}
    so_far = 0.0
    for before, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda each: each[1])):
        so_far = max(so_far, min(1.0, p_value * (len(p_values) - before)))
        corrected[name] = so_far
    return corrected
