"""The small family of methods that a forecast chooses from, each made at every origin with what was known then.

Constants are fixed, not fitted: a desk's hundred weeks are too few to fit them without fooling the back-test.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOW = 4
"""Weeks whose mean is forecast: what a key result is judged by."""

PRESENT = 3
"""With fewer of the four weeks known their mean is unknown."""

YEAR = 52
LEVEL_GAIN = 0.2
TREND_LEVEL_GAIN = 0.3
TREND_GAIN = 0.05
DAMPING = 0.95


class Method(StrEnum):
    """How a forecast is made, the steadiest first."""

    LEVEL = "a smoothed level, carried on"
    LAST = "the last four weeks, carried on"
    TREND = "a smoothed level with a trend that fades"
    SEASONAL = "the same weeks of last year"
    SHIFTED = "the last four weeks, moved as last year moved"


def windows(series: Floats, weights: Floats) -> Floats:
    """The weighted mean of each week and the three before it; NaN where fewer than three of them are known."""
    found = np.full(len(series), np.nan)
    weighed = np.where(np.isfinite(series), weights, 0.0)
    filled = np.where(np.isfinite(series), series, 0.0)
    for end in range(WINDOW - 1, len(series)):
        part = slice(end - WINDOW + 1, end + 1)
        if np.count_nonzero(weighed[part] > 0) >= PRESENT:
            found[end] = float(np.dot(weighed[part], filled[part]) / weighed[part].sum())
    return found


def forecasts(method: Method, series: Floats, actual: Floats, ahead: int) -> Floats:
    """For each origin the forecast of ``actual`` ``ahead`` >= 1 weeks later; NaN where the method cannot tell."""
    if ahead > YEAR and method in (Method.SEASONAL, Method.SHIFTED):
        return np.full(len(actual), np.nan)
    match method:
        case Method.LEVEL:
            return _trend(series, ahead, LEVEL_GAIN, 0.0)
        case Method.TREND:
            return _trend(series, ahead, TREND_LEVEL_GAIN, TREND_GAIN)
        case Method.LAST:
            return _carried(actual)
        case Method.SEASONAL:
            return _ago(actual, YEAR - ahead)
        case Method.SHIFTED:
            return _carried(actual) + _ago(actual, YEAR - ahead) - _ago(actual, YEAR)


def _ago(actual: Floats, weeks: int) -> Floats:
    found = np.full(len(actual), np.nan)
    if weeks < len(actual):
        found[weeks:] = actual[: len(actual) - weeks]
    return found


def _carried(actual: Floats) -> Floats:
    """The newest known value at each origin, no older than four weeks."""
    found = actual.copy()
    for back in range(1, WINDOW + 1):
        gap = ~np.isfinite(found)
        found[gap] = _ago(actual, back)[gap]
    return found


def _trend(series: Floats, ahead: int, level_gain: float, trend_gain: float) -> Floats:
    """Holt's damped trend, with gaps passed over; the mean over the four weeks that end ``ahead`` weeks later.

    Weeks of the four that are already over at the origin count as the level: a small error, only below four weeks.
    """
    steps = np.cumsum(DAMPING ** np.arange(1, ahead + 1))
    reach = float(np.concatenate([np.zeros(max(0, WINDOW - ahead)), steps[-WINDOW:]]).mean())
    found = np.full(len(series), np.nan)
    level, trend, seen = np.nan, 0.0, 0
    for origin, value in enumerate(series):
        trend *= DAMPING
        if np.isfinite(value):
            seen += 1
            if seen == 1:
                level = float(value)
            else:
                expected = level + trend
                # The first weeks are averaged: a single first week must not weigh for long.
                change = max(level_gain, 1 / seen) * (float(value) - expected)
                level = expected + change
                trend += trend_gain * (float(value) - expected)
        elif seen:
            level += trend
        found[origin] = level + reach * trend
    return found
