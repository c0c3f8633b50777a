"""Writes of planning rounds and of the undertakings in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models import FormulaWeight, PlanningRound, RoundBudget, TeamCapacity, Undertaking


@transaction.atomic
def write_round(
    person: Person | None,
    fields: Mapping[str, object],
    capacity: Mapping[Team, Sequence[float]],
    weights: Mapping[str, float],
    budgets: Sequence[Decimal] = (),
    *,
    found: PlanningRound | None = None,
    seen: int | None = None,
) -> PlanningRound:
    """Open a planning round, or change ``found`` as it was in version ``seen``. Raises Meanwhile.

    ``budgets`` is the money of each quarter; empty for no limit by quarter.
    """
    row = held(found, seen) if found else PlanningRound(version=0)
    before = _said(row) if found else {}
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
    row.budgets.all().delete()
    RoundBudget.objects.bulk_create(
        RoundBudget(round=row, quarter=quarter, amount=amount) for quarter, amount in enumerate(budgets)
    )
    if found:
        record(person, "changed a planning round", row.title, changes=changed(before, _said(row)))
    else:
        record(person, "opened a planning round", row.title, "; ".join(f"{k}: {v}" for k, v in _said(row).items()))
    return row


def _said(row: PlanningRound) -> dict[str, object]:
    """What a round says, field by field, in words."""
    people: dict[str, list[str]] = {}
    for each in TeamCapacity.objects.filter(round=row).select_related("team"):
        people.setdefault(each.team.name, []).append(f"{each.people:g}")
    budgets = " ".join(f"{each.amount:.0f}" for each in RoundBudget.objects.filter(round=row))
    weights = ", ".join(f"{each.weight:g} {each.figure}" for each in FormulaWeight.objects.filter(round=row))
    return {
        "title": row.title,
        "from": row.first,
        "quarters": row.quarters,
        "quarters counted": row.counted,
        "budget": None if row.budget is None else f"{row.budget:.0f} {row.currency}",
        "budget by quarter": budgets or None,
        "ranked by": row.get_formula_display(),
        "weights": weights or None,
        "past claims correct estimates": "yes" if row.learns else "no",
        "weeks until silent": row.cadence,
        **{f"people of {team}": " ".join(said) for team, said in people.items()},
    }


@transaction.atomic
def learn(person: Person, of: PlanningRound, *, learns: bool) -> PlanningRound:
    """Have a round count on what past claims came to, or on its estimates as they are."""
    row = PlanningRound.objects.select_for_update().get(pk=of.pk)
    before = _said(row)
    row.learns, row.version = learns, row.version + 1
    row.save(update_fields=["learns", "version"])
    record(person, "changed a planning round", row.title, changes=changed(before, _said(row)))
    return row


@transaction.atomic
def write_undertaking(
    person: Person | None,
    of: PlanningRound,
    *,
    name: str,
    whole: bool,
    found: Undertaking | None = None,
    seen: int | None = None,
) -> Undertaking:
    """Name what several candidates are phases of, or change ``found`` as it was when ``seen``. Raises Meanwhile."""
    row = held(found, seen) if found else Undertaking(round=of, version=0)
    before = {"name": row.name, "whole or not at all": "yes" if row.whole else "no"} if found else {}
    row.name, row.whole, row.version = name, whole, row.version + 1
    row.save()
    after = {"name": name, "whole or not at all": "yes" if whole else "no"}
    action = "changed an undertaking" if found else "named an undertaking"
    record(person, action, name, f"round: {of.title}", changes=changed(before, after) if found else ())
    return row


@transaction.atomic
def remove_undertaking(person: Person, found: Undertaking) -> None:
    """Forget an undertaking; its candidates stay, each by itself."""
    record(person, "removed an undertaking", found.name, f"round: {found.round.title}")
    found.members.update(phase=None)
    found.delete()
