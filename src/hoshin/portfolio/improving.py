"""Makes a plan better piece by piece: some initiatives are planned anew to the optimum while the others stay.

Large neighbourhood search (Shaw, 1998). It says nothing of how good the plan is; the bound comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hoshin.portfolio.constraints import Portfolio
from hoshin.portfolio.model import Model, Numbers, narrowed
from hoshin.portfolio.solver import relaxed, solve

SIZE = 40
"""So many candidates are planned anew at once: few enough to be done in a fraction of a second."""

PIECE_SECONDS = 1.0
"""How long one piece is worked on at most."""

SPARE = 0.05
"""How likely a candidate is drawn on which plan and relaxed program agree, against one on which they do not at all."""


def improved(
    portfolio: Portfolio,
    program: Model,
    chosen: Numbers,
    *,
    left: Callable[[], float],
    done: Callable[[], bool],
) -> Numbers:
    """A solution at least as good as ``chosen``, which keeps all rows; ``left`` tells the seconds that are left.

    It ends also where ``done`` says so. Pieces are drawn by a fixed seed: candidates of two teams, as those compete for
    the same people; such on which the relaxed program sees it otherwise; or any.
    """
    rng = np.random.default_rng(7)
    keys = np.array([each.key for each in portfolio.candidates])
    if not len(program.options):
        return chosen
    of = np.array([key for key, _ in program.options])
    asks = {each.key: {part.team for part in each.efforts} for each in portfolio.candidates}
    teams = sorted(set().union(*asks.values()))
    ideal, best = relaxed(program).chosen, chosen
    while (seconds := left()) > 0 and not done():
        turn = rng.random()
        if turn < 0.4 and teams:
            some = set(rng.choice(teams, min(2, len(teams)), replace=False))
            free = rng.permutation([key for key in keys if some & asks[key]])[:SIZE]
        elif turn < 0.7:
            apart = np.array([np.abs(ideal - best)[of == key].sum() for key in keys]) + SPARE
            free = rng.choice(keys, min(SIZE, len(keys)), replace=False, p=apart / apart.sum())
        else:
            free = rng.permutation(keys)[:SIZE]
        loose = np.isin(of, free)
        piece = narrowed(program, loose, best)
        found = solve(piece, seconds=min(PIECE_SECONDS, seconds), gap=0.0)
        if found.chosen is not None:
            again = best.copy()
            again[loose] = found.chosen
            if program.gain @ again > program.gain @ best:
                best = again
    return best
