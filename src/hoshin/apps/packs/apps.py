"""The packs app."""

from __future__ import annotations

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """What the board sees: issued editions whose numbers never change."""

    name = "hoshin.apps.packs"
    label = "packs"
