"""The scorecards app."""

from __future__ import annotations

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """What the services do: the scorecard, metric pages, drill to tickets, targets."""

    name = "hoshin.apps.scorecards"
    label = "scorecards"
