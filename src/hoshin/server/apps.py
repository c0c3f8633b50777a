"""The server as a Django app: base templates, template tags, system checks."""

from __future__ import annotations

from django.apps import AppConfig


class ServerConfig(AppConfig):
    """Carries what all pages share."""

    name = "hoshin.server"
    label = "server"
