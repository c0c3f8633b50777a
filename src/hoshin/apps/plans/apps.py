"""The plans app."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """What to begin when: candidates, capacity, scenarios, the approved plan."""

    name = "hoshin.apps.plans"
    label = "plans"
