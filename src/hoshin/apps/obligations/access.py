"""Who may do what: everybody reads, members answer, leaders reset baselines, set thresholds and mute.

Webhooks are the administrators' alone.
"""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations import queries
from hoshin.apps.obligations.models import Channel, Delivery, Obligation, Progress, Subscription, Watch


def watch(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Watch:
    """A watch with its threshold. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.watches().filter(pk=pk).first()
    if found is None or found.metric not in definitions.catalogue().metrics:
        raise Http404("This is not watched.")
    return found


def obligation(person: Person, pk: int, *, needs: Role = Role.VIEWER) -> Obligation:
    """An obligation with its answers. Raises Http404, or PermissionDenied below the role that is needed."""
    require(person, needs)
    found = queries.obligations().filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such signal in the register.")
    return found


def subscription(person: Person, pk: int) -> Subscription:
    """A subscription to end or to try: a person's own by mail, any of them for administrators; Http404 for others."""
    found = queries.subscriptions().filter(pk=pk).first()
    own = found is not None and found.channel == Channel.MAIL and found.person_id == person.pk
    if found is None or not (own or person.may_administer):
        raise Http404("There is no such subscription of yours.")
    return found


def delivery(person: Person, pk: int) -> Delivery:
    """A message that was given up, to try it once more. Raises Http404, as for its subscription."""
    found = queries.deliveries().filter(pk=pk, progress=Progress.FAILED).first()
    if found is None:
        raise Http404("There is no such message that was given up.")
    subscription(person, found.subscription_id)
    return found
