"""A plan whose parts do not fit is refused with the part's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hoshin.simulation.desk import simulate
from hoshin.simulation.plan import Group, Happening, PlanInvalid
from tests.unit.simulation.small import FIRST, small

PLAN = small()
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"last": date(2025, 3, 1)}, "`last`"),
    ({"groups": (Group("Team", 2, 1.0, 1.0, "West"),)}, "line 1"),
    ({"weekdays": (1.0,) * 5}, "`weekdays` holds 5 numbers, expected 7"),
    ({"targets": (1.0,)}, "`targets`"),
    ({"groups": (Group("Desk", 1, 1.0, 1.0, "North"),)}, "'Desk': `region` names 'North'"),
    ({"groups": (Group("Desk", 1, 1.0, 1.0, "West", ("Fax",)),)}, "'Desk': `services` names 'Fax'"),
    ({"groups": (*PLAN.groups, Group("T", 2, 1.0, 1.0, "West", (), ("Team West",)))}, "'T': `sites` names 'Team West'"),
    ({"groups": (Group("Desk", 1, 1.0, 0.0, "West"),)}, "'Desk': expected `line` 1, 2 or 3"),
    ({"groups": (*PLAN.groups, Group("T", 4, 1.0, 1.0, "West"))}, "'T': expected `line` 1, 2 or 3"),
    ({"effects": (Happening("a wonder", FIRST, FIRST, ("Nobody",)),)}, "'a wonder': `groups` names 'Nobody'"),
)


@pytest.mark.parametrize(("part", "words"), WRONG)
def test_what_does_not_fit_is_refused(part: dict[str, Any], words: str) -> None:
    with pytest.raises(PlanInvalid) as refused:
        replace(PLAN, **part)
    assert words in str(refused.value)


def test_a_desk_of_one_line_works() -> None:
    """Nobody to hand a ticket to."""
    alone = replace(PLAN, groups=(Group("Desk", 1, 1.0, 5.0, "West"), Group("Platform", 3, 1.0, 5.0, "West")))
    assert (simulate(alone, 1).went.strayed < 0).all()
