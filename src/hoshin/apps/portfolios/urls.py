"""Addresses of initiatives."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.portfolios import alignment_pages, error_pages, pages, starts_pages

app_name = "portfolios"
urlpatterns = [
    path("initiatives/", pages.initiatives, name="initiatives"),
    path("initiatives/new/", pages.write, name="new"),
    path("initiatives/new/scope/", require_GET(pages.scope), name="scope"),
    path("initiatives/<slug:slug>/", pages.initiative, name="initiative"),
    path("initiatives/<slug:slug>/change/", pages.write, name="change"),
    path("initiatives/<slug:slug>/ahead/", require_GET(pages.ahead), name="ahead"),
    path("initiatives/<slug:slug>/starts/", starts_pages.starts, name="starts"),
    path("initiatives/<slug:slug>/draw/", require_POST(starts_pages.draw), name="draw"),
    path("initiatives/<slug:slug>/seal/", require_POST(pages.seal), name="seal"),
    path("initiatives/<slug:slug>/stop/", require_POST(pages.stop), name="stop"),
    path("initiatives/<slug:slug>/discard/", require_POST(pages.discard), name="discard"),
    path("objectives/alignment/", require_GET(alignment_pages.alignment), name="alignment"),
    path("objectives/x-matrix/", require_GET(alignment_pages.matrix), name="x-matrix"),
    path("ledger/", require_GET(pages.ledger), name="ledger"),
    path("ledger/rates/", pages.rates, name="rates"),
    path("ledger/errors/", error_pages.errors, name="errors"),
    path("ledger/errors/state/", require_GET(error_pages.state), name="errors-state"),
    path("ledger/errors/start/", require_GET(error_pages.start), name="error-start"),
    path("initiatives/<slug:slug>/errors/", require_GET(error_pages.beside), name="errors-beside"),
    path("objectives/<int:pk>/initiatives/", require_GET(pages.serving), name="serving"),
]
