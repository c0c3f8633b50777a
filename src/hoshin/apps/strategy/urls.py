"""Addresses of the strategy app."""

from __future__ import annotations

from django.urls import path

from hoshin.apps.strategy import pages

app_name = "strategy"
urlpatterns = [
    path("objectives/", pages.objectives, name="objectives"),
]
