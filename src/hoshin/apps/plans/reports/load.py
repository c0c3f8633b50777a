"""Who carries how much of what runs, as a heat map by team and quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from hoshin.apps.plans.queries.running import Quarter, TeamQuarter, begins, named, quarter_of
from hoshin.apps.plans.reports.heat import step_of


@dataclass(frozen=True)
class Cell:
    """One team in one quarter; ``step`` goes from 0, idle, to 6, more than there is."""

    quarter: str
    key: str
    step: int
    asked: str
    there: str
    words: str


@dataclass(frozen=True)
class Line:
    """One team's quarters."""

    team: str
    cells: tuple[Cell, ...]


def lines(found: Sequence[TeamQuarter]) -> list[Line]:
    """All teams."""
    teams = dict.fromkeys(each.team for each in found)
    return [Line(team, tuple(_cell(each) for each in found if each.team == team)) for team in teams]


def _cell(each: TeamQuarter) -> Cell:
    there = "" if each.there is None else f"{each.there:g}"
    of = f" of {there} people" if there else " people; nobody said how many there are"
    name = named(each.quarter)
    step = step_of(each.asked, each.there) if each.there is not None else 2 if each.asked else 0
    return Cell(name, key(each.quarter), step, f"{each.asked:.1f}", there, f"{each.team}, {name}: {each.asked:.1f}{of}")


def key(quarter: Quarter) -> str:
    """A quarter in an address: 2027-1."""
    return f"{quarter[0]}-{quarter[1]}"


def sentence(found: Sequence[TeamQuarter]) -> str:
    """What a leader takes from it."""
    over = sorted((each for each in found if each.missing > 0.05), key=lambda each: -each.missing)
    if not any(each.asked for each in found):
        return "Nobody is asked for in these quarters."
    if not over:
        return "No team is asked for more people than it has."
    worst = over[0]
    where = f"{len(over)} time{'' if len(over) == 1 else 's'} a team is asked for more people than it has"
    return f"{where}; most in {named(worst.quarter)}: {worst.team} lacks {worst.missing:.1f}."


def by_quarter(row: str, first: Quarter) -> str:
    """People by quarter, as they were typed, in words; ``first`` is the quarter of the first of them.

    >>> by_quarter("1.07 1.07 2", (2027, 3))
    '1.1 people from 2027 Q3 to 2027 Q4, 2 people in 2028 Q1'
    """
    said, place = [], 0
    for people, same in groupby(row.split()):
        many = len(list(same))
        begin, end = (named(quarter_of(begins(first), place + each)) for each in (0, many - 1))
        place += many
        when = f"in {begin}" if many == 1 else f"from {begin} to {end}"
        said.append(f"{round(float(people), 1):g} {'person' if float(people) == 1 else 'people'} {when}")
    return ", ".join(said)
