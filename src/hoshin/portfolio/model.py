"""A portfolio as a mixed-integer program: one variable for each candidate and quarter in which it may begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hoshin.portfolio.constraints import Portfolio, Starts, room

Numbers = NDArray[np.float64]
Cell = tuple[str, int]
"""A team and a quarter, or a candidate and the quarter in which it begins."""


@dataclass(frozen=True)
class Model:
    """Maximise ``gain`` · x for x of 0 and 1, with ``low`` ≤ ``rows`` · x ≤ ``high``.

    ``options`` names the variables; ``capacity`` tells which row limits which team and quarter.
    """

    options: tuple[Cell, ...]
    gain: Numbers
    rows: csr_array
    low: Numbers
    high: Numbers
    capacity: dict[Cell, int]

    def starts(self, chosen: Numbers) -> dict[str, int]:
        """The plan that a solution stands for."""
        return {key: start for (key, start), taken in zip(self.options, chosen, strict=True) if taken > 0.5}

    def chosen(self, starts: Starts) -> Numbers:
        """The solution that a plan stands for."""
        return np.array([float(starts.get(key) == start) for key, start in self.options])


class Best:
    """The best solution so far, which several searches take from and give to; ``value`` is what it earns."""

    def __init__(self, program: Model, chosen: Numbers) -> None:
        self._gain, self._lock = program.gain, Lock()
        self.chosen, self.value = chosen, float(program.gain @ chosen)

    def take(self, found: Numbers) -> None:
        """Keep a solution that is better than the one kept."""
        value = float(self._gain @ found)
        with self._lock:
            if value > self.value:
                self.chosen, self.value = found, value


class _Rows:
    """Gathers the rows of a model."""

    def __init__(self) -> None:
        self.columns: list[int] = []
        self.weights: list[float] = []
        self.ends = [0]
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, parts: Iterable[tuple[int, float]], low: float, high: float) -> int:
        for column, weight in parts:
            self.columns.append(column)
            self.weights.append(weight)
        self.ends.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1


def model(portfolio: Portfolio) -> Model:
    """The program of a portfolio that has been checked.

    A dependency is one row for each quarter: what has begun by then is at most what was finished before. That is
    tighter than one row for the whole pair, so the bound of the relaxed program lies nearer to the optimum.
    """
    options = [(each.key, start) for each in portfolio.candidates for start in portfolio.window(each)]
    gain = [portfolio.earns(portfolio.by_key[key], start).by(portfolio.stance) for key, start in options]
    of: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for column, (key, start) in enumerate(options):
        of[key].append((column, start))
    rows = _Rows()
    for each in portfolio.candidates:
        rows.add([(column, 1.0) for column, _ in of[each.key]], 1.0 if each.mandatory else 0.0, 1.0)
    capacity = _capacity(portfolio, options, rows)
    _budget(portfolio, options, rows)
    _ties(portfolio, of, rows)
    shape = (len(rows.low), len(options))
    matrix = csr_array((rows.weights, rows.columns, rows.ends), shape=shape, dtype=np.float64)
    return Model(tuple(options), np.array(gain), matrix, np.array(rows.low), np.array(rows.high), capacity)


def _capacity(portfolio: Portfolio, options: list[Cell], rows: _Rows) -> dict[Cell, int]:
    asked: dict[Cell, list[tuple[int, float]]] = defaultdict(list)
    for column, (key, start) in enumerate(options):
        people: dict[Cell, float] = defaultdict(float)
        for each in portfolio.by_key[key].efforts:
            people[each.team, start + each.quarter] += each.people
        for cell, many in people.items():
            if many > 0:
                asked[cell].append((column, many))
    return {
        (team, quarter): rows.add(parts, -np.inf, room(portfolio, team)[quarter])
        for (team, quarter), parts in sorted(asked.items())
    }


def _budget(portfolio: Portfolio, options: list[Cell], rows: _Rows) -> None:
    if portfolio.budget is not None:
        rows.add(
            [(column, portfolio.by_key[key].cost) for column, (key, _) in enumerate(options)], -np.inf, portfolio.budget
        )
    if portfolio.quarter_budgets is not None:
        for quarter, limit in enumerate(portfolio.quarter_budgets):
            parts = [
                (column, candidate.cost / candidate.quarters)
                for column, (key, start) in enumerate(options)
                for candidate in (portfolio.by_key[key],)
                if start <= quarter < start + candidate.quarters
            ]
            rows.add(parts, -np.inf, limit)


def _ties(portfolio: Portfolio, of: dict[str, list[tuple[int, int]]], rows: _Rows) -> None:
    for tie in portfolio.before:
        takes = portfolio.by_key[tie.before].quarters
        for _, quarter in of[tie.after]:
            begun = [(column, 1.0) for column, start in of[tie.after] if start <= quarter]
            finished = [(column, -1.0) for column, start in of[tie.before] if start + takes <= quarter]
            rows.add([*begun, *finished], -np.inf, 0.0)
    for pair in portfolio.exclusions:
        rows.add([(column, 1.0) for column, _ in (*of[pair.one], *of[pair.other])], -np.inf, 1.0)
    for phases in portfolio.phases:
        if phases.whole:
            for one, other in zip(phases.members, phases.members[1:], strict=False):
                parts = [(column, 1.0) for column, _ in of[one]] + [(column, -1.0) for column, _ in of[other]]
                rows.add(parts, 0.0, 0.0)


def raised(model: Model, row: int, by: float) -> Model:
    """The model with one limit raised."""
    high = model.high.copy()
    high[row] += by
    return replace(model, high=high)


def narrowed(model: Model, loose: NDArray[np.bool_], at: Numbers) -> Model:
    """The model of the ``loose`` variables alone; the others stay as in the solution ``at``, which keeps all rows."""
    rest = model.rows @ np.where(loose, 0.0, at)
    part = csr_array(model.rows[:, np.flatnonzero(loose)])
    said = np.flatnonzero(np.diff(part.indptr))
    return Model(
        tuple(each for each, kept in zip(model.options, loose, strict=True) if kept),
        model.gain[loose],
        part[said],
        (model.low - rest)[said],
        (model.high - rest)[said],
        {},
    )
