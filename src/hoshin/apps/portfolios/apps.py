"""The portfolios app."""

from __future__ import annotations

from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    """What is done about it: initiatives, sealed claims, verdicts."""

    name = "hoshin.apps.portfolios"
    label = "portfolios"
