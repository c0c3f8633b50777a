"""What reviews know of a status: late commitments that hold something up, and what is shown beside the derived one."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from hoshin.apps.reviews.models import Commitment, StatusOverride
from hoshin.apps.strategy.beside_numbers import Asked, Kind, Known, Subject
from hoshin.apps.strategy.status import Evidence, Shown, Status


def known(today: date, of: Asked) -> Known:
    """The late commitments and the overrides of today, in two queries."""
    on = Q(objective__in=of.objectives) | Q(initiative__in=of.initiatives)
    return Known(_held_up(today, on), _shown(today, on))


def _held_up(today: date, on: Q) -> dict[Subject, Evidence]:
    found: dict[Subject, Evidence] = {}
    late = Commitment.objects.filter(on, kept_on=None, withdrawn_on=None, due__lt=today)
    for objective, initiative, due in late.values_list("objective", "initiative", "due"):
        for kind, pk in ((Kind.OBJECTIVE, objective), (Kind.INITIATIVE, initiative)):
            if pk is not None:
                found[kind, pk] = found.get((kind, pk), Evidence()) | Evidence(held_up=due)
    return found


def _shown(today: date, on: Q) -> dict[Subject, Shown]:
    """The newest override of each thing, where it holds today and does not lift the one before."""
    newest: dict[Subject, StatusOverride] = {}
    for each in StatusOverride.objects.filter(on).select_related("person"):
        subject = (
            (Kind.OBJECTIVE, each.objective_id) if each.objective_id else (Kind.INITIATIVE, each.initiative_id or 0)
        )
        newest[subject] = each
    return {
        subject: Shown(
            Status(each.shown), each.person.name if each.person else "Hoshin", each.reason, each.until, each.pk
        )
        for subject, each in newest.items()
        if each.shown and each.until >= today
    }
