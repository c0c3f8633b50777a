"""The scale on which a metric is compared, chosen by its unit, and the way back to the unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hoshin.impact.panel import Series

MINUTE = 1 / 60
"""The shortest time that is told apart, in hours: desks record minutes."""


FARTHEST = 300.0
"""Logarithms beyond this would not come back as finite numbers; no time of a ticket comes near."""


@dataclass(frozen=True)
class Scale:
    """A strictly rising map from a metric's unit to the scale of comparison, and its inverse."""

    name: str
    forward: Callable[[Series], Series]
    backward: Callable[[Series], Series]

    def without(self, observed: Series, effect: float) -> Series:
        """What ``observed`` (in the unit) would have been without an ``effect`` (on this scale), in the unit."""
        return self.backward(self.forward(observed) - effect)


def _logarithm(values: Series) -> Series:
    return np.asarray(np.log(np.maximum(values, MINUTE)))


def _exponential(values: Series) -> Series:
    return np.asarray(np.exp(np.clip(values, -FARTHEST, FARTHEST)))


def _arcsine(values: Series) -> Series:
    return np.asarray(np.arcsin(np.sqrt(np.clip(values, 0.0, 1.0))))


def _share(values: Series) -> Series:
    return np.asarray(np.sin(np.clip(values, 0.0, np.pi / 2)) ** 2)


def _square(values: Series) -> Series:
    return np.asarray(np.maximum(values, 0.0) ** 2)


LOGARITHM = Scale("logarithm", _logarithm, _exponential)
"""Times: right-skewed over orders of magnitude, and shocks multiply them."""

ROOT = Scale("square root", lambda values: np.asarray(np.sqrt(values)), _square)
"""Counts and means of counts: the root of a Poisson count has the same variance whatever its size (Bartlett 1936)."""

ARCSINE = Scale("arcsine", _arcsine, _share)
"""Shares: the arcsine root of a binomial share has the same variance whatever its size (Bartlett 1936)."""

PLAIN = Scale("plain", lambda values: values, lambda values: values)
"""Numbers that can be negative, such as a change of backlog, and units not known here."""


def scale(unit: str, *, negative: bool = False) -> Scale:
    """The scale for a metric's ``unit``; ``negative`` says that some of its numbers lie below zero."""
    if negative:
        return PLAIN
    return {"h": LOGARITHM, "share": ARCSINE, "tickets": ROOT, "per ticket": ROOT}.get(unit, PLAIN)
