"""HiGHS: the one place that knows the solver. docs/adr/highspy.md says why it is this one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np
from highspy.highs import HighsCallbackEvent
from scipy.optimize import linprog
from scipy.sparse import vstack

from hoshin.portfolio.model import Best, Model, Numbers


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


def solve(model: Model, *, seconds: float, gap: float, known: Best | None = None) -> Solved:
    """Search until the bound is within ``gap`` of the solution (as a share of it), or the time is up.

    It starts from the solution ``known``, where there is one; what another search makes of that meanwhile is taken
    over, and ends the search where it is good enough. Deterministic, but for where the time cuts it off and for what
    others find.
    """
    if not model.options:
        impossible = bool(np.any(model.low > 0))
        return Solved(Ended.IMPOSSIBLE if impossible else Ended.OPTIMAL, None if impossible else np.zeros(0), 0.0)
    # Money is scaled so that the solver's absolute tolerances mean the same in every currency.
    scale = float(model.gain.max(initial=0.0)) or 1.0
    engine = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in {"output_flag": False, "time_limit": max(seconds, 0.1), "mip_rel_gap": gap}.items():
        engine.setOptionValue(option, setting)
    engine.passModel(_program(model, scale))
    if known is not None:
        start = highspy.HighsSolution()
        start.col_value = list(known.chosen)
        engine.setSolution(start)
        _listen(engine, known, scale, gap)
    engine.run()
    status, told = engine.getModelStatus(), engine.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(Ended.IMPOSSIBLE, None, -np.inf)
    bound = min(-float(told.mip_dual_bound) * scale, float(model.gain.sum()))
    there = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    chosen = np.round(np.array(engine.getSolution().col_value)) if there else None
    ended = Ended.OPTIMAL if status == highspy.HighsModelStatus.kOptimal else Ended.TIME_UP
    return Solved(ended, chosen, bound)


def _listen(engine: highspy.Highs, known: Best, scale: float, gap: float) -> None:
    """Let the engine take over what is found beside it, and end where that is within ``gap`` of its bound."""
    told = known.value

    def ended(event: HighsCallbackEvent) -> None:
        bound = -float(event.data_out.mip_dual_bound) * scale
        if bound - known.value <= gap * known.value:
            event.interrupt()

    def offered(event: HighsCallbackEvent) -> None:
        nonlocal told
        if event.data_in is not None and known.value > told:
            told = known.value
            event.data_in.setSolution(known.chosen)

    engine.cbMipInterrupt.subscribe(ended)
    engine.cbMipUserSolution.subscribe(offered)


def _program(model: Model, scale: float) -> highspy.HighsLp:
    """The model in the solver's own form, as the minimum of what is lost."""
    program = highspy.HighsLp()
    many = len(model.options)
    program.num_col_, program.num_row_ = many, len(model.high)
    program.col_cost_ = -model.gain / scale
    program.col_lower_, program.col_upper_ = np.zeros(many), np.ones(many)
    program.row_lower_, program.row_upper_ = model.low, model.high
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = model.rows.indptr
    program.a_matrix_.index_ = model.rows.indices
    program.a_matrix_.value_ = model.rows.data
    program.integrality_ = [highspy.HighsVarType.kInteger] * many
    return program


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
