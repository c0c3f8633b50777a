"""Who may see and define own metrics: everybody reads, leaders define."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.definitions import queries
from hoshin.apps.definitions.models import OwnMetric


def own_metric(person: Person, key: str, *, to_change: bool = False) -> OwnMetric:
    """An own metric with its definitions. Raises Http404, or PermissionDenied for those who may not change it."""
    if to_change:
        require(person, Role.LEADER)
    found = queries.own_metrics().filter(key=key).first()
    if found is None:
        raise Http404(f"Nobody has defined a metric '{key}'.")
    return found
