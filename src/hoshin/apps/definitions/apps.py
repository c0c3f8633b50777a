"""The definitions app."""

from __future__ import annotations

from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    """Metrics that people define in the browser, with every version of their definitions."""

    name = "hoshin.apps.definitions"
    label = "definitions"
