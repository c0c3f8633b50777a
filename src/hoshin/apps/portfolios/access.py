"""Who may see and change initiatives: everybody reads, members draft, leaders seal."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.models import Initiative


def initiative(person: Person, slug: str, *, needs: Role = Role.VIEWER) -> Initiative:
    """An initiative with scope and claims. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.initiatives().filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such initiative.")
    return found
