"""What a verdict is judged from: one metric, period by period, in the scope and in every other group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hoshin.metrics.query import Grain

Series = NDArray[np.float64]
"""One number a period; NaN where there is none."""


class PanelInvalid(ValueError):
    """The panel's parts do not fit together. The message names the part and what was expected."""


@dataclass(frozen=True)
class Panel:
    """The metric's readings, ``periods`` long, for the scope of an initiative and for the groups outside it.

    ``periods`` holds the first day of each period, in order. ``treated`` and the ``controls`` are in the metric's own
    unit; a gap is NaN. ``treated_n`` and ``control_n`` count the tickets behind each number (0 in a gap). ``start`` is
    the index of the first period in which the initiative ran from beginning to end; it equals ``len(periods)`` where
    there is none yet. ``title`` is the metric's title and ``unit`` its unit. ``scope`` and ``comparison`` are the words
    for the scope and for the groups outside it in the verdict's sentence ("Network", "groups").

    Raises PanelInvalid where lengths differ, days are out of order or the start lies outside.
    """

    periods: tuple[date, ...]
    treated: Series
    treated_n: Series
    controls: Mapping[str, Series]
    control_n: Mapping[str, Series]
    start: int
    unit: str
    title: str
    grain: Grain = Grain.WEEK
    scope: str = "the scope"
    comparison: str = "groups"
    contaminated: Mapping[str, str] = field(default_factory=dict)
    """Groups that may not serve as comparison, each with what is in the way, such as another initiative's name."""
    shared: Mapping[str, float] = field(default_factory=dict)
    """The share of a group's tickets that the scope took on too, before the start, from 0 to 1; 0 for those not named.

    ``SharedTickets.shares`` is the way to get it.
    """

    def __post_init__(self) -> None:
        length = len(self.periods)
        if set(self.controls) != set(self.control_n):
            raise PanelInvalid("Panel: `controls` and `control_n` must name the same groups.")
        named = {"treated": self.treated, "treated_n": self.treated_n}
        named |= {f"controls[{name}]": series for name, series in self.controls.items()}
        named |= {f"control_n[{name}]": series for name, series in self.control_n.items()}
        for name, series in named.items():
            if series.shape != (length,):
                raise PanelInvalid(
                    f"Panel: `{name}` has shape {series.shape}, expected one number for each of {length} periods."
                )
        for name, share in self.shared.items():
            if not 0 <= share <= 1:
                raise PanelInvalid(f"Panel: `shared[{name}]` is {share}, expected a share from 0 to 1.")
        if any(a >= b for a, b in zip(self.periods, self.periods[1:], strict=False)):
            raise PanelInvalid("Panel: `periods` must be in order, each day once.")
        if not 0 <= self.start <= length:
            raise PanelInvalid(f"Panel: `start` is {self.start}, expected an index from 0 to {length}.")
