"""Addresses of initiatives."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from hoshin.apps.portfolios.pages import (
    ahead,
    alignment,
    drafting,
    error_checks,
    initiative,
    initiatives,
    ledger,
    starts,
)

app_name = "portfolios"
urlpatterns = [
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/new/", drafting.write, name="new"),
    path("initiatives/new/scope/", require_GET(drafting.scope), name="scope"),
    path("initiatives/<slug:slug>/", initiative.initiative, name="initiative"),
    path("initiatives/<slug:slug>/change/", drafting.write, name="change"),
    path("initiatives/<slug:slug>/ahead/", require_GET(ahead.ahead), name="ahead"),
    path("initiatives/<slug:slug>/starts/", starts.starts, name="starts"),
    path("initiatives/<slug:slug>/draw/", require_POST(starts.draw), name="draw"),
    path("initiatives/<slug:slug>/seal/", require_POST(initiative.seal), name="seal"),
    path("initiatives/<slug:slug>/check-in/", require_POST(initiative.check_in), name="check-in"),
    path("initiatives/<slug:slug>/stop/", require_POST(initiative.stop), name="stop"),
    path("initiatives/<slug:slug>/discard/", require_POST(drafting.discard), name="discard"),
    path("objectives/alignment/", require_GET(alignment.alignment), name="alignment"),
    path("objectives/x-matrix/", require_GET(alignment.matrix), name="x-matrix"),
    path("ledger/", require_GET(ledger.ledger), name="ledger"),
    path("ledger/rates/", ledger.rates, name="rates"),
    path("ledger/errors/", error_checks.errors, name="errors"),
    path("ledger/errors/state/", require_GET(error_checks.state), name="errors-state"),
    path("ledger/errors/start/", require_GET(error_checks.start), name="error-start"),
    path("initiatives/<slug:slug>/errors/", require_GET(error_checks.beside), name="errors-beside"),
    path("objectives/<int:pk>/initiatives/", require_GET(initiatives.serving), name="serving"),
]
