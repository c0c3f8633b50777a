"""Writes of scenarios, and the decision for one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.plans.actions.allocations import write_allocation
from hoshin.apps.plans.actions.refusals import NotYet, TooMany
from hoshin.apps.plans.models import (
    Approval,
    Candidate,
    PlannedInitiative,
    PlanningRound,
    Scenario,
    ScenarioPlace,
    ScenarioState,
)
from hoshin.apps.portfolios import actions as portfolios
from hoshin.portfolio.value import ThreePoint

MOST = 5
"""Most scenarios of a round side by side: more nobody compares."""


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
    found.corrections.all().delete()
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
    """Decide that a scenario is the plan of its round, and begin what it picked. Raises NotYet.

    Each candidate that it picked is drafted as an initiative that starts with its quarter, or, where it is one already,
    taken over as it is; the people that it asks of each team become the initiative's allocation.
    """
    if found.state != ScenarioState.DONE:
        raise NotYet(f"“{found.title}” is not worked out yet: approve it when its plan is there.")
    holds = Approval.objects.filter(scenario__round=found.round).first()
    if holds is not None and holds.scenario_id == found.pk:
        raise NotYet(f"“{found.title}” is the plan already.")
    row = Approval.objects.create(scenario=found, decision=decision, on=on, person=person, at=now)
    record(person, "approved a plan", found.title, f"round: {found.round.title}; on {on}; {decision}")
    known = {
        each.pk: each
        for each in found.round.candidates.select_related("owner", "initiative").prefetch_related("efforts__team")
    }
    for place in found.places.exclude(start=None):
        _begin(person, row, place, known.get(place.candidate))
    return row


def _begin(person: Person, approval: Approval, place: ScenarioPlace, candidate: Candidate | None) -> None:
    of = approval.scenario.round
    initiative = candidate.initiative if candidate else None
    drafted = initiative is None
    if initiative is None:
        initiative = portfolios.draft_planned(
            person,
            title=place.title,
            description=candidate.description if candidate else "",
            owner=candidate.owner if candidate else None,
            category=candidate.category if candidate else "",
            start=of.begins(place.start or 0),
            plan=f"{approval.scenario.title}, plan {of.title}",
        )
    if candidate:
        Candidate.objects.filter(pk=candidate.pk).update(initiative=initiative)
        people: dict[str, list[float]] = {}
        teams = {}
        for each in candidate.efforts.all():
            teams[each.team.name] = each.team
            people.setdefault(each.team.name, []).append(round(ThreePoint(each.low, each.likely, each.high).mean, 2))
        write_allocation(person, initiative, {teams[name]: row for name, row in people.items()})
    PlannedInitiative.objects.create(
        approval=approval,
        candidate=place.candidate,
        title=place.title,
        start=place.start or 0,
        quarters=place.quarters,
        drafted=drafted,
        initiative=initiative,
    )
