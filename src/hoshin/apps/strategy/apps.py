"""The strategy app."""

from __future__ import annotations

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Where to go: vision, objectives, key results."""

    name = "hoshin.apps.strategy"
    label = "strategy"
