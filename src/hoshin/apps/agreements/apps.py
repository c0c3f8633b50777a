"""The agreements app."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """What was promised to those who are served: calendars, agreements, and how they are kept."""

    name = "hoshin.apps.agreements"
    label = "agreements"
