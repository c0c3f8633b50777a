"""The reviews app."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Forums and their reviews: agendas, decisions, commitments, minutes, and where things stand by rule."""

    name = "hoshin.apps.reviews"
    label = "reviews"
