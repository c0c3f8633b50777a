"""Addresses of the sources app."""

from __future__ import annotations

from django.urls import path

from hoshin.apps.sources import pages

app_name = "sources"
urlpatterns = [
    path("data/", pages.imports, name="imports"),
]
