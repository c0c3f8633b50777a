"""Addresses of the scorecard, metrics and tickets."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.scorecards.pages import exploring, measured

app_name = "scorecards"
urlpatterns = [
    path("scorecard/", measured.scorecard_page, name="scorecard"),
    path("scorecard/flow/", exploring.flow_page, name="flow"),
    path("scorecard/flow/tickets/", exploring.aged_tickets_page, name="aged-tickets"),
    path("scorecard/<slug:key>/reconcile/", exploring.reconciliation_page, name="reconcile"),
    path("scorecard/<slug:key>/across/", exploring.matrix_page, name="matrix"),
    path("scorecard/<slug:key>/", measured.metric_page, name="metric"),
    path("scorecard/<slug:key>/target/", require_POST(measured.set_target), name="set-target"),
    path("scorecard/<slug:key>/baseline/", require_POST(measured.set_baseline), name="set-baseline"),
    path("scorecard/<slug:key>/tickets/", measured.tickets_page, name="tickets"),
    path("ticket/<str:desk>/<path:ticket>/", measured.ticket_page, name="ticket"),
]
