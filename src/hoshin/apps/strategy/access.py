"""Who may see and change vision, objectives and key results: everybody reads, leaders write."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.strategy.models import KeyResult, Objective


def objective(person: Person, pk: int, *, to_change: bool = False) -> Objective:
    """An objective with its key results. Raises Http404, or PermissionDenied for those who may not change it."""
    if to_change:
        require(person, Role.LEADER)
    known = Objective.objects.select_related("owner", "team", "vision").prefetch_related("key_results__scope")
    found = known.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such objective.")
    return found


def key_result(person: Person, pk: int, *, to_change: bool = False) -> KeyResult:
    """A key result with its objective. Raises Http404, or PermissionDenied for those who may not change it."""
    if to_change:
        require(person, Role.LEADER)
    found = KeyResult.objects.select_related("objective").prefetch_related("scope").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such key result.")
    return found
