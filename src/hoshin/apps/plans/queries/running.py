"""What runs and who carries it: the people allocated to initiatives, by team and quarter, beside those there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hoshin.apps.accounts.confidence import Eyes, Onlooker
from hoshin.apps.plans.models import Allocation, Approval, PlannedInitiative, TeamCapacity
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Claim, Initiative, InitiativeCheckIn

Quarter = tuple[int, int]
"""A year and its quarter, from 1 to 4."""


def quarter_of(day: date, later: int = 0) -> Quarter:
    """The quarter of a day, or one so many later."""
    whole = day.year * 4 + (day.month - 1) // 3 + later
    return whole // 4, whole % 4 + 1


def named(quarter: Quarter) -> str:
    """As people write it: 2027 Q1."""
    return f"{quarter[0]} Q{quarter[1]}"


def begins(quarter: Quarter) -> date:
    """Its first day."""
    return date(quarter[0], 3 * quarter[1] - 2, 1)


@dataclass(frozen=True)
class Part:
    """What one initiative asks of a team in a quarter. ``over``: the work is done, so nobody is asked any more.

    Without ``initiative`` it is a confidential one: its people count all the same.
    """

    initiative: Initiative | None
    people: float
    over: bool


@dataclass(frozen=True)
class TeamQuarter:
    """The people of a team that are asked for in a quarter, by what, and how many there are; None where nobody said."""

    team: str
    quarter: Quarter
    parts: tuple[Part, ...]
    there: float | None

    @property
    def asked(self) -> float:
        """The people that what runs, or is to run, asks for."""
        return sum(each.people for each in self.parts if not each.over)

    @property
    def missing(self) -> float:
        """By how many people it asks for more than there are; 0 where that is not known."""
        return max(0.0, self.asked - self.there) if self.there is not None else 0.0


def finished(found: Iterable[Initiative]) -> dict[int, date]:
    """The day on which the work of each was said to be done, or was stopped."""
    listed = list(found)
    days = {each.pk: each.end for each in listed if each.end}
    for row in InitiativeCheckIn.objects.filter(initiative__in=listed, done=True):
        day = timezone.localdate(row.at)
        days[row.initiative_id] = min(days.get(row.initiative_id, day), day)
    return days


def begun(found: Iterable[Initiative], today: date) -> set[int]:
    """Those whose start has passed, and of which something shows that it was made: a sealed claim, or a check-in."""
    due = [each.pk for each in found if each.start <= today]
    sealed = Claim.objects.filter(initiative__in=due).values_list("initiative", flat=True)
    spoken = InitiativeCheckIn.objects.filter(initiative__in=due).values_list("initiative", flat=True)
    return {*sealed, *spoken}


def _there() -> dict[tuple[str, Quarter], float]:
    """The people of each team and quarter, as the newest round with an approved plan says; else the newest of all."""
    approved = set(Approval.objects.values_list("scenario__round", flat=True))
    rows = TeamCapacity.objects.select_related("team", "round")
    ordered = sorted(rows, key=lambda each: (each.round_id in approved, each.round.first, each.round_id))
    return {(each.team.name, quarter_of(each.round.begins(each.quarter))): each.people for each in ordered}


def planned_by(found: Initiative) -> list[PlannedInitiative]:
    """The approvals that began an initiative or took it over, the newest first."""
    rows = PlannedInitiative.objects.filter(initiative=found)
    return list(rows.select_related("approval__scenario__round", "approval__person").order_by("-approval"))


def carried(quarters: Sequence[Quarter], onlooker: Onlooker = Eyes.EVERYBODY) -> list[TeamQuarter]:
    """Every team that is asked for or counted in these quarters, in their order, in a fixed number of queries."""
    rows = list(Allocation.objects.select_related("team", "initiative__owner"))
    seen = set(portfolios.initiatives(onlooker).values_list("pk", flat=True))
    over = finished({each.initiative for each in rows})
    parts: dict[tuple[str, Quarter], list[Part]] = defaultdict(list)
    for each in rows:
        quarter = quarter_of(each.initiative.start, each.place)
        end = over.get(each.initiative_id)
        gone = end is not None and begins(quarter) > end
        parts[each.team.name, quarter].append(
            Part(each.initiative if each.initiative_id in seen else None, each.people, gone)
        )
    there = _there()
    wanted = set(quarters)
    teams = sorted({team for team, quarter in (*parts, *there) if quarter in wanted})
    return [
        TeamQuarter(
            team,
            quarter,
            tuple(sorted(parts.get((team, quarter), ()), key=lambda part: (part.over, -part.people))),
            there.get((team, quarter)),
        )
        for team in teams
        for quarter in quarters
    ]


def behind(team: str, quarter: Quarter, onlooker: Onlooker = Eyes.EVERYBODY) -> TeamQuarter | None:
    """What is behind one team and quarter; None where neither anybody is asked for nor counted."""
    return next((each for each in carried([quarter], onlooker) if each.team == team), None)
