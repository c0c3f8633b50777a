"""What a desk says of its tickets: in an order that can be, and true to what happened to them."""

from __future__ import annotations

import numpy as np
import pytest

from hoshin.simulation.desk import Simulation, simulate
from hoshin.simulation.library.global_logistics import DEMONSTRATION
from hoshin.simulation.sayings import ANSWERS, MAJOR


@pytest.fixture(scope="module")
def desk() -> Simulation:
    return simulate(DEMONSTRATION.plan, DEMONSTRATION.seed)


def test_moments_are_in_an_order_that_can_be(desk: Simulation) -> None:
    said, opened = desk.said, desk.came.opened
    assert (said.due > opened).all()
    assert (said.responded[said.responded >= 0] >= opened[said.responded >= 0]).all()
    restored = said.restored >= 0
    assert restored.any()
    assert (said.restored[restored] >= opened[restored]).all()
    assert (said.restored[restored] <= desk.went.ended[restored]).all()
    assert not restored[~said.major].any()


def test_who_waits_longer_is_less_satisfied(desk: Simulation) -> None:
    said = desk.said
    answered = said.satisfaction > 0
    late = desk.went.ended > said.due
    assert said.satisfaction[answered & late].mean() < said.satisfaction[answered & ~late].mean() - 0.5
    again = desk.went.reopened >= 0
    assert said.satisfaction[answered & again].mean() < said.satisfaction[answered & ~again].mean()
    assert set(np.unique(said.satisfaction)) == {0, 1, 2, 3, 4, 5}


def test_shares_are_those_laid_down(desk: Simulation) -> None:
    said = desk.said
    assert (said.satisfaction[~desk.went.cancelled] > 0).mean() == pytest.approx(ANSWERS, abs=0.01)
    critical = desk.came.priority == 1
    assert not said.major[~critical].any()
    assert said.major[critical].mean() == pytest.approx(MAJOR, abs=0.04)
    half = desk.plan.days // 2
    first, second = desk.came.day < half, desk.came.day >= half
    assert (said.article[second] >= 0).mean() > (said.article[first] >= 0).mean() + 0.05


def test_children_hang_below_a_major_incident_of_their_category_that_came_just_before(desk: Simulation) -> None:
    came, said = desk.came, desk.said
    child = np.flatnonzero(said.parent >= 0)
    assert len(child) > 10
    parent = said.parent[child]
    assert said.major[parent].all()
    assert (came.category[parent] == came.category[child]).all()
    assert ((came.opened[child] - came.opened[parent]) <= 4 * 3600).all()
    assert (parent < child).all()


def test_due_times_move_while_a_ticket_waits_so_that_flag_and_promise_agree(desk: Simulation) -> None:
    log = desk.updates
    ended = log.resolved >= 0
    due = desk.said.due[log.ticket] + log.waited
    assert ((log.resolved <= due) == log.sla_met)[ended].all()
    assert log.waited.max() > 0
