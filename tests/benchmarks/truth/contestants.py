"""Who is measured: each estimator of the registry, and what people do without one. All on the scale of comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr, stdtrit

from hoshin.impact.before_after import before_after
from hoshin.impact.design import CannotTell, Design, comparison, design
from hoshin.impact.estimators.definition import Estimator
from hoshin.impact.estimators.registry import ESTIMATORS
from hoshin.impact.panel import Panel, Series
from hoshin.impact.scales import scale

LEVELS = (0.90, 0.95)


@dataclass(frozen=True)
class Answer:
    """The effect found, whether it was called at 5 %, and the interval by level.

    ``seconds`` is the processor time where it was found by another process, else 0.
    """

    effect: float
    called: bool
    intervals: Mapping[float, tuple[float, float]]
    seconds: float = 0.0


Contestant = Callable[[Panel], Answer | None]
"""None where it cannot be told."""


def estimator(one: Estimator) -> Contestant:
    """An estimator as a verdict would use it: on the design that Hoshin makes of the panel, where there is one.

    One that works without comparison groups is given the scope alone.
    """

    def answer(panel: Panel) -> Answer | None:
        for given in (panel, replace(panel, controls={}, control_n={})):
            ready = design(given, comparison(given))
            if not isinstance(ready, CannotTell) and _serves(one, ready):
                found = one.estimate(ready)
                return Answer(found.effect, found.p_value <= 0.05, {level: found.interval(level) for level in LEVELS})
        return None

    return answer


def _serves(one: Estimator, ready: Design) -> bool:
    serves = getattr(one, "serves", None)
    return bool(serves(ready)) if serves else ready.controls.shape[1] > 0


def welch(panel: Panel) -> Answer | None:
    """Before and after of the scope alone."""
    found = before_after(panel)
    return Answer(found.effect, found.p_value <= 0.05, {level: found.interval(level) for level in LEVELS})


def segmented(panel: Panel) -> Answer | None:
    """Segmented regression of the scope alone: level and trend, both changed at the start, Newey and West's errors.

    The effect is the mean over the time after the start of what the two changes add. The lag is ⌊4 (n / 100)^(2/9)⌋,
    and the covariance is corrected for the degrees of freedom, as packages do where one asks for small samples.
    """
    known = np.isfinite(panel.treated)
    outcome = scale(panel.unit, negative=bool(np.nanmin(panel.treated) < 0)).forward(panel.treated[known])
    when = np.flatnonzero(known).astype(float)
    after = (when >= panel.start).astype(float)
    if after.sum() < 2 or (1 - after).sum() < 2:
        return None
    columns = np.column_stack([np.ones(len(when)), when, after, after * (when - panel.start)])
    weights, covariance = newey_west(columns, outcome)
    asked = np.array([0.0, 0.0, 1.0, float((when - panel.start)[after > 0].mean())])
    effect, error = float(asked @ weights), float(np.sqrt(max(asked @ covariance @ asked, 1e-24)))
    degrees = len(outcome) - 4
    p_value = float(2 * stdtr(degrees, -abs(effect) / error))
    reach = {level: -float(stdtrit(degrees, (1 - level) / 2)) * error for level in LEVELS}
    return Answer(effect, p_value <= 0.05, {level: (effect - each, effect + each) for level, each in reach.items()})


def newey_west(columns: Series, outcome: Series) -> tuple[Series, Series]:
    """Least squares and the covariance of Newey and West (1987)."""
    rows, many = columns.shape
    inverse = np.linalg.pinv(columns.T @ columns)
    weights = inverse @ (columns.T @ outcome)
    scores = columns * (outcome - columns @ weights)[:, None]
    middle = scores.T @ scores
    lags = int(4 * (rows / 100) ** (2 / 9))
    for lag in range(1, lags + 1):
        crossed = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (crossed + crossed.T)
    return weights, inverse @ middle @ inverse * rows / (rows - many)


CONTESTANTS: Mapping[str, Contestant] = {
    **{each.key: estimator(each) for each in ESTIMATORS},
    "before/after (Welch)": welch,
    "segmented regression (HAC)": segmented,
}
