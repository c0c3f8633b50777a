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

import numpy as np

from hoshin.impact.estimators.penalised import Matrix
from hoshin.impact.panel import Series

DRAWS = 999
"""Other draws that the one made is held against."""


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

    ``p_value`` is two-sided: the share of draws, the real one among them, that show at least as much.
    """

    effect: float
    p_value: float
    draws: int


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
    order = sorted(names, key=lambda name: (hashlib.sha256(f"{seed}\n{name}".encode()).digest(), name))
    parts = np.array_split(np.arange(len(order)), len(waves))
    starts = {order[place]: wave for wave, part in zip(waves, parts, strict=True) for place in part}
    return Rollout(waves, seed, {name: starts[name] for name in sorted(starts)})


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
    real = _effect(numbers, rollout, teams)
    if real is None:
        raise RolloutInvalid(
            "Roll-out: in no period do some teams run while others do not, so nothing can be compared."
        )
    others = (draw(teams, rollout.waves, f"{rollout.seed}\nother draw {number}") for number in range(draws))
    found = [_effect(numbers, other, teams) for other in others]
    as_much = sum(other is not None and abs(other) >= abs(real) * (1 - 1e-9) for other in found)
    return ByLot(real, (1 + as_much) / (1 + draws), draws)


def _effect(numbers: Matrix, rollout: Rollout, teams: list[str]) -> float | None:
    """The slope of the numbers on who runs when; None where that says nothing."""
    starts = np.array([rollout.starts[team] for team in teams])
    runs = _free((np.arange(len(numbers))[:, None] >= starts).astype(float))
    weight = float((runs**2).sum())
    return float((runs * numbers).sum() / weight) if weight > 1e-9 else None


def _free(numbers: Matrix) -> Matrix:
    """Numbers less the mean of their team and of their period."""
    by_team = numbers - numbers.mean(axis=0)
    return np.asarray(by_team - by_team.mean(axis=1, keepdims=True))
