"""Writes of planning: rounds, candidates, scenarios, and the decision for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import unmoved
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models import (
    Approval,
    Candidate,
    CandidateEffort,
    FormulaWeight,
    PlanningRound,
    Scenario,
    ScenarioState,
    TeamCapacity,
    Tie,
    TieKind,
)
from hoshin.eventlog.refused import Refused
from hoshin.portfolio.value import ThreePoint

MOST = 5
"""Most scenarios of a round side by side: more nobody compares."""


class TooMany(Refused):
    """There are as many scenarios as can be compared."""


class NotYet(Refused):
    """A scenario that is not worked out cannot be approved."""


@transaction.atomic
def write_round(
    person: Person | None,
    fields: Mapping[str, object],
    capacity: Mapping[Team, Sequence[float]],
    weights: Mapping[str, float],
    *,
    found: PlanningRound | None = None,
    seen: int | None = None,
) -> PlanningRound:
    """Open a planning round, or change ``found`` as it was in version ``seen``. Raises Meanwhile."""
    row = PlanningRound.objects.select_for_update().get(pk=found.pk) if found else PlanningRound(version=0)
    unmoved(row.title, row.version, seen)
    before = _told(row, fields) if found else {}
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.capacities.all().delete()
    TeamCapacity.objects.bulk_create(
        TeamCapacity(round=row, team=team, quarter=quarter, people=people)
        for team, row_of in capacity.items()
        for quarter, people in enumerate(row_of)
    )
    row.weights.all().delete()
    FormulaWeight.objects.bulk_create(
        FormulaWeight(round=row, figure=figure, weight=weight) for figure, weight in weights.items() if weight > 0
    )
    detail = "; ".join(f"{team}: {', '.join(f'{each:g}' for each in people)}" for team, people in capacity.items())
    said = changed(before, _told(row, fields)) if found else ()
    record(person, "changed a planning round" if found else "opened a planning round", row.title, detail, changes=said)
    return row


def _told(row: PlanningRound | Candidate, fields: Iterable[str]) -> dict[str, object]:
    return {name.replace("_", " "): getattr(row, name) for name in fields}


@transaction.atomic
def write_candidate(
    person: Person | None,
    of: PlanningRound,
    fields: Mapping[str, object],
    efforts: Mapping[Team, Sequence[ThreePoint]],
    *,
    needs: Iterable[Candidate] = (),
    excludes: Iterable[Candidate] = (),
    found: Candidate | None = None,
    seen: int | None = None,
) -> Candidate:
    """Take in a candidate, or change ``found`` as it was in version ``seen``. Raises Meanwhile."""
    row = Candidate.objects.select_for_update().get(pk=found.pk) if found else Candidate(round=of, version=0)
    unmoved(row.title, row.version, seen)
    before = _told(row, fields) if found else {}
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.efforts.all().delete()
    CandidateEffort.objects.bulk_create(
        CandidateEffort(candidate=row, team=team, quarter=at, low=each.low, likely=each.likely, high=each.high)
        for team, estimates in efforts.items()
        for at, each in enumerate(estimates)
    )
    row.ties.all().delete()
    Tie.objects.bulk_create(
        [
            *(Tie(candidate=row, other=each, kind=TieKind.NEEDS) for each in needs),
            *(Tie(candidate=row, other=each, kind=TieKind.EXCLUDES) for each in excludes),
        ]
    )
    said = changed(before, _told(row, fields)) if found else ()
    record(
        person, "changed a candidate" if found else "took in a candidate", row.title, f"round: {of.title}", changes=said
    )
    return row


@transaction.atomic
def rate(person: Person, found: Candidate, *, impact: float, feasibility: float) -> Candidate:
    """Move a candidate in the picture: both from 1 to 10; what lies outside is taken as the end."""
    row = Candidate.objects.select_for_update().get(pk=found.pk)
    before = {"impact": f"{row.impact:g}", "feasibility": f"{row.feasibility:g}"}
    row.impact = round(min(max(impact, 1.0), 10.0), 1)
    row.feasibility = round(min(max(feasibility, 1.0), 10.0), 1)
    row.version += 1
    row.save(update_fields=["impact", "feasibility", "version"])
    after = {"impact": f"{row.impact:g}", "feasibility": f"{row.feasibility:g}"}
    record(person, "rated a candidate", row.title, changes=changed(before, after))
    return row


@transaction.atomic
def remove_candidate(person: Person, found: Candidate) -> None:
    """Take a candidate out of its round; scenarios that were worked out keep what they say of it."""
    record(person, "removed a candidate", found.title, f"round: {found.round.title}")
    found.delete()


@transaction.atomic
def ask(person: Person | None, of: PlanningRound, fields: Mapping[str, object], now: datetime) -> Scenario:
    """Write down a scenario for the worker. Raises TooMany."""
    if of.scenarios.count() >= MOST:
        raise TooMany(f"There are {MOST} scenarios already, as many as can be compared: remove one first.")
    row = Scenario.objects.create(round=of, person=person, beat=now, **fields)
    record(person, "asked for a scenario", row.title, f"round: {of.title}")
    return row


@transaction.atomic
def ask_again(person: Person, found: Scenario, now: datetime) -> None:
    """Have a scenario worked out anew. Raises NotYet for one that was approved: it stays as it was decided on."""
    _not_approved(found)
    found.places.all().delete()
    found.loads.all().delete()
    Scenario.objects.filter(pk=found.pk).update(state=ScenarioState.WAITING, why="", step="", beat=now, question="")
    record(person, "asked for a scenario again", found.title, f"round: {found.round.title}")


@transaction.atomic
def remove_scenario(person: Person, found: Scenario) -> None:
    """Remove a scenario. Raises NotYet for one that was approved."""
    _not_approved(found)
    record(person, "removed a scenario", found.title, f"round: {found.round.title}")
    found.delete()


def _not_approved(found: Scenario) -> None:
    if found.approvals.exists():
        raise NotYet(f"“{found.title}” was approved and stays as it is: ask for another scenario.")


@transaction.atomic
def approve(person: Person, found: Scenario, *, decision: str, on: date, now: datetime) -> Approval:
    """Decide that a scenario is the plan of its round. Raises NotYet."""
    if found.state != ScenarioState.DONE:
        raise NotYet(f"“{found.title}” is not worked out yet: approve it when its plan is there.")
    row = Approval.objects.create(scenario=found, decision=decision, on=on, person=person, at=now)
    record(person, "approved a plan", found.title, f"round: {found.round.title}; on {on}; {decision}")
    return row
