"""Simulated histories of a desk's groups, in which nothing was done: what a calibrated verdict must stay silent on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.panel import Panel
from hoshin.metrics.query import Grain

Numbers = NDArray[np.float64]
Noise = Callable[[np.random.Generator, int, int], Numbers]
"""What the groups do not share: generator, periods, groups → periods × groups, with standard deviation 1."""


def persisting(persistence: float, freedom: float | None = None) -> Noise:
    """First-order autoregression; ``freedom`` gives Student's t for heavy tails."""

    def noise(rng: np.random.Generator, periods: int, groups: int) -> Numbers:
        size = (periods + 50, groups)
        steps = rng.standard_normal(size)
        if freedom:
            steps = rng.standard_t(freedom, size) / np.sqrt(freedom / (freedom - 2))
        for row in range(1, len(steps)):
            steps[row] = persistence * steps[row - 1] + np.sqrt(1 - persistence**2) * steps[row]
        return steps[50:]

    return noise


def with_own(addition: Noise, noise: Noise) -> Noise:
    """``noise``, and what each group goes through for itself."""
    return lambda rng, periods, groups: noise(rng, periods, groups) + addition(rng, periods, groups)


def own_trends(size: float) -> Noise:
    """Each group drifts its own way: slopes of this standard deviation over the whole history."""
    return lambda rng, periods, groups: np.outer(np.linspace(-0.5, 0.5, periods), size * rng.standard_normal(groups))


def own_steps(size: float) -> Noise:
    """Each group jumps by ``size`` once, up or down, at a time of its own."""

    def steps(rng: np.random.Generator, periods: int, groups: int) -> Numbers:
        at = rng.integers(5, periods - 5, groups)
        return np.where(np.arange(periods)[:, None] >= at, size * rng.choice([-1.0, 1.0], groups), 0.0)

    return steps


def own_persistence(rng: np.random.Generator, periods: int, groups: int) -> Numbers:
    """Each group has a persistence of its own between 0 and 0.9."""
    return np.column_stack([persisting(float(rng.uniform(0, 0.9)))(rng, periods, 1) for _ in range(groups)])


def wandering(rng: np.random.Generator, periods: int, groups: int) -> Numbers:
    """Each group wanders off for good: a random walk under white noise."""
    return 0.3 * np.cumsum(rng.standard_normal((periods, groups)), axis=0) + rng.standard_normal((periods, groups))


def step_in_the_scope(size: float) -> Noise:
    """The first group alone jumps once, at a time of its own: no comparison can tell that from an initiative."""

    def step(rng: np.random.Generator, periods: int, groups: int) -> Numbers:
        found = np.zeros((periods, groups))
        found[int(rng.integers(5, periods - 5)) :, 0] = size * rng.choice([-1.0, 1.0])
        return found

    return step


@dataclass(frozen=True)
class History:
    """What the groups share, and what they do not. Sizes are in standard deviations of what they do not share."""

    noise: Noise
    shock: float = 1.0
    season: float = 1.0
    trend: float = 1.0
    shared_step: float = 0.0

    def draw(self, rng: np.random.Generator, periods: int, groups: int) -> Numbers:
        """Periods × groups. Each group follows what is shared by a factor of its own between 0.5 and 1.5."""
        when = np.arange(periods)
        shared = self.shock * persisting(0.5)(rng, periods, 1)[:, 0] + self.trend * when / periods
        for length, size in ((7, self.season), (52, self.season / 2)):
            shared = shared + size * np.sin(2 * np.pi * when / length + rng.uniform(0, 2 * np.pi))
        shared = shared + self.shared_step * (when >= rng.integers(5, periods - 5)) * rng.choice([-1, 1])
        follows = rng.uniform(0.5, 1.5, groups)
        return rng.uniform(2, 10, groups) + np.outer(shared, follows) + self.noise(rng, periods, groups)


HISTORIES: Mapping[str, History] = {
    "independent noise": History(persisting(0)),
    "persistence 0.3": History(persisting(0.3)),
    "persistence 0.6": History(persisting(0.6)),
    "persistence 0.9": History(persisting(0.9)),
    "heavy tails (Student 3)": History(persisting(0, 3)),
    "heavy tails, persistence 0.4": History(persisting(0.4, 2.5)),
    "nothing shared": History(persisting(0.3), 0, 0, 0),
    "level shift shared by all": History(persisting(0.3), shared_step=3),
    "level shift in each group, own time": History(with_own(own_steps(2), persisting(0.2))),
    "trend in each group, own slope": History(with_own(own_trends(2), persisting(0.2))),
    "persistence differs by group": History(own_persistence),
    "random walks": History(wandering),
}


LIMITS: Mapping[str, History] = {
    "level shift in the scope alone": History(with_own(step_in_the_scope(1), persisting(0.2))),
}
"""What happens to the scope alone and by chance is not told from an initiative; docs/algorithms/verdict.md says so."""


def panel(series: Numbers, before: int, *, unit: str = "", grain: Grain = Grain.WEEK, n: float = 40) -> Panel:
    """A panel whose first column is the scope; each number stands on ``n`` tickets."""
    step = timedelta(weeks=1) if grain is Grain.WEEK else timedelta(days=1)
    periods = len(series)
    counts = np.full(periods, n)
    names = [f"Group {number:02d}" for number in range(1, series.shape[1])]
    return Panel(
        periods=tuple(date(2025, 1, 6) + step * row for row in range(periods)),
        treated=series[:, 0],
        treated_n=counts,
        controls={name: series[:, column] for column, name in enumerate(names, 1)},
        control_n=dict.fromkeys(names, counts),
        start=before,
        unit=unit,
        title="Time to resolve",
        grain=grain,
        scope="Network",
    )
