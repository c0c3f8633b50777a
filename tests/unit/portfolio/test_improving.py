"""The search piece by piece: it never loses what was found, and where a piece holds everything it finds the best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoshin.portfolio.constraints import Portfolio
from hoshin.portfolio.improving import Best, improve
from hoshin.portfolio.model import model
from hoshin.portfolio.ranking import by_return, ranked
from tests.unit.portfolio.by_hand import best, holds, portfolios, value

SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def turns(many: int) -> Callable[[], bool]:
    """Says after so many pieces that it is done."""
    asked = iter(range(many))
    return lambda: next(asked, None) is None


@SMALL
@given(portfolios(), st.integers(0, 3))
def test_pieces_that_hold_everything_come_to_the_best_plan(portfolio: Portfolio, seed: int) -> None:
    first = ranked(portfolio, by_return(portfolio))
    if first.missing:
        return
    program = model(portfolio)
    found = Best(program, program.chosen(first.starts))
    improve(portfolio, program, found, left=lambda: 1.0, done=turns(12), seed=seed)
    starts = program.starts(found.chosen)
    assert holds(portfolio, starts)
    assert value(portfolio, starts) >= value(portfolio, first.starts) - 1e-9
    # A piece ends within a thousandth of its best.
    assert value(portfolio, starts) == pytest.approx(best(portfolio), rel=1.1e-3, abs=1e-6)


def test_the_best_of_several_searches_is_kept() -> None:
    """Whoever comes last with less changes nothing."""
    program = replace(model(Portfolio(quarters=1, candidates=())), gain=np.array([1.0, 2.0, 4.0]))
    kept = Best(program, np.zeros(3))
    offered = [np.array([float(bit) for bit in f"{number:03b}"]) for number in range(8)]
    threads = [Thread(target=kept.take, args=(each,)) for each in [*offered, *reversed(offered)]]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert list(kept.chosen) == [1.0, 1.0, 1.0]
