"""Makes a plan better piece by piece: some initiatives are planned anew to the optimum while the others stay.

Large neighbourhood search (Shaw, 1998). It says nothing of how good the plan is; the bound comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hoshin.portfolio.constraints import Portfolio
from hoshin.portfolio.model import Best, Model, Numbers, narrowed
from hoshin.portfolio.solver import relaxed, solve

SIZE = 50
"""So many candidates are planned anew at once: few enough to be done in a fraction of a second most of the time."""

PIECE_SECONDS = 1.0
"""How long one piece is worked on at most."""

PIECE_GAP = 1e-3
"""A piece is done where it is within this share of its best: the last bit takes longest, and the next piece is near."""

SPARE = 0.05
"""How likely a candidate is drawn on which plan and relaxed program agree, against one on which they do not at all."""

PROMISING = (0.6, 1.0)
"""Which share of all options a piece may choose from, in turn: those that the relaxed program's prices like best.

The fewer there are, the sooner a piece is done; but what looks bad may be needed (the core of a knapsack: Balas and
Zemel, 1980).
"""


def improve(
    portfolio: Portfolio,
    program: Model,
    best: Best,
    *,
    left: Callable[[], float],
    done: Callable[[], bool],
    seed: int = 7,
) -> None:
    """Look for better solutions than ``best``, which keeps all rows, until no seconds are ``left`` or it is ``done``.

    Pieces are drawn by the ``seed``: candidates of two teams, as those compete for the same people; such on which the
    relaxed program sees it otherwise; or any.
    """
    if not len(program.options):
        return
    rng = np.random.default_rng(seed)
    keys = np.array([each.key for each in portfolio.candidates])
    of = np.array([key for key, _ in program.options])
    asks = {each.key: {part.team for part in each.efforts} for each in portfolio.candidates}
    teams = sorted(set().union(*asks.values()))
    ideal = relaxed(program)
    liked = _liked(program, ideal.chosen, ideal.prices)
    while (seconds := left()) > 0 and not done():
        kept = best.chosen
        turn = rng.random()
        if turn < 0.4 and teams:
            some = set(rng.choice(teams, min(2, len(teams)), replace=False))
            free = rng.permutation([key for key in keys if some & asks[key]])[:SIZE]
        elif turn < 0.7:
            apart = np.array([np.abs(ideal.chosen - kept)[of == key].sum() for key in keys]) + SPARE
            free = rng.choice(keys, min(SIZE, len(keys)), replace=False, p=apart / apart.sum())
        else:
            free = rng.permutation(keys)[:SIZE]
        loose = np.isin(of, free) & ((liked <= rng.choice(PROMISING)) | (kept > 0.5))
        piece = narrowed(program, loose, kept)
        known = Best(piece, kept[loose])
        found = solve(piece, seconds=min(PIECE_SECONDS, seconds), gap=PIECE_GAP, known=known)
        if found.chosen is not None:
            again = kept.copy()
            again[loose] = found.chosen
            best.take(again)


def _liked(program: Model, ideal: Numbers, prices: Numbers) -> Numbers:
    """The place of each option by what it brings beyond the price of what it asks for, from 0 (the best) to 1."""
    surplus = np.where(ideal > 0, np.inf, program.gain - program.rows.T @ prices)
    places = np.empty(len(surplus))
    places[np.argsort(-surplus, kind="stable")] = np.arange(len(surplus)) / len(surplus)
    return places
