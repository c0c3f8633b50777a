"""The obligations app."""

from __future__ import annotations

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """Signals with an obligation: what is watched, what fired, and who explains it by when."""

    name = "hoshin.apps.obligations"
    label = "obligations"
