"""Reads of vision, objectives and key results."""

from __future__ import annotations

from django.db.models import QuerySet

from hoshin.apps.strategy.models import KeyResult, Objective, Vision


def vision() -> Vision | None:
    """The vision as it stands."""
    return Vision.objects.select_related("person").first()


def earlier_visions() -> QuerySet[Vision]:
    """The versions before, newest first."""
    return Vision.objects.select_related("person")[1:]


def objectives() -> QuerySet[Objective]:
    """All objectives with their key results and scopes, in a fixed number of queries."""
    return Objective.objects.select_related("owner", "team").prefetch_related("key_results__scope")


def key_results() -> QuerySet[KeyResult]:
    """All key results with objective and scope."""
    return KeyResult.objects.select_related("objective").prefetch_related("scope")
