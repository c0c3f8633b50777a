"""What the lot says of a roll-out whose order it drew: whether it can judge, and its reading of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hoshin.impact.design import AFTER, CannotTell, Reason, fill
from hoshin.impact.panel import Series
from hoshin.impact.rollout import ORDERS, ByLot, Rollout, by_lot, orders, sizes
from hoshin.impact.scales import Scale, scale
from hoshin.impact.staggered import StaggeredPanel, shares, unfit, working


@dataclass(frozen=True)
class LotReading:
    """What the lot found, on ``scale``; ``observed`` are the numbers of groups that ran, in the unit."""

    found: ByLot
    scale: Scale
    observed: Series
    groups: int


def can_judge(groups: int, waves: int) -> bool:
    """Whether the lot can judge so many groups in so many waves once all have started: it has orders enough to draw."""
    return orders(sizes(groups, waves)) >= ORDERS


def read_lot(panel: StaggeredPanel, rollout: Rollout) -> LotReading | CannotTell | None:
    """The reading of the panel by the lot, or why it cannot tell yet; None where another design has to judge.

    That is where a group that was drawn cannot serve or shares many tickets with the others, or where a holiday makes
    two waves one. None of this looks at who was drawn into which wave, so the lot stays the only chance in it. Waves of
    ``rollout`` are indexes of the panel's periods; those to come lie at or beyond its end.
    """
    days = working(panel)
    first = rollout.waves[0]
    if any(
        team not in panel.series or unfit(panel, team, days, first) or shares(panel, team) for team in rollout.starts
    ):
        return None
    rows = np.flatnonzero(days)
    beyond = len(panel.periods)
    waves = tuple(
        int(np.searchsorted(rows, wave)) if wave < beyond else len(rows) + wave - beyond for wave in rollout.waves
    )
    if any(first >= second for first, second in pairwise(waves)):
        return None
    lacking = _too_early(panel, waves, len(rows), sizes(len(rollout.starts), len(waves)))
    if lacking:
        return lacking
    in_rows = dict(zip(rollout.waves, waves, strict=True))
    starts = {team: in_rows[wave] for team, wave in rollout.starts.items()}
    names = sorted(name for name in panel.series if not unfit(panel, name, days))
    values = np.column_stack([panel.series[name][rows] for name in names])
    chosen = scale(panel.unit, negative=bool(np.nanmin(values) < 0))
    level = dict(zip(names, fill(chosen.forward(values)).T, strict=True))
    found = by_lot({team: level[team] for team in starts}, Rollout(waves, rollout.seed, starts))
    ran = [chosen.backward(level[team][start:]) for team, start in starts.items()]
    return LotReading(found, chosen, np.concatenate(ran), sum(start < len(rows) for start in starts.values()))


def _too_early(
    panel: StaggeredPanel, waves: tuple[int, ...], rows: int, together: tuple[int, ...]
) -> CannotTell | None:
    """Why the lot cannot tell yet: a wave counts once it has run long enough."""
    grain, least = panel.grain, AFTER[panel.grain]
    if waves[0] >= rows:
        return CannotTell(Reason.NOT_STARTED, f"no whole {grain} lies after any start")
    if rows - waves[0] < least:
        return CannotTell(Reason.SHORT_AFTER, f"{rows - waves[0]} {grain}s, {least} are needed")
    ran = [many for many, wave in zip(together, waves, strict=True) if rows - wave >= least]
    possible = orders((*ran, sum(together) - sum(ran)))
    if possible < ORDERS:
        return CannotTell(
            Reason.FEW_STARTS, f"their lot could have fallen in {possible} ways so far, {ORDERS} are needed"
        )
    return None
