"""Addresses of initiatives."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.portfolios import pages

app_name = "portfolios"
urlpatterns = [
    path("initiatives/", pages.initiatives, name="initiatives"),
    path("initiatives/new/", pages.write, name="new"),
    path("initiatives/<slug:slug>/", pages.initiative, name="initiative"),
    path("initiatives/<slug:slug>/change/", pages.write, name="change"),
    path("initiatives/<slug:slug>/seal/", require_POST(pages.seal), name="seal"),
]
