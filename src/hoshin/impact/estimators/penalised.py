"""Least squares with a penalty on some columns and none on others, under errors that persist from row to row.

Penalised: the comparison groups (ridge; Hoerl and Kennard 1970). Free: the intercept, and the effect where it is
fitted. Errors follow a first-order autoregression; the Prais–Winsten transformation makes them independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hoshin.impact.panel import Series

Matrix = NDArray[np.float64]

PENALTIES: Series = 10.0 ** np.arange(-2, 3.1, 0.5)
"""Penalties tried, a row: from nearly none to nearly the mean alone."""

BLOCKS = 6
"""Runs of rows that are left out in turn to choose the penalty."""

PERSISTENCES: Series = np.linspace(0.0, 0.95, 20)
"""Autocorrelations among which the persistence of errors is read off."""

TINY = 1e-12
"""Keeps a division from a zero that only rounding or a constant series makes."""


def standardised(columns: Matrix) -> Matrix:
    """Each column with mean 0 and standard deviation 1; a constant column becomes 0."""
    spread = columns.std(axis=0)
    return np.asarray((columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def whitened(rows: Matrix, persists: float) -> Matrix:
    """``rows`` less what persists from the row before (Prais and Winsten 1954)."""
    white = rows.astype(float)
    white[1:] -= persists * rows[:-1]
    white[0] *= np.sqrt(1 - persists**2)
    return white


@dataclass(frozen=True)
class Fit:
    """The residual maker of an intercept and penalised columns, kept as factors: I − AA' with A of few columns."""

    intercept: Series
    directions: Matrix
    strength: Series

    @classmethod
    def of(cls, penalised: Matrix, intercept: Series) -> Fit:
        """Factor the columns, free of the intercept, into orthonormal directions and their squared strengths."""
        unit = intercept / np.linalg.norm(intercept)
        free = penalised - np.outer(unit, unit @ penalised)
        strength, turn = np.linalg.eigh(free.T @ free)
        kept = strength > strength[-1] * 1e-10 + TINY
        return cls(unit, free @ turn[:, kept] / np.sqrt(strength[kept]), strength[kept])

    def shrink(self, penalties: Series) -> Matrix:
        """How much of each direction is fitted, a row for each penalty; a penalty counts once a row of data."""
        return np.asarray(self.strength / (self.strength + penalties[:, None] * len(self.intercept)))

    def factor(self, penalty: float) -> Matrix:
        """The columns of A."""
        return np.column_stack([self.intercept, self.directions * np.sqrt(self.shrink(np.array([penalty]))[0])])


def penalty(outcome: Series, controls: Matrix) -> float:
    """The penalty of PENALTIES that predicts left-out runs of rows best: the larger one where two are as good.

    Rows that follow each other are alike, so whole runs are left out (Burman, Chow and Nolan 1994), by the closed form
    for linear smoothers: the error of a left-out run B is (I − H_BB)⁻¹ r_B.
    """
    rows = len(outcome)
    fit = Fit.of(controls, np.ones(rows))
    shrink = fit.shrink(PENALTIES)
    centred = outcome - outcome.mean()
    residuals = centred - (shrink * (fit.directions.T @ centred)) @ fit.directions.T
    errors = np.zeros(len(PENALTIES))
    for run in np.array_split(np.arange(rows), BLOCKS):
        part = fit.directions[run]
        kept = np.eye(len(run)) * (1 + 1e-9) - 1 / rows - (part * shrink[:, None, :]) @ part.T
        errors += (np.linalg.solve(kept, residuals[:, run, None])[..., 0] ** 2).sum(axis=1)
    return float(PENALTIES[np.flatnonzero(errors <= errors.min() * (1 + 1e-9))[-1]])


def persistence(factor: Matrix, outcome: Series) -> float:
    """The first-order autocorrelation of the errors, from the residuals that M = I − AA' leaves of ``outcome``.

    Residuals persist less than errors do, because the fit bends towards them. For each candidate this computes what the
    residuals' autocorrelation would be, tr(M'LMΣ) / tr(M'MΣ) with L the lag, and reads off the candidate that gives
    what is seen (Kendall 1954 and Andrews 1991 unbias it for an intercept; this is exact in the first moments for any
    linear fit). ``factor`` holds A.
    """
    residual = outcome - factor @ (factor.T @ outcome)
    seen = float(residual[1:] @ residual[:-1] / max(float(residual @ residual), TINY))
    rows = len(outcome)
    ahead = np.zeros_like(factor)
    ahead[:-1] = factor[1:]
    behind = np.zeros_like(factor)
    behind[1:] = factor[:-1]
    squared = _by_lag(factor, factor @ (factor.T @ factor) - 2 * factor)
    squared[0] += rows
    # M'LM with L the lag by one row: what is left of row r times what is left of row r + 1.
    lagged = _by_lag(factor, factor @ (factor[1:].T @ factor[:-1]) - behind) - _by_lag(ahead, factor)
    lagged[1] += rows - 1
    powers = PERSISTENCES[:, None] ** np.arange(rows)
    would = np.maximum.accumulate((powers @ lagged) / (powers @ squared))
    return float(np.interp(seen, would, PERSISTENCES))


def _by_lag(left: Matrix, right: Matrix) -> Series:
    """Sums of the matrix left · right' along its diagonals, both sides of a lag together, without making it."""
    rows = len(left)
    size = 2 * rows
    crossed = (np.fft.rfft(left, size, axis=0).conj() * np.fft.rfft(right, size, axis=0)).sum(axis=1)
    both = np.fft.irfft(crossed, size)
    sums = both[:rows].copy()
    sums[1:] += both[:rows:-1]
    return np.asarray(sums)


@dataclass(frozen=True)
class Shifts:
    """Level shifts: estimate and standard error of each, and the degrees of freedom of the errors."""

    effect: Series
    error: Series
    degrees: float

    @property
    def ratio(self) -> Series:
        """Estimate over standard error."""
        return np.asarray(self.effect / self.error)


def shifts(
    outcome: Series, after: Series, windows: Matrix, controls: Matrix, penalty: float, persists: float
) -> tuple[Shifts, Shifts]:
    """The shift of ``outcome`` over the rows ``after``; and, beside it, over each column of ``windows`` on its own.

    ``after`` and ``windows`` are 1 inside and 0 outside. Generalised least squares given ``penalty`` and ``persists``.
    """
    white = whitened(np.column_stack([outcome, after, windows]), persists)
    fit = Fit.of(whitened(controls, persists), whitened(np.ones((len(outcome), 1)), persists)[:, 0])
    factor = fit.factor(penalty)
    inner = factor.T @ white
    gram = white.T @ white - inner.T @ inner
    degrees = len(outcome) - float((factor**2).sum())
    first = _shifts(gram[0, 0], gram[0, 1:2], gram[1:2, 1], degrees - 1)
    # Fitting the shift after the start too takes its part out of all products (Frisch and Waugh 1933).
    gram = gram - np.outer(gram[:, 1], gram[1]) / max(gram[1, 1], TINY)
    return first, _shifts(gram[0, 0], gram[0, 2:], np.diag(gram)[2:], degrees - 2)


def _shifts(total: float, product: Series, weight: Series, degrees: float) -> Shifts:
    weight = np.maximum(weight, TINY)
    effect = product / weight
    unexplained = np.maximum(total - effect * product, TINY * max(total, TINY))
    return Shifts(effect, np.sqrt(unexplained / max(degrees, 1.0) / weight), max(degrees, 1.0))
