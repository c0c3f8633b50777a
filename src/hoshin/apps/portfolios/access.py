"""Who may see and change initiatives: everybody reads, members draft, leaders seal and change what is sealed.

A confidential one is there for those alone who see it.
"""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.models import Initiative


def initiative(person: Person, slug: str, *, needs: Role = Role.VIEWER) -> Initiative:
    """An initiative with scope and claims. Raises Http404, or PermissionDenied below the role that is needed."""
    found = queries.initiatives(person).filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such initiative.")
    require(person, needs)
    return found


def to_change(person: Person, slug: str) -> Initiative:
    """An initiative to change: a draft by members, a sealed one by leaders."""
    found = initiative(person, slug, needs=Role.MEMBER)
    if found.sealed:
        require(person, Role.LEADER)
    return found
