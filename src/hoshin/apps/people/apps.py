"""The people app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Goals of teams and people, check-ins, evaluation cycles, recognition."""

    name = "hoshin.apps.people"
    label = "people"
