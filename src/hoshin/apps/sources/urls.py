"""Addresses of imports, files, mappings and runs."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET

from hoshin.apps.sources.pages import imports

app_name = "sources"
urlpatterns = [
    path("data/", require_GET(imports.imports), name="imports"),
]
