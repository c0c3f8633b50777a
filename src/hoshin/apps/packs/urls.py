"""Addresses of the packs app."""

from __future__ import annotations

from django.urls import path

from hoshin.apps.packs import pages

app_name = "packs"
urlpatterns = [
    path("packs/", pages.packs, name="packs"),
]
