"""Addresses of the scorecards app."""

from __future__ import annotations

from django.urls import path

from hoshin.apps.scorecards import pages

app_name = "scorecards"
urlpatterns = [
    path("scorecard/", pages.scorecard, name="scorecard"),
]
