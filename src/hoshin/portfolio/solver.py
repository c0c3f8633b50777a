"""HiGHS, as SciPy brings it: the one place that knows the solver. docs/adr/scipy.md says why it is this one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import vstack

from hoshin.portfolio.model import Model, Numbers

_OPTIMAL, _INFEASIBLE = 0, 2
"""What SciPy's ``status`` says."""


class Ended(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    TIME_UP = "time up"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Solved:
    """What a search found: the solution, None where it found none in time, and what no solution is better than."""

    ended: Ended
    chosen: Numbers | None
    bound: float


def solve(model: Model, *, seconds: float, gap: float) -> Solved:
    """Search until the bound is within ``gap`` of the solution (as a share of it), or the time is up.

    Deterministic, but for where the time cuts it off.
    """
    if not model.options:
        impossible = bool(np.any(model.low > 0))
        return Solved(Ended.IMPOSSIBLE if impossible else Ended.OPTIMAL, None if impossible else np.zeros(0), 0.0)
    # Money is scaled so that the solver's absolute tolerances mean the same in every currency.
    scale = float(model.gain.max(initial=0.0)) or 1.0
    found = milp(
        -model.gain / scale,
        integrality=np.ones(len(model.options)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(model.rows, model.low, model.high),
        options={"time_limit": max(seconds, 0.1), "mip_rel_gap": gap},
    )
    if found.status == _INFEASIBLE:
        return Solved(Ended.IMPOSSIBLE, None, -np.inf)
    bound = float(model.gain.sum()) if found.mip_dual_bound is None else -float(found.mip_dual_bound) * scale
    chosen = None if found.x is None else np.round(found.x)
    return Solved(Ended.OPTIMAL if found.status == _OPTIMAL else Ended.TIME_UP, chosen, bound)


@dataclass(frozen=True)
class Relaxed:
    """The program in which parts of initiatives may be chosen: its value, its solution, what limits cost.

    ``prices`` are what one more of each row's limit adds. As the value is a concave function of the limits, a limit
    raised by ``d`` makes no plan better than ``value`` + ``d`` × its price.
    """

    value: float
    prices: Numbers
    chosen: Numbers


def relaxed(model: Model) -> Relaxed:
    """Solve the relaxed program. It has a solution wherever the program has one."""
    if not model.options:
        return Relaxed(0.0, np.zeros(len(model.high)), np.zeros(0))
    scale = float(model.gain.max(initial=0.0)) or 1.0
    least = np.flatnonzero(np.isfinite(model.low) & (model.low > 0))
    equal = np.flatnonzero(model.low == model.high)
    only_low = np.setdiff1d(least, equal)
    upper = np.setdiff1d(np.arange(len(model.high)), equal)
    found = linprog(
        -model.gain / scale,
        A_ub=vstack([model.rows[upper], -model.rows[only_low]]),
        b_ub=np.concatenate([model.high[upper], -model.low[only_low]]),
        A_eq=model.rows[equal] if len(equal) else None,
        b_eq=model.high[equal] if len(equal) else None,
        bounds=(0, 1),
        method="highs",
    )
    prices = np.zeros(len(model.high))
    if found.x is None:
        return Relaxed(float(model.gain.sum()), prices + np.inf, np.zeros(len(model.options)))
    prices[upper] = -found.ineqlin.marginals[: len(upper)] * scale
    return Relaxed(-float(found.fun) * scale, prices, found.x)
