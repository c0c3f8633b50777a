"""Who may plan: everybody looks and proposes, members write candidates, leaders answer, write rounds and approve."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.plans.models import Candidate, Idea, PlanningRound, Scenario, Undertaking


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


def undertaking(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Undertaking:
    """An undertaking with its round. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = Undertaking.objects.select_related("round").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such undertaking.")
    return found


def idea(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Idea:
    """An idea with who proposed it. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = Idea.objects.select_related("proposer", "answered_by", "candidate__round").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such idea.")
    return found


def own_idea(person: Person, pk: int) -> Idea:
    """An idea that the person proposed. Raises Http404, or PermissionDenied for somebody else's."""
    found = idea(person, pk)
    if found.proposer_id != person.pk:
        raise PermissionDenied("Only who proposed an idea changes it: propose another one, or answer it.")
    return found
