"""Placebo starts on a real desk's history: nothing was done, so nothing should be found. Before/after finds plenty."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import ttest_ind

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import Reason
from hoshin.impact.scales import scale
from hoshin.impact.verdict import VerdictKind, judge
from tests.unit.impact.servicenow import EXPORT, outcomes

CLAIM = Claim("ticket_volume", Direction.DOWN, 0.2)
BEFORE, AFTER = 30, 15

pytestmark = pytest.mark.skipif(not EXPORT.is_file(), reason=f"the real export is not there: {EXPORT}")


def test_a_real_desk_gives_few_false_effects_where_before_and_after_gives_many() -> None:
    called, naive = [], []
    for daily in outcomes().values():
        for one in daily.placebo_starts(BEFORE, AFTER):
            verdict = judge(one, CLAIM)
            if verdict.p_value is None:
                continue
            called.append(verdict.kind in {VerdictKind.PROVEN, VerdictKind.HARMFUL})
            values = scale(one.unit).forward(one.treated)
            naive.append(ttest_ind(values[:BEFORE], values[BEFORE:], equal_var=False, nan_policy="omit").pvalue <= 0.05)
    starts = len(called)
    assert starts >= 100
    # Two standard errors, as if starts were independent. They overlap, so the real margin is wider: this is strict.
    margin = 2 * sqrt(0.05 * 0.95 / starts)
    assert np.mean(called) <= 0.05 + margin
    assert np.mean(naive) > 0.20


def test_a_real_history_that_is_cut_too_short_never_gives_a_verdict() -> None:
    for one in outcomes()["volume"].placebo_starts(15, 10):
        assert judge(one, CLAIM).reason is Reason.SHORT_BEFORE
