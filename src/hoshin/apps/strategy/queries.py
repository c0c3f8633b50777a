"""Reads of vision, objectives and key results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import QuerySet

from hoshin.apps.strategy.models import KeyResult, Objective, Vision


@dataclass(frozen=True)
class Version:
    """A version of the vision and until when it held."""

    vision: Vision
    until: datetime


def vision() -> Vision | None:
    """The vision as it stands."""
    return Vision.objects.select_related("person").first()


def earlier_visions() -> list[Version]:
    """The versions before, newest first, each with the moment from which the next one held."""
    found = list(Vision.objects.select_related("person"))
    return [Version(old, new.at) for new, old in pairwise(found)]


def newer_vision(objective: Objective) -> bool:
    """Whether the vision has been written anew since the objective was."""
    return objective.vision_id is not None and Vision.objects.filter(pk__gt=objective.vision_id).exists()


def objectives() -> QuerySet[Objective]:
    """All objectives with their key results and scopes, in a fixed number of queries."""
    return Objective.objects.select_related("owner", "team").prefetch_related("key_results__scope")


def key_results() -> QuerySet[KeyResult]:
    """All key results with objective and scope."""
    return KeyResult.objects.select_related("objective").prefetch_related("scope")
