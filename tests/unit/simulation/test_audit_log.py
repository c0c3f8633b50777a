"""Each ticket's rows tell one life, in order; checked row by row from the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.simulation.desk import Simulation
from hoshin.simulation.export import export
from hoshin.simulation.organisation import Demonstration
from tests.unit.simulation.reading import Exported, table
from tests.unit.simulation.small import small

Row = dict[str, str]
OPEN = ("New", "Active", "Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Change")
STEADY = (
    "short_description",
    "opened_at",
    "cmdb_ci",
    "category",
    "contact_type",
    "problem_id",
)


def lives(exported: bytes) -> Iterator[list[Row]]:
    rows = csv.DictReader(io.StringIO(exported.decode()))
    for _, life in groupby(rows, key=lambda row: row["number"]):
        yield list(life)


def at(row: Row, column: str) -> datetime:
    return datetime.fromisoformat(row[column])


def check(life: list[Row], end: datetime) -> None:
    """All that must hold for the rows of one ticket."""
    assert [row["sys_mod_count"] for row in life] == [str(i) for i in range(len(life))]
    assert life[0]["incident_state"] == "New"
    assert at(life[0], "sys_updated_at") == at(life[0], "opened_at")
    for column in STEADY:
        assert len({row[column] for row in life}) == 1, column
    moves = reopens = 0
    for before, row in pairwise(life):
        assert at(before, "sys_updated_at") <= at(row, "sys_updated_at")
        assert before["incident_state"] not in ("Closed", "Canceled")
        moves += before["assignment_group"] != row["assignment_group"]
        reopens += before["incident_state"] == "Resolved" and row["incident_state"] in OPEN
        assert (int(row["reassignment_count"]), int(row["reopen_count"])) == (moves, reopens)
    for number, row in enumerate(life):
        known = [at(r, "sys_updated_at") for r in life[: number + 1] if r["incident_state"] == "Resolved"]
        done = row["incident_state"] in ("Resolved", "Closed")
        assert row["resolved_at"] == (known[-1].isoformat(" ") if done else "")
        gone = row["incident_state"] in ("Closed", "Canceled")
        assert row["closed_at"] == (row["sys_updated_at"] if gone else "")
        if row["incident_state"] == "Closed":
            assert at(row, "resolved_at") <= at(row, "closed_at")
            assert at(row, "closed_at") - at(row, "resolved_at") <= timedelta(days=5)
    priorities = [row["priority"] for row in life]
    # A false alarm is one for the first update alone.
    assert len(set(priorities[1:])) <= 1
    assert priorities[0] in (priorities[-1], "1 - Critical")
    assert at(life[-1], "sys_updated_at") < end


def in_time(life: list[Row], hours: dict[str, float]) -> bool:
    """The agreed time by hand: from opening to the last resolution, without the time in waiting states."""
    until = at(life[-1], "resolved_at")
    spans = zip(life, [at(row, "sys_updated_at") for row in life[1:]], strict=False)
    waited = sum(
        (min(end, until) - at(row, "sys_updated_at") for row, end in spans if "Awaiting" in row["incident_state"]),
        timedelta(),
    )
    return until - at(life[0], "opened_at") - waited <= timedelta(hours=hours[life[-1]["priority"]])


@settings(max_examples=25, deadline=None)
@given(days=st.integers(1, 90), tickets=st.integers(1, 400), seed=st.integers(0, 2**64))
def test_every_life_is_in_order(days: int, tickets: int, seed: int) -> None:
    plan = small(days, tickets)
    end = datetime.combine(plan.last, datetime.min.time()) + timedelta(days=1)
    targets = dict(zip(("1 - Critical", "2 - High", "3 - Moderate", "4 - Low"), plan.targets, strict=True))
    desks = {each.name for each in plan.groups if each.line == 1}
    opened = []
    for life in lives(export(plan, seed)):
        check(life, end)
        assert life[0]["assignment_group"] in desks
        if life[-1]["incident_state"] in ("Resolved", "Closed"):
            assert life[-1]["made_sla"] == str(in_time(life, targets)).lower()
        opened.append(at(life[0], "opened_at"))
    assert opened == sorted(opened)
    assert not opened or opened[0] >= datetime.combine(plan.first, datetime.min.time())


def test_the_whole_demonstration_is_in_order(story: Demonstration, exported: bytes) -> None:
    end = datetime.combine(story.plan.last, datetime.min.time()) + timedelta(days=1)
    desks = {each.name for each in story.plan.groups if each.line == 1}
    # Every eleventh ticket: a loop over all would take longer than it is worth.
    for number, life in enumerate(lives(exported)):
        if number % 11 == 0:
            check(life, end)
            assert life[0]["assignment_group"] in desks


def test_there_is_one_of_everything(desk: Exported, exported: bytes) -> None:
    rows = table(exported)
    states = set(rows["incident_state"].to_pylist())
    assert states == {*OPEN, "Resolved", "Closed", "Canceled"}
    assert set(rows["reopen_count"].to_pylist()) == {"0", "1"}
    assert {"0", "1", "2", "3"} <= set(rows["reassignment_count"].to_pylist())
    assert set(rows["made_sla"].to_pylist()) == {"true", "false"}
    assert len(set(rows["priority"].to_pylist())) == 4
    assert len(set(rows["contact_type"].to_pylist())) == 4
    assert 0.03 < 1 - rows["problem_id"].null_count / rows.num_rows < 0.3


def test_a_group_gets_what_it_looks_after(story: Demonstration, simulated: Simulation) -> None:
    services = {each.name: set(each.services) for each in story.plan.groups}
    names = [each.name for each in story.plan.groups]
    subjects = [each.name for each in story.plan.services]
    for group, service in set(zip(simulated.came.group.tolist(), simulated.came.service.tolist(), strict=True)):
        assert not services[names[group]] or subjects[service] in services[names[group]]


def test_nobody_is_handed_a_ticket_that_he_has(simulated: Simulation) -> None:
    strays = simulated.went.strayed >= 0
    assert strays.any()
    assert (simulated.went.astray[strays] != simulated.came.group[strays]).all()
    assert (simulated.went.astray[strays] != simulated.came.site[strays]).all()


def test_who_is_asked_back_is_the_first_line_that_took_it_in(story: Demonstration, exported: bytes) -> None:
    """A ticket comes back to a group that had it only by way of the desk where it was opened."""
    came_back = 0
    for life in lives(exported):
        held = [group for group, _ in groupby(row["assignment_group"] for row in life)]
        # A life that the plan's end cuts off may stand anywhere on the way.
        if life[-1]["incident_state"] in ("Resolved", "Closed") and len(set(held)) < len(held):
            came_back += 1
            assert held[-1] == held[-3]
            assert held[-2] == held[0]
    assert came_back > 1000


@pytest.mark.parametrize("line", [1, 2, 3])
def test_the_first_line_is_faster(story: Demonstration, desk: Exported, line: int) -> None:
    """Medians by line, from the file: about 5 hours on the first, a day or two on the second, longer on the third."""
    groups = tuple(each.name for each in story.plan.groups if each.line == line)
    hours = desk.hours[desk.within(groups)]
    low, high = {1: (4, 10), 2: (20, 48), 3: (60, 150)}[line]
    assert low < sorted(hours[hours >= 0])[int((hours >= 0).sum() // 2)] < high
