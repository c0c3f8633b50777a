"""Addresses of the portfolios app."""

from __future__ import annotations

from django.urls import path

from hoshin.apps.portfolios import pages

app_name = "portfolios"
urlpatterns = [
    path("initiatives/", pages.initiatives, name="initiatives"),
]
