"""The sources app."""

from __future__ import annotations

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Where tickets come from: mappings, imports and their progress."""

    name = "hoshin.apps.sources"
    label = "sources"
