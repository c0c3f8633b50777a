"""Whether a key result will be met on its date: a forecast of the mean of four weeks, with its back-tested error.

Sources: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), 5.2 (naive and
seasonal naive), 5.10 (rolling origins), 8.1 to 8.2 (smoothing, damped trend). What the forecast promises and what it
does not: docs/algorithms/forecast.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import stdtr, stdtrit

from hoshin.metrics.definition import Direction
from hoshin.signals.forecast_methods import WINDOW, Floats, Method, forecasts, windows

LEARN = 12
"""Weeks of history before the first origin of the back-test."""

LEAST = 26
"""With fewer weeks that have a number there is no forecast."""

APART = 2.0
"""The least number of back-tests that do not overlap. With fewer the error at this distance is not known."""

FRESH = 4
"""With no number in any of so many newest weeks there is no forecast."""


class Why(StrEnum):
    """Why there is no forecast."""

    PAST = "its date has passed"
    SHORT = "the history is too short"
    FAR = "its date is further away than the history allows to look"
    STALE = "the newest weeks have no number"
    DIRECTION = "the metric has no better and worse"
    STANDING = "the metric is read at the end of a stretch"


@dataclass(frozen=True)
class NoForecast:
    """No forecast, why, and in one sentence what is lacking.

    ``lead`` is how many weeks before its date there can be one, if each week until then has a number; None where time
    alone does not bring one.
    """

    why: Why
    words: str
    lead: int | None = None


@dataclass(frozen=True)
class Band:
    """The forecast ``ahead`` weeks after the newest one: the middle, and where 50 and 80 of 100 outcomes lie."""

    ahead: int
    middle: float
    low50: float
    high50: float
    low80: float
    high80: float


@dataclass(frozen=True)
class Score:
    """How the forecast did on the weeks that are known.

    ``error`` and ``seasonal_error`` are mean absolute errors over the same ``origins``, each made with what was known
    at its origin alone; where the history holds no second year to compare with, ``seasonal_error`` is None and
    ``error`` is over all origins. ``naive_error`` is that of the newest four weeks carried on. ``coverage`` is the part
    of outcomes inside the 80 % interval of their time; None where fewer than 10 could be told.
    """

    origins: int
    error: float
    naive_error: float
    seasonal_error: float | None
    coverage: float | None

    @property
    def skill(self) -> float | None:
        """The part of the seasonal naive error that the forecast saves; 0 or less where it is no better."""
        if self.seasonal_error is None:
            return None
        return 1 - self.error / self.seasonal_error if self.seasonal_error > 0 else 0.0

    @property
    def beats_seasonal(self) -> bool | None:
        """Whether it does better than last year's same weeks; None where there is no year to compare with."""
        skill = self.skill
        return None if skill is None else skill > 0


@dataclass(frozen=True)
class Forecast:
    """The probability that the target is met, from 0.01 to 0.99, the bands up to the date, the method and its score."""

    probability: float
    bands: tuple[Band, ...]
    method: Method
    score: Score

    @property
    def caution(self) -> str:
        """What a reader must know of the forecast's worth; empty where it beats last year's same weeks."""
        match self.score.beats_seasonal:
            case True:
                return ""
            case False:
                return "The forecast does no better than last year's same weeks: take it with care."
            case None:
                return "There is no second year to compare the forecast with: take it with care."


def forecast(
    amounts: Sequence[float | None],
    weights: Sequence[float],
    ahead: int,
    target: float,
    direction: Direction,
    *,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Forecast | NoForecast:
    """Whether the mean of the four weeks that end ``ahead`` weeks after the newest one will meet ``target``.

    ``amounts`` are weekly, oldest first, in the metric's unit; None is a week without a number or not to be judged.
    ``weights`` are as many: the cases behind a share or a time, 1 for a count. ``target`` is of one week for a count.
    Raises ValueError where both differ in length.
    """
    if len(amounts) != len(weights):
        raise ValueError(f"forecast: {len(weights)} `weights`, expected {len(amounts)}, one for each amount.")
    series = np.array([np.nan if each is None else each for each in amounts], dtype=np.float64)
    lacking = _lacking(series, ahead, direction)
    if lacking:
        return lacking
    actual = windows(series, np.asarray(weights, dtype=np.float64))
    tested = _backtest(series, actual, ahead)
    origins = int(np.isfinite(tested.error).sum())
    if apart(origins, ahead) < APART or not np.isfinite(tested.next):
        far = f"Its date is {ahead} weeks away, and {len(series)} weeks of tickets do not show that far ahead."
        return NoForecast(Why.FAR, far, _lead(int(np.isfinite(series).sum()), ahead))
    bands = tuple(
        _band(step, *_at(series, actual, step, tested.method), floor, ceiling) for step in range(1, ahead + 1)
    )
    middle, scale, freedom = _at(series, actual, ahead, tested.method)
    better = target - middle if direction is Direction.LOWER else middle - target
    probability = float(stdtr(freedom, better / scale)) if scale > 0 else float(better >= 0)
    return Forecast(min(max(probability, 0.01), 0.99), bands, tested.method, _score(tested, ahead))


def apart(origins: int, ahead: int) -> float:
    """How many of the back-tests do not overlap: neighbours share most of their weeks, so each counts for less."""
    return origins / (ahead + WINDOW - 1)


def _lead(known: int, ahead: int) -> int | None:
    """How many weeks before its date there can be a forecast of what is ``ahead`` weeks away.

    Each week adds one to those ``known`` and takes one off the way; the back-tests of a known series without gaps are
    ``known - ahead - LEARN + 1``.
    """
    lacking = APART * (ahead + WINDOW - 1) - (known - ahead - LEARN + 1)
    lead = ahead - max(0, LEAST - known, -int(-lacking // (2 + APART)))
    return lead if lead > 0 else None


def _lacking(series: Floats, ahead: int, direction: Direction) -> NoForecast | None:
    known = int(np.isfinite(series).sum())
    if direction not in (Direction.HIGHER, Direction.LOWER):
        return NoForecast(Why.DIRECTION, "More of it is neither better nor worse.")
    if ahead < 1:
        return NoForecast(Why.PAST, "Its date has passed, and what the last four weeks read is the answer.")
    if known < LEAST:
        short = f"It needs {LEAST} weeks with enough tickets, and so far there are {known}."
        return NoForecast(Why.SHORT, short, _lead(known, ahead))
    if not np.isfinite(series[-FRESH:]).any():
        return NoForecast(Why.STALE, f"None of the newest {FRESH} weeks has enough tickets for a number.")
    return None


@dataclass(frozen=True)
class _Tested:
    """Errors by origin (actual minus forecast; NaN where unknown), the forecast from the end, and its method."""

    error: Floats
    naive: Floats
    seasonal: Floats
    next: float
    method: Method


def _backtest(series: Floats, actual: Floats, ahead: int) -> _Tested:
    """At each origin the method that did best on what was known then makes the forecast; so it does at the end."""
    made = {method: forecasts(method, series, actual, ahead) for method in Method}
    known = {method: _errors(each, actual, ahead) for method, each in made.items()}
    size = len(series)
    error = np.full(size, np.nan)
    for origin in range(LEARN - 1, size - ahead):
        method = _best(known, made, origin, ahead)
        error[origin] = known[method][origin]
    best = _best(known, made, size - 1, ahead)
    # The interval is that of the method that is used, once it is known for long enough; the score stays as forecast.
    return _Tested(error, known[Method.LAST], known[Method.SEASONAL], float(made[best][-1]), best)


def _errors(made: Floats, actual: Floats, ahead: int) -> Floats:
    found = np.full(len(made), np.nan)
    found[:-ahead] = actual[ahead:] - made[:-ahead]
    found[: LEARN - 1] = np.nan
    return found


def _best(known: dict[Method, Floats], made: dict[Method, Floats], origin: int, ahead: int) -> Method:
    """The method with the least error over the origins whose outcome was known at ``origin``: the steadiest at first.

    A method is asked only where it has an outcome for each of ``ahead`` weeks and a quarter, and all are compared on
    the same origins.
    """
    past = slice(0, max(0, origin - ahead + 1))
    asked = [
        method
        for method in Method
        if np.isfinite(made[method][origin]) and np.isfinite(known[method][past]).sum() >= ahead + 13
    ]
    if not asked:
        return Method.LEVEL
    errors = np.abs(np.stack([known[method][past] for method in asked]))
    common = errors[:, np.isfinite(errors).all(axis=0)]
    return asked[int(np.argmin(common.mean(axis=1)))] if common.shape[1] else Method.LEVEL


def _spread(error: Floats, ahead: int) -> tuple[float, float]:
    """Scale and degrees of freedom of Student's t for the next error, from the errors of the back-test."""
    found = error[np.isfinite(error)]
    freedom = apart(len(found), ahead)
    return float(np.sqrt(np.mean(found**2) * (1 + 1 / max(freedom, 1.0)))), max(freedom, 1.0)


def _at(series: Floats, actual: Floats, ahead: int, method: Method) -> tuple[float, float, float]:
    made = forecasts(method, series, actual, ahead)
    return float(made[-1]), *_spread(_errors(made, actual, ahead), ahead)


def _band(ahead: int, middle: float, scale: float, freedom: float, floor: float | None, ceiling: float | None) -> Band:
    half, wide = (scale * float(stdtrit(freedom, 0.5 + inside / 2)) for inside in (0.5, 0.8))
    low, high = -np.inf if floor is None else floor, np.inf if ceiling is None else ceiling
    edges = (middle, middle - half, middle + half, middle - wide, middle + wide)
    return Band(ahead, *(float(min(max(each, low), high)) for each in edges))


def _score(tested: _Tested, ahead: int) -> Score:
    both = np.isfinite(tested.error) & np.isfinite(tested.seasonal) & np.isfinite(tested.naive)
    year = bool(apart(int(both.sum()), ahead) >= APART)
    over = both if year else np.isfinite(tested.error) & np.isfinite(tested.naive)
    inside = []
    for origin in np.flatnonzero(np.isfinite(tested.error)):
        before = tested.error[: max(0, origin - ahead + 1)]
        if apart(int(np.isfinite(before).sum()), ahead) >= APART:
            scale, freedom = _spread(before, ahead)
            inside.append(abs(tested.error[origin]) <= scale * float(stdtrit(freedom, 0.9)))
    return Score(
        int(over.sum()),
        float(np.mean(np.abs(tested.error[over]))),
        float(np.mean(np.abs(tested.naive[over]))),
        float(np.mean(np.abs(tested.seasonal[over]))) if year else None,
        float(np.mean(inside)) if len(inside) >= 10 else None,
    )
