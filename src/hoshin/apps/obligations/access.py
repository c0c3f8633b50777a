"""Who may do what: everybody reads, members answer, leaders reset baselines, set thresholds and mute."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.obligations import queries
from hoshin.apps.obligations.models import Obligation, Watch
from hoshin.metrics.registry import METRICS


def watch(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Watch:
    """A watch with its threshold. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.watches().filter(pk=pk).first()
    if found is None or found.metric not in METRICS:
        raise Http404("This is not watched.")
    return found


def obligation(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Obligation:
    """An obligation with its answers. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.obligations().filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such signal in the register.")
    return found
