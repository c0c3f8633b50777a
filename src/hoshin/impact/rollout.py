"""A roll-out whose order is drawn by lot: who starts when, from a recorded seed, and what the lot alone can do.

Where the order was drawn, the lot itself is the yardstick: had the initiative changed nothing, every other draw would
have shown what this one did just as likely. No comparison group, season or distribution needs to be believed in.
docs/algorithms/rollout.md says in prose what this guarantees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import factorial, prod

import numpy as np

from hoshin.impact.estimators.definition import LEVELS
from hoshin.impact.estimators.penalised import Matrix
from hoshin.impact.panel import Series

DRAWS = 999
"""Other draws that the one made is held against."""

ORDERS = 100
"""Fewest orders that the lot could have drawn for it to judge: then it can tell one in twenty, and a range has ends."""

NOTHING = 1e-9
"""What is nearer to none, or to all, than this is so but for rounding."""


class RolloutInvalid(ValueError):
    """A roll-out cannot be drawn or read as asked. The message names what was expected and what to do."""


@dataclass(frozen=True)
class Rollout:
    """Who starts when: for each team the index of its wave's first period. Anybody can draw it again from ``seed``."""

    waves: tuple[int, ...]
    seed: str
    starts: Mapping[str, int]


@dataclass(frozen=True)
class ByLot:
    """The effect in the unit of the series: the mean over all periods of teams that ran, against those that did not.

    ``p_value`` is two-sided: the share of draws, the real one among them, that show at least as much. ``others`` is
    what each other draw shows in the same numbers. ``ends`` holds, for each of LEVELS, the least and the greatest
    effect that the lot does not rule out if the initiative did the same to every team; infinite where there is none.
    """

    effect: float
    p_value: float
    draws: int
    others: tuple[float, ...]
    ends: Mapping[float, tuple[float, float]]


def draw(teams: Iterable[str], waves: tuple[int, ...], seed: str) -> Rollout:
    """Draw which team starts in which wave: as many teams in each, earlier waves taking what is over.

    ``waves`` are the indexes of the periods in which the waves start, in order. The order of ``teams`` does not matter.
    The same seed gives the same draw on every machine and in every version: teams go by the SHA-256 of seed and name.
    Raises RolloutInvalid where there is no wave, no seed, a team twice, or fewer teams than waves.
    """
    names = list(teams)
    if not seed.strip():
        raise RolloutInvalid(
            "Roll-out: `seed` is empty. Write down any words or number before the draw, and keep them."
        )
    if not waves or any(a >= b for a, b in pairwise(waves)):
        raise RolloutInvalid(f"Roll-out: `waves` is {waves}, expected at least one start, in order, each once.")
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise RolloutInvalid(f"Roll-out: {', '.join(twice)} is named twice. Name each team once.")
    if len(names) < len(waves):
        raise RolloutInvalid(
            f"Roll-out: {len(names)} teams for {len(waves)} waves. Name a team for each wave at least."
        )
    in_waves = np.repeat(waves, sizes(len(names), len(waves)))
    order = sorted(names, key=lambda name: (hashlib.sha256(f"{seed}\n{name}".encode()).digest(), name))
    starts = {name: int(wave) for name, wave in zip(order, in_waves, strict=True)}
    return Rollout(waves, seed, {name: starts[name] for name in sorted(starts)})


def sizes(teams: int, waves: int) -> tuple[int, ...]:
    """How many teams start in each wave: as many in each, earlier waves taking what is over.

    >>> sizes(7, 3)
    (3, 2, 2)
    """
    return tuple(teams // waves + (wave < teams % waves) for wave in range(waves))


def orders(together: Iterable[int]) -> int:
    """How many orders a lot can draw, given how many teams start together in each wave.

    >>> orders((2, 2))
    6
    """
    counts = list(together)
    return factorial(sum(counts)) // prod(factorial(each) for each in counts)


def by_lot(series: Mapping[str, Series], rollout: Rollout, *, draws: int = DRAWS) -> ByLot:
    """What the roll-out did to ``series`` (one a team, on any scale, without gaps), judged by the lot. Deterministic.

    Each team is taken from its own mean, and each period from the mean of all teams, so that neither matters. Raises
    RolloutInvalid where teams differ, numbers are missing, or never do some teams run while others do not.
    """
    if set(series) != set(rollout.starts):
        raise RolloutInvalid("Roll-out: `series` must name the teams that were drawn, all of them and no other.")
    teams = sorted(series)
    numbers = np.column_stack([series[team] for team in teams])
    if not np.isfinite(numbers).all():
        raise RolloutInvalid("Roll-out: `series` has gaps. Leave out the periods, or the team before the draw.")
    numbers = _free(numbers)
    ran = _runs(len(numbers), rollout, teams)
    # All draws have waves of the same sizes, so this is the weight of each of them.
    weight = float((ran**2).sum())
    if weight <= NOTHING:
        raise RolloutInvalid(
            "Roll-out: in no period do some teams run while others do not, so nothing can be compared."
        )
    real = float((ran * numbers).sum() / weight)
    found, alike = [], []
    for number in range(draws):
        other = _runs(len(numbers), draw(teams, rollout.waves, f"{rollout.seed}\nother draw {number}"), teams)
        found.append(float((other * numbers).sum() / weight))
        alike.append(float((other * ran).sum() / weight))
    as_much = sum(abs(other) >= abs(real) * (1 - 1e-9) for other in found)
    lows, highs = _not_ruled_out(real, np.array(found), np.array(alike))
    return ByLot(
        effect=real,
        p_value=(1 + as_much) / (1 + draws),
        draws=draws,
        others=tuple(found),
        ends={level: _ends(level, lows, highs) for level in LEVELS},
    )


def _not_ruled_out(real: float, others: Series, alike: Series) -> tuple[Series, Series]:
    """For each other draw the effects, from low to high, which it does not speak against.

    Taken out of the numbers, an effect d leaves ``real`` − d in the draw made, and in another its own effect less d
    times how ``alike`` the two are. The other speaks against d where less is left in it. All draws have waves of the
    same sizes, so no two are more alike than 1, and solving for d gives one stretch around ``real``.
    """
    same = np.abs(alike) > 1 - NOTHING
    near = np.where(same, 0.0, alike)
    ends = np.stack([(real - others) / (1 - near), (real + others) / (1 + near)])
    return np.where(same, -np.inf, ends.min(axis=0)), np.where(same, np.inf, ends.max(axis=0))


def _ends(level: float, lows: Series, highs: Series) -> tuple[float, float]:
    """The effects whose p-value is above 1 − ``level``: where enough draws, the one made among them, speak for them."""
    enough = int(np.floor((1 - level) * (1 + len(lows)) + 1e-9))
    if not 0 < enough <= len(lows):
        return -np.inf, np.inf
    return float(np.sort(lows)[enough - 1]), float(np.sort(highs)[::-1][enough - 1])


def _runs(periods: int, rollout: Rollout, teams: list[str]) -> Matrix:
    """Which team runs in which period, 1 or 0, less the mean of its team and of its period."""
    starts = np.array([rollout.starts[team] for team in teams])
    return _free((np.arange(periods)[:, None] >= starts).astype(float))


def _free(numbers: Matrix) -> Matrix:
    """Numbers less the mean of their team and of their period."""
    by_team = numbers - numbers.mean(axis=0)
    return np.asarray(by_team - by_team.mean(axis=1, keepdims=True))
