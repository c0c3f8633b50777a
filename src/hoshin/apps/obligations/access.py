"""Who may answer: everybody reads, members explain and link a cause, leaders reset a baseline."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.obligations import queries
from hoshin.apps.obligations.models import Obligation


def obligation(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Obligation:
    """An obligation with its answers. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.obligations().filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such signal in the register.")
    return found
