"""Who may plan: everybody looks, members write candidates, leaders write rounds and scenarios and approve one."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.plans.models import Candidate, PlanningRound, Scenario


def planning_round(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> PlanningRound:
    """A round. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = PlanningRound.objects.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such planning round.")
    return found


def candidate(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Candidate:
    """A candidate with its round. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = Candidate.objects.select_related("round", "owner", "initiative").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such candidate.")
    return found


def scenario(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Scenario:
    """A scenario with its round. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = Scenario.objects.select_related("round", "person").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such scenario.")
    return found
